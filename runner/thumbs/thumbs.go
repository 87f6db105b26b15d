package thumbs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"iter"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"gesso/runner/picture"
	"gesso/state/disk/cache"
)

const (
	// Base is the edge of a thumbnail that every picture has, in pixels: smaller ones are
	// made of it, and it is what is looked at.
	Base = 320
	// Preview is the edge of a preview where nobody asks for another.
	Preview = 1024
	// MinEdge and MaxEdge bound what may be asked for.
	MinEdge, MaxEdge = 32, 2048

	// decoding is the memory of the pictures that are decoded at once.
	decoding = 48 << 20
	// workers is how many are worked on at once.
	workers = 2
	// maxOriginal is how many bytes of a picture's file are read.
	maxOriginal = 256 << 20
)

// qualityOf is the quality of JPEG at an edge: what is looked at closely has a better one.
func qualityOf(edge int) int {
	if edge <= 512 {
		return 75
	}
	return 80
}

// Source opens what shows a picture, by its SHA-256, the best first, and tells which SHA-256
// the bytes of each are to have: another one where the picture was converted. That they have
// it need not be so, and nothing needs to be there. What it yields is closed by whoever asks. It
// is safe for concurrent use.
type Source func(sha string) iter.Seq2[io.ReadCloser, string]

// Thumbs makes small pictures and keeps them. It is safe for concurrent use. The caller
// owes it a Close.
type Thumbs struct {
	folder *cache.Folder // nil: there is none
	spare  func() *cache.Folder
	source Source
	memory *picture.Memory
	making singleflight.Group
	unseen sync.Map // why a picture cannot be shown, by its SHA-256

	mu     sync.Mutex
	spared bool // folder cannot be written: spare is in use
}

// New keeps small pictures in the cache of a configuration's directory. It creates nothing.
func New(dir string, source Source) *Thumbs {
	t := Passing(source)
	t.folder, _ = cache.Open(dir, cache.Thumbs) // without one, the temporary folder serves
	return t
}

// Passing keeps small pictures until it is closed.
func Passing(source Source) *Thumbs {
	t := &Thumbs{source: source, memory: picture.NewMemory(decoding)}
	t.spare = sync.OnceValue(func() *cache.Folder {
		folder, _ := cache.Temporary() // without one, what is asked for again is made again
		return folder
	})
	return t
}

// Close lets go of the cache, and removes what was kept elsewhere.
func (t *Thumbs) Close() error {
	var errs []error
	if t.folder != nil {
		errs = append(errs, t.folder.Close())
	}
	if t.isSpared() && t.spare() != nil {
		errs = append(errs, t.spare().Close())
	}
	return errors.Join(errs...)
}

// Forget removes from the cache of a directory what was made of pictures that are no more.
func Forget(dir string, now time.Time, gone func(sha string) bool) error {
	folder, err := cache.Open(dir, cache.Thumbs)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Remove(now, func(name string) bool {
		const digits = 2 * sha256.Size
		return len(name) > digits && name[digits] == '-' && gone(name[:digits])
	})
}

// Error is why a picture is not shown. It matches fs.ErrNotExist.
type Error struct {
	SHA string
	Err error // nil: its bytes are nowhere here
}

func (e *Error) Error() string {
	if e.Err == nil {
		return "the picture " + e.SHA + " is nowhere here"
	}
	return fmt.Sprintf("the picture %s cannot be shown: %v", e.SHA, e.Err)
}

// Is makes it match fs.ErrNotExist.
func (e *Error) Is(target error) bool { return target == fs.ErrNotExist }

func (e *Error) Unwrap() error { return e.Err }

// entry is a small picture, from the cache or made. The error is an *Error or the context's.
func (t *Thumbs) entry(ctx context.Context, sha string, edge int) (*entry, error) {
	if e := t.kept(sha, edge); e != nil {
		return e, nil
	}
	made, err, _ := t.making.Do(entryName(sha, edge), func() (any, error) { return t.make(ctx, sha, edge) })
	if err != nil {
		return nil, err
	}
	return made.(*entry), nil
}

// kept is a small picture from the cache; nil where it is to be made.
func (t *Thumbs) kept(sha string, edge int) *entry {
	data, err := t.read(entryName(sha, edge))
	if err != nil {
		return nil
	}
	e, err := parseEntry(data, sha, edge)
	if err != nil {
		return nil
	}
	return e
}

func (t *Thumbs) make(ctx context.Context, sha string, edge int) (*entry, error) {
	if e := t.kept(sha, edge); e != nil {
		return e, nil // somebody has made it a moment ago
	}
	if why, unseen := t.unseen.Load(sha); unseen {
		return nil, why.(*Error)
	}
	img, err := t.shrunk(ctx, sha, edge)
	if err != nil {
		return nil, err
	}
	e, err := newEntry(sha, edge, img)
	if err != nil {
		return nil, err
	}
	t.write(entryName(sha, edge), e.format())
	return e, nil
}

// shrunk makes a small picture: of the thumbnail that every picture has, or of the picture.
func (t *Thumbs) shrunk(ctx context.Context, sha string, edge int) (*image.RGBA, error) {
	if edge < Base {
		base, err := t.pixels(ctx, sha)
		if err != nil {
			return nil, err
		}
		return picture.Shrink(base, edge), nil
	}
	all, err := t.original(ctx, sha, edge)
	if err == nil {
		return all[0], nil
	}
	if ctx.Err() != nil {
		return nil, err
	}
	why := &Error{SHA: sha, Err: err}
	if errors.Is(err, fs.ErrNotExist) {
		why.Err = nil
	}
	t.unseen.Store(sha, why)
	return nil, why
}

// pixels are those of the thumbnail that every picture has.
func (t *Thumbs) pixels(ctx context.Context, sha string) (*image.RGBA, error) {
	base, err := t.entry(ctx, sha, Base)
	if err != nil {
		return nil, err
	}
	img, _, err := picture.Decode(bytes.NewReader(base.jpeg), 0)
	if err != nil {
		return nil, &Error{sha, err}
	}
	return picture.Shrink(img, Base), nil
}

// original shrinks the picture itself, to several edges. The error matches fs.ErrNotExist
// where it is nowhere.
func (t *Thumbs) original(ctx context.Context, sha string, edges ...int) ([]*image.RGBA, error) {
	failed := fs.ErrNotExist
	for from, want := range t.source(sha) {
		all, err := t.shrinkFrom(ctx, from, want, edges)
		if err == nil || ctx.Err() != nil {
			return all, err
		}
		failed = err
	}
	return nil, failed
}

// shrinkFrom shrinks a picture whose bytes are to have a SHA-256.
func (t *Thumbs) shrinkFrom(ctx context.Context, from io.ReadCloser, want string, edges []int) ([]*image.RGBA, error) {
	defer from.Close()
	data, err := readAll(io.LimitReader(from, maxOriginal+1), sizeOf(from))
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxOriginal:
		return nil, fmt.Errorf("it has more than %d MB", maxOriginal>>20)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != want {
		return nil, errors.New("what is there by its name is something else")
	}
	all, _, err := t.memory.ShrinkAll(ctx, bytes.NewReader(data), edges...)
	return all, err
}

// sizeOf is how long a file says that it is, which need not be so; 0 where it does not say.
func sizeOf(from io.Reader) int64 {
	file, known := from.(interface{ Stat() (fs.FileInfo, error) })
	if !known {
		return 0
	}
	info, err := file.Stat()
	if err != nil {
		return 0
	}
	return min(info.Size(), maxOriginal)
}

// readAll is io.ReadAll of what has about so many bytes, without copying what was read.
func readAll(r io.Reader, size int64) ([]byte, error) {
	var data bytes.Buffer
	data.Grow(int(size) + bytes.MinRead)
	_, err := data.ReadFrom(r)
	return data.Bytes(), err
}

func (t *Thumbs) isSpared() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.spared
}

func (t *Thumbs) read(name string) ([]byte, error) {
	err := fs.ErrNotExist
	if t.folder != nil {
		var data []byte
		if data, err = t.folder.Read(name); err == nil {
			return data, nil
		}
	}
	if t.isSpared() && t.spare() != nil {
		return t.spare().Read(name)
	}
	return nil, err
}

// write keeps what was made. Where it cannot be kept it is made again.
func (t *Thumbs) write(name string, data []byte) {
	if t.folder != nil && !t.isSpared() && t.folder.Write(name, data) == nil {
		return
	}
	t.mu.Lock()
	t.spared = true
	t.mu.Unlock()
	if spare := t.spare(); spare != nil {
		_ = spare.Write(name, data)
	}
}
