package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/picture"
	"gesso/spec/eval"
	"gesso/spec/filename"
	"gesso/spec/source"
	"gesso/state"
)

// maxSource bounds a local edit source, in bytes. The provider's documents differ: one
// says 25 MB, another 100.
const (
	maxSource   = 64 << 20
	largeSource = 25 << 20
)

// sources hashes local edit sources, each once. It is not safe for concurrent use.
type sources struct {
	config  *eval.Config
	digests map[string]digested
}

type digested struct {
	Digest
	err error
}

func newSources(config *eval.Config) *sources {
	return &sources{config: config, digests: map[string]digested{}}
}

// digest tells what is in a local source.
func (s *sources) digest(name string) (Digest, error) {
	if d, done := s.digests[name]; done {
		return d.Digest, d.err
	}
	d, err := DigestSource(s.config.Place(name))
	s.digests[name] = digested{d, err}
	return d, err
}

// Digest tells what is in a local edit source.
type Digest struct {
	Sum      string // SHA-256 of the file, in hexadecimal
	PointsTo string // of the picture that the file stands for, where it is a Git LFS pointer; else ""
}

// Source is the source as it stands in a request. A pointer is the picture that it
// stands for: a checkout without git lfs pull has the same sources as one with it. A
// request that was recorded with the pointer itself stays what it is.
func (d Digest) Source(recorded state.Source) state.Source {
	file := state.Source{Form: state.ContentSource, Value: d.Sum}
	if d.PointsTo == "" || recorded == file {
		return file
	}
	return state.Source{Form: state.ContentSource, Value: d.PointsTo}
}

// DigestSource reads a local source.
func DigestSource(dir, name string) (Digest, error) {
	file, err := OpenSource(dir, name)
	if err != nil {
		return Digest{}, err
	}
	defer file.Close()
	head := make([]byte, maxPointer)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Digest{}, err
	}
	sum, err := hashOf(io.MultiReader(bytes.NewReader(head[:n]), file))
	if err != nil {
		return Digest{}, err
	}
	d := Digest{Sum: sum}
	if n < len(head) {
		d.PointsTo, _ = picture.PointsTo(head[:n])
	}
	return d, nil
}

// maxPointer is more than what a Git LFS pointer has, in bytes.
const maxPointer = 1 << 11

func hashOf(r io.Reader) (string, error) {
	digest := sha256.New()
	if _, err := io.Copy(digest, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

var errIrregular = errors.New("it is not a regular file")

// OpenSource opens a local edit source: a regular file of bounded size inside
// of the directory, whatever symbolic links say.
func OpenSource(dir, name string) (*os.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	name = source.OnDisk(root, name)
	info, err := root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		if spelled, ok := filename.Spelled(root.FS(), name); ok {
			name = spelled
			info, err = root.Stat(name)
		}
	}
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errIrregular // opening a pipe would wait for its other end
	case info.Size() > maxSource:
		return nil, fmt.Errorf("it has %d bytes, and the limit is %d", info.Size(), maxSource)
	}
	file, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() {
		err = errIrregular
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// sourceOf returns an instance's edit source as it stands in a request, or the
// reason why it is not known yet.
func (p *planner) sourceOf(i *eval.Instance) (state.Source, []Reason) {
	switch {
	case i.Source.URL != "":
		return state.Source{Form: state.URLSource, Value: i.Source.URL}, nil
	case i.Source.File != "":
		d, err := p.sources.digest(i.Source.File)
		if err != nil {
			p.missingSource(i, err)
		}
		return d.Source(p.changes[i.Address].recordedSource()), nil
	case i.Source.Image != "":
		c := p.changes[i.Source.Image]
		if picture := c.settled(); picture != "" {
			return state.Source{Form: state.ContentSource, Value: picture}, nil
		}
		return state.Source{}, []Reason{{Cause: Later, Argument: "source", New: i.Source.Image}}
	}
	return state.Source{}, nil
}

// recordedSource is the source of the recorded request, or none.
func (c *Change) recordedSource() state.Source {
	if c.Before == nil || c.Before.Request == nil {
		return state.Source{}
	}
	return c.Before.Request.Source
}

// settled is the identity of what a change's picture surely will be, or "".
func (c *Change) settled() string {
	switch {
	case c.Picture != nil:
		return c.Picture.Identity()
	case c.Action == None && c.Before.HasPicture():
		return c.Before.Identity()
	}
	return ""
}

func (p *planner) missingSource(i *eval.Instance, err error) {
	rng := i.Range("source")
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unreadable source", Subject: &rng,
		Detail: fmt.Sprintf("The source %q of %s cannot be read: %s.", i.Source.File, i.Address, filename.Pathless(err))}
	if errors.Is(err, fs.ErrNotExist) {
		d.Summary = "Source not found"
		d.Detail = fmt.Sprintf("There is no file %q, the source of %s. Paths are relative to the configuration's directory.", i.Source.File, i.Address)
	}
	p.diags = append(p.diags, d)
}
