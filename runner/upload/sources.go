package upload

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"sync"

	"golang.org/x/sync/semaphore"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/runner/sourcefile"
	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
)

// Provider is what Sources ask of a provider. Its errors are *provider.Error.
type Provider interface {
	// Upload gives a local picture a URL to edit it from. The content can be sought
	// back to its beginning.
	Upload(ctx context.Context, name string, content io.Reader, size int64) (string, error)
}

// Config is what Sources work with.
type Config struct {
	Provider   Provider      // who gets to see the sources
	Endpoint   string        // the provider's
	Accounts   plan.Accounts // of the configuration
	Store      *disk.Store
	Place      func(name string) (dir, rest string) // by which a local source is opened
	Records    Records                              // of the pictures that are sources
	Remembered *disk.Uploads                        // of earlier runs
	Memory     *picture.Memory                      // in which sources are decoded; nil: without a bound

	// Gives reports whether a URL gives the bytes with a hash: it did so in this
	// run, or does when it is asked now.
	Gives func(ctx context.Context, url, sum string) bool

	// Have brings the picture of an address into the store, for the change that is
	// made from it, and returns what it is there.
	Have func(ctx context.Context, c *plan.Change, address string, p state.Picture) (state.Picture, error)
}

// Records tells what is recorded at an address now; nil is nothing. A journal
// does, while a run writes it.
type Records interface {
	Get(address string) *state.Record
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
// are those whose hash is in the request: what changed since is refused. The
// picture of an image may have come in other bytes since it was first recorded,
// and is the same picture.
func (u *Sources) URL(ctx context.Context, c *plan.Change) (string, error) {
	source, declared := c.Request.Source, c.Declared.Source.URL
	switch source.Form {
	case state.URLSource:
		declared = source.Value
	case state.ContentSource:
		sum := source.Value
		if err := u.unchanged(c, sum); err != nil {
			return "", err
		}
		return u.once(sum, func() (string, error) { return u.obtain(ctx, c, u.sourceOf(c, sum)) })
	case state.UnknownSource:
		declared = "" // the request is of something else
	}
	if declared == "" { // withheld in the request, and not known here
		return "", fmt.Errorf("its source %s cannot be had any more", source)
	}
	if s, ok := u.recorded(c, declared); ok {
		return u.once(declared, func() (string, error) { return u.obtain(ctx, c, s) })
	}
	return declared, nil
}

// once does what has to be done for a source, and for all who ask for it.
func (u *Sources) once(name string, obtain func() (string, error)) (string, error) {
	u.mu.Lock()
	one := u.urls[name]
	if one == nil {
		one = &upload{}
		u.urls[name] = one
	}
	u.mu.Unlock()
	one.once.Do(func() { one.url, one.err = obtain() })
	return one.url, one.err
}

// origin is where the bytes of a source come from: the picture of an address, or,
// where that is "", a local file with the artifact's hash.
type origin struct {
	address string
	picture state.Picture
}

// sourceOf finds the source that stands in a request by its hash: the picture
// that an image has, or had when lifecycle.ignore_changes holds on to it.
func (u *Sources) sourceOf(c *plan.Change, sum string) origin {
	address := c.Declared.Source.Image
	if record := u.config.Records.Get(address); record.HasPicture() && record.Knows(sum) {
		return origin{address, record.Picture}
	}
	return origin{address, state.Picture{Artifact: sum}}
}

// recorded finds the image whose url is the source. What is recorded of a
// picture's URL was true when it was made.
func (u *Sources) recorded(c *plan.Change, url string) (origin, bool) {
	for _, address := range c.Declared.Needs {
		if record := u.config.Records.Get(address); record.HasPicture() && record.First().URL == url {
			return origin{address, record.Picture}, true
		}
	}
	return origin{}, false
}

// unchanged refuses a local source that is not what was planned with: the
// picture would be made from other bytes than its record says.
func (u *Sources) unchanged(c *plan.Change, sum string) error {
	name := c.Declared.Source.File
	if name == "" || c.Declared.Pinned {
		return nil
	}
	actual, err := sourcefile.Read(u.config.Place(name))
	if err != nil {
		return fmt.Errorf("its source %s cannot be read: %w", name, filename.Pathless(err))
	}
	if actual.Sum != sum && actual.PointsTo != sum {
		return changed(name)
	}
	return nil
}

// pictureURL is the provider's own address of a picture, if it gives that picture:
// what an old address answers may be anything, and the edit of it would be paid.
func (u *Sources) pictureURL(ctx context.Context, p state.Picture) string {
	if p.URL == "" {
		return ""
	}
	if maker, known := u.config.Accounts.Recorded(p.Provider); !known || !maker.At(u.config.Endpoint) {
		return "" // one provider need not see what another one keeps
	}
	if !u.config.Gives(ctx, p.URL, p.Artifact) {
		return ""
	}
	return p.URL
}

// obtain takes the provider's own URL of a source, or that of an earlier upload,
// if it still gives that source; else it uploads the bytes.
func (u *Sources) obtain(ctx context.Context, c *plan.Change, s origin) (string, error) {
	if url := u.pictureURL(ctx, s.picture); url != "" {
		return url, nil
	}
	if url := u.config.Remembered.Get(u.config.Endpoint, s.picture.Artifact); url != "" && u.config.Gives(ctx, url, s.picture.Artifact) {
		return url, nil
	}
	if s.address != "" {
		had, err := u.config.Have(ctx, c, s.address, s.picture)
		if err != nil {
			return "", fmt.Errorf("its source, the picture %.16s, cannot be had: %w", s.picture.Artifact, err)
		}
		if had.URL != s.picture.URL { // the provider has just told it
			if url := u.pictureURL(ctx, had); url != "" {
				return url, nil
			}
		}
		s.picture = had
	}
	url, err := u.send(ctx, c, s)
	if err == nil {
		u.config.Remembered.Put(u.config.Endpoint, s.picture.Artifact, url)
	}
	return url, err
}

// send uploads the bytes of a source, from the store or from the local file. They are
// read once, and what was read is looked at and sent: no other bytes leave this
// machine, whatever becomes of the file meanwhile, and none that are no picture.
func (u *Sources) send(ctx context.Context, c *plan.Change, s origin) (string, error) {
	sum := s.picture.Artifact
	file, name, err := u.open(c, s)
	if err != nil {
		return "", err
	}
	defer file.Close()
	size := min(file.Size(), maxRoom)
	if err := u.room.Acquire(ctx, size); err != nil {
		return "", err
	}
	defer u.room.Release(size)
	content, err := io.ReadAll(io.LimitReader(file, file.Size()))
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
		return "", &SourceError{"its source changed while it was uploaded", planAnew}
	}
	return url, nil
}

// isPicture refuses to send what is not the picture of a hash.
func (u *Sources) isPicture(ctx context.Context, name string, content []byte, sum string) error {
	if _, err := u.config.Memory.Verify(ctx, bytes.NewReader(content), 0); err != nil {
		var bad *picture.Error
		if errors.As(err, &bad) {
			return &SourceError{fmt.Sprintf("its source %s is nothing to edit: %v", name, err), "give the image a PNG, a JPEG or a WebP as its source"}
		}
		return err
	}
	if actual := sha256.Sum256(content); hex.EncodeToString(actual[:]) != sum {
		return changed(name)
	}
	return nil
}

// open opens the bytes of a source. An object that is damaged leaves the machine no
// more than a file that has changed.
func (u *Sources) open(c *plan.Change, s origin) (state.Object, string, error) {
	sum, store := s.picture.Artifact, u.config.Store
	if s.address == "" && store.Verify(sum) != nil {
		name := c.Declared.Source.File
		file, err := sourcefile.Open(u.config.Place(name))
		if err != nil {
			return nil, "", fmt.Errorf("its source %s cannot be read: %w", name, filename.Pathless(err))
		}
		info, err := file.Stat()
		if err != nil {
			_ = file.Close()
			return nil, "", err
		}
		return &local{file, info.Size()}, path.Base(name), nil
	}
	file, err := store.Open(sum)
	return file, sum[:16] + path.Ext(c.Path), err
}

// local is a file of the user's, open for reading as an object of the store is.
type local struct {
	*os.File
	size int64
}

func (l *local) Size() int64 { return l.size }
