package upload

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
)

// Provider is what Sources ask of a provider. Its errors are *provider.Error.
type Provider interface {
	// Alive reports whether a picture's URL still answers.
	Alive(ctx context.Context, url string) bool
	// Upload gives a local picture a URL to edit it from. The content can be sought
	// back to its beginning.
	Upload(ctx context.Context, name string, content io.Reader, size int64) (string, error)
}

// Config is what Sources work with.
type Config struct {
	Provider   Provider // who gets to see the sources
	Endpoint   string   // the provider's
	Situation  plan.Situation
	Records    plan.Records              // of the pictures that are sources
	Remembered *state.Uploads            // of earlier runs
	Memory     *picture.Memory           // in which sources are decoded; nil: without a bound
	Fresh      func(address string) bool // whether the picture of an address was made in this run, so that its URL is alive
}

// Sources gives edit sources the URLs at which one provider can read them, each
// content once in a run. It is safe for concurrent use.
type Sources struct {
	config Config
	room   *semaphore.Weighted // for the bytes that are being sent
	mu     sync.Mutex
	urls   map[string]*upload // by content hash
}

// maxRoom bounds the sources that are held in memory to be sent, in bytes.
const maxRoom = 256 << 20

// New returns the sources for one provider in one run.
func New(c Config) *Sources {
	return &Sources{config: c, room: semaphore.NewWeighted(maxRoom), urls: map[string]*upload{}}
}

type upload struct {
	once sync.Once
	url  string
	err  error
}

// URL returns where the provider can read a change's source. The bytes there
// are those whose hash is in the request: what changed since is refused.
func (u *Sources) URL(ctx context.Context, c *plan.Change) (string, error) {
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
func (u *Sources) unchanged(c *plan.Change, sum string) error {
	name := c.Instance.Source.File
	if name == "" || slices.Contains(c.Instance.Block.Lifecycle.IgnoreChanges, "source") {
		return nil
	}
	actual, err := plan.DigestSource(u.config.Situation.Config.Place(name))
	if err != nil {
		return fmt.Errorf("its source %s cannot be read: %w", name, pathless(err))
	}
	if actual.Sum != sum && actual.PointsTo != sum {
		return &provider.Error{Class: provider.Invalid,
			Message: fmt.Sprintf("its source %s changed after the plan was made; run gesso apply again", name)}
	}
	return nil
}

// imageURL is the provider's own address of a source that is an image's
// picture, while it lives.
func (u *Sources) imageURL(ctx context.Context, c *plan.Change, sum string) string {
	address := c.Instance.Source.Image
	record := u.config.Records.Get(address)
	if !record.HasPicture() || record.Artifact != sum || record.URL == "" {
		return ""
	}
	if maker := u.config.Situation.Accounts.Named(record.Provider); maker == nil || !maker.At(u.config.Endpoint) {
		return "" // one provider need not see what another one keeps
	}
	if u.config.Fresh(address) || u.config.Provider.Alive(ctx, record.URL) {
		return record.URL
	}
	return ""
}

// obtain takes an earlier upload of the content if that still answers.
func (u *Sources) obtain(ctx context.Context, c *plan.Change, sum string) (string, error) {
	if url := u.config.Remembered.Get(u.config.Endpoint, sum); url != "" && u.config.Provider.Alive(ctx, url) {
		return url, nil
	}
	url, err := u.send(ctx, c, sum)
	if err == nil {
		u.config.Remembered.Put(u.config.Endpoint, sum, url)
	}
	return url, err
}

// send uploads the bytes with a hash, from the store or from the local file. They are
// read once, and what was read is looked at and sent: no other bytes leave this
// machine, whatever becomes of the file meanwhile, and none that are no picture.
func (u *Sources) send(ctx context.Context, c *plan.Change, sum string) (string, error) {
	file, name, err := u.open(c, sum)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	size := min(info.Size(), maxRoom)
	if err := u.room.Acquire(ctx, size); err != nil {
		return "", err
	}
	defer u.room.Release(size)
	content, err := io.ReadAll(io.LimitReader(file, info.Size()))
	if err != nil {
		return "", err
	}
	if err := u.isPicture(ctx, name, content, sum); err != nil {
		return "", err
	}
	url, err := u.config.Provider.Upload(ctx, name, bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "", err
	}
	// The right bytes were sent; but nobody wants an edit of them any more.
	if err := u.unchanged(c, sum); err != nil {
		return "", &provider.Error{Class: provider.Invalid, Message: "its source changed while it was uploaded; run gesso apply again"}
	}
	return url, nil
}

// isPicture refuses to send what is not the picture of a hash.
func (u *Sources) isPicture(ctx context.Context, name string, content []byte, sum string) error {
	if _, err := u.config.Memory.Verify(ctx, bytes.NewReader(content), 0); err != nil {
		var bad *picture.Error
		if errors.As(err, &bad) {
			return &provider.Error{Class: provider.Invalid, Message: fmt.Sprintf("its source %s is nothing to edit: %v", name, err)}
		}
		return err
	}
	if actual := sha256.Sum256(content); hex.EncodeToString(actual[:]) != sum {
		return &provider.Error{Class: provider.Invalid, Message: fmt.Sprintf("its source %s changed after the plan was made; run gesso apply again", name)}
	}
	return nil
}

func (u *Sources) open(c *plan.Change, sum string) (*os.File, string, error) {
	if file, err := u.config.Situation.Workspace.Store().Open(sum); err == nil {
		return file, sum[:16] + path.Ext(c.Path), nil
	}
	if name := c.Instance.Source.File; name != "" {
		file, err := plan.OpenSource(u.config.Situation.Config.Place(name))
		if err != nil {
			return nil, "", fmt.Errorf("its source %s cannot be read: %w", name, pathless(err))
		}
		return file, path.Base(name), nil
	}
	return u.openOutput(c, sum)
}

// openOutput finds a source that is an image's picture in its output, as after
// a fresh clone without a store.
func (u *Sources) openOutput(c *plan.Change, sum string) (*os.File, string, error) {
	record := u.config.Records.Get(c.Instance.Source.Image)
	if !record.HasPicture() || record.Output != sum || record.Artifact != sum {
		return nil, "", fmt.Errorf("its source, the picture %s, is neither in the store nor at the provider", sum[:16])
	}
	status, err := u.config.Situation.Workspace.Outputs().Check(record.Path, sum)
	if err != nil || status != state.Same {
		return nil, "", errors.Join(err, fmt.Errorf("its source, the output %s, is not the picture that was placed there", record.Path))
	}
	file, err := u.config.Situation.Workspace.Outputs().Open(record.Path)
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
