package runner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
)

// uploads gives edit sources the URLs at which one provider can read them, each
// content once in a run. It is safe for concurrent use.
type uploads struct {
	run        *run
	lane       *lane // whose provider gets to see them
	remembered *state.Uploads
	mu         sync.Mutex
	urls       map[string]*upload // by content hash
}

type upload struct {
	once sync.Once
	url  string
	err  error
}

// url returns where the provider can read a change's source. The bytes there
// are those whose hash is in the request: what changed since is refused.
func (u *uploads) url(ctx context.Context, c *plan.Change) (string, error) {
	source := c.Request.Source
	if url, ok := strings.CutPrefix(source, "url:"); ok {
		return url, nil
	}
	sum, ok := strings.CutPrefix(source, "sha256:")
	if !ok {
		if c.Instance.Source.URL != "" {
			return c.Instance.Source.URL, nil // withheld in the request, known here
		}
		return "", fmt.Errorf("its source %s cannot be had any more", source)
	}
	if err := u.unchanged(c, sum); err != nil {
		return "", err
	}
	if url := u.imageURL(ctx, c, sum); url != "" {
		return url, nil
	}
	u.mu.Lock()
	one := u.urls[sum]
	if one == nil {
		one = &upload{}
		u.urls[sum] = one
	}
	u.mu.Unlock()
	one.once.Do(func() { one.url, one.err = u.obtain(ctx, c, sum) })
	return one.url, one.err
}

// unchanged refuses a local source that is not what was planned with: the
// picture would be made from other bytes than its record says.
func (u *uploads) unchanged(c *plan.Change, sum string) error {
	name := c.Instance.Source.File
	if name == "" || slices.Contains(c.Instance.Block.Lifecycle.IgnoreChanges, "source") {
		return nil
	}
	actual, err := plan.HashSource(u.run.plan.Situation.Config.Dir, name)
	if err != nil {
		return fmt.Errorf("its source %s cannot be read: %w", name, pathless(err))
	}
	if actual != sum {
		return &provider.Error{Class: provider.Invalid,
			Message: fmt.Sprintf("its source %s changed after the plan was made; run gesso apply again", name)}
	}
	return nil
}

// imageURL is the provider's own address of a source that is an image's
// picture, while it lives.
func (u *uploads) imageURL(ctx context.Context, c *plan.Change, sum string) string {
	address := c.Instance.Source.Image
	record := u.run.Journal.Get(address)
	if !record.HasPicture() || record.Artifact != sum || record.URL == "" {
		return ""
	}
	if maker := u.run.plan.Situation.Accounts.Named(record.Provider); maker == nil || !maker.At(u.lane.Endpoint) {
		return "" // one provider need not see what another one keeps
	}
	u.run.mu.Lock()
	fresh := u.run.made[address]
	u.run.mu.Unlock()
	if fresh || u.lane.Provider.Alive(ctx, record.URL) {
		return record.URL
	}
	return ""
}

// obtain takes an earlier upload of the content if that still answers.
func (u *uploads) obtain(ctx context.Context, c *plan.Change, sum string) (string, error) {
	if url := u.remembered.Get(u.lane.Endpoint, sum); url != "" && u.lane.Provider.Alive(ctx, url) {
		return url, nil
	}
	url, err := u.send(ctx, c, sum)
	if err == nil {
		u.remembered.Put(u.lane.Endpoint, sum, url)
	}
	return url, err
}

// send uploads the bytes with a hash, from the store or from the local file.
func (u *uploads) send(ctx context.Context, c *plan.Change, sum string) (string, error) {
	file, name, err := u.open(c, sum)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	sent := &witness{content: file, digest: sha256.New()}
	url, err := u.lane.Provider.Upload(ctx, name, sent, info.Size())
	if err == nil && hex.EncodeToString(sent.digest.Sum(nil)) != sum {
		return "", &provider.Error{Class: provider.Invalid, Message: "its source changed while it was uploaded; run gesso apply again"}
	}
	return url, err
}

// witness hashes what an upload reads. A file that changes after it was looked
// at would else be edited, and remembered, as something that it is not.
type witness struct {
	content io.ReadSeeker
	digest  hash.Hash
}

func (w *witness) Read(p []byte) (int, error) {
	n, err := w.content.Read(p)
	w.digest.Write(p[:n])
	return n, err
}

// Seek goes back to the beginning, for another attempt, or tells the position.
func (w *witness) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekStart {
		w.digest.Reset()
	}
	return w.content.Seek(offset, whence)
}

func (u *uploads) open(c *plan.Change, sum string) (*os.File, string, error) {
	situation := u.run.plan.Situation
	if file, err := situation.Workspace.Store().Open(sum); err == nil {
		return file, sum[:16] + path.Ext(c.Path), nil
	}
	if name := c.Instance.Source.File; name != "" {
		file, err := plan.OpenSource(situation.Config.Dir, name)
		if err != nil {
			return nil, "", fmt.Errorf("its source %s cannot be read: %w", name, pathless(err))
		}
		return file, path.Base(name), nil
	}
	return u.openOutput(c, sum)
}

// openOutput finds a source that is an image's picture in its output, as after
// a fresh clone without a store.
func (u *uploads) openOutput(c *plan.Change, sum string) (*os.File, string, error) {
	record := u.run.Journal.Get(c.Instance.Source.Image)
	if !record.HasPicture() || record.Output != sum || record.Artifact != sum {
		return nil, "", fmt.Errorf("its source, the picture %s, is neither in the store nor at the provider", sum[:16])
	}
	status, err := u.run.plan.Situation.Workspace.Outputs().Check(record.Path, sum)
	if err != nil || status != state.Same {
		return nil, "", errors.Join(err, fmt.Errorf("its source, the output %s, is not the picture that was placed there", record.Path))
	}
	file, err := plan.OpenSource(u.run.plan.Situation.Config.Dir, record.Path)
	return file, path.Base(record.Path), err
}

// pathless drops the file name that the sentence around an error has already.
func pathless(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
