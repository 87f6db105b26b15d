package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec"
)

// maxSource bounds a local edit source, in bytes. It is generous: what the
// provider takes is smaller, and it says so.
const maxSource = 64 << 20

// sources hashes local edit sources, each once. It is not safe for concurrent use.
type sources struct {
	config *spec.Config
	hashes map[string]sourceHash
}

type sourceHash struct {
	sum string
	err error
}

func newSources(config *spec.Config) *sources {
	return &sources{config: config, hashes: map[string]sourceHash{}}
}

// hash returns the SHA-256 of a local source, in hexadecimal.
func (s *sources) hash(name string) (string, error) {
	if h, done := s.hashes[name]; done {
		return h.sum, h.err
	}
	sum, err := HashSource(s.config.Dir, name)
	s.hashes[name] = sourceHash{sum, err}
	return sum, err
}

// HashSource returns the SHA-256 of a local source, in hexadecimal.
func HashSource(dir, name string) (string, error) {
	file, err := OpenSource(dir, name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	return hashOf(file)
}

func hashOf(r io.Reader) (string, error) {
	digest := sha256.New()
	if _, err := io.Copy(digest, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

// OpenSource opens a local edit source: a regular file of bounded size inside
// of the directory, whatever symbolic links say.
func OpenSource(dir, name string) (*os.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	case info.Size() > maxSource:
		return nil, fmt.Errorf("it has %d bytes, and the limit is %d", info.Size(), maxSource)
	}
	return root.Open(name)
}

// sourceOf returns an instance's edit source as it stands in a request, or the
// reason why it is not known yet.
func (p *planner) sourceOf(i *spec.Instance) (string, []Reason) {
	switch {
	case i.Source.URL != "":
		return "url:" + i.Source.URL, nil
	case i.Source.File != "":
		sum, err := p.sources.hash(i.Source.File)
		if err != nil {
			p.missingSource(i, err)
		}
		return "sha256:" + sum, nil
	case i.Source.Image != "":
		c := p.changes[i.Source.Image]
		if picture := c.settled(); picture != "" {
			return "sha256:" + picture, nil
		}
		return "", []Reason{{Cause: Later, Argument: "source", New: i.Source.Image}}
	}
	return "", nil
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

func (p *planner) missingSource(i *spec.Instance, err error) {
	rng := i.Range("source")
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unreadable source", Subject: &rng,
		Detail: fmt.Sprintf("The source %q of %s cannot be read: %s.", i.Source.File, i.Address, pathless(err))}
	if errors.Is(err, fs.ErrNotExist) {
		d.Summary = "Source not found"
		d.Detail = fmt.Sprintf("There is no file %q, the source of %s. Paths are relative to the configuration's directory.", i.Source.File, i.Address)
	}
	p.diags = append(p.diags, d)
}

// pathless drops the file name that the sentence around an error has already.
func pathless(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
