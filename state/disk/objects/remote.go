package objects

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"
)

// Remote is where a store's objects are in addition to its folder, which is then a cache:
// the home of a workspace. It is safe for concurrent use.
type Remote interface {
	// Has reports whether the remote has an object, as far as is recorded, without a
	// request.
	Has(sha string) bool

	// Needed reports whether the remote has an object and will keep it, without a request.
	Needed(sha string) bool

	// Fetch writes an object to a draft, with retries. The error matches fs.ErrNotExist if
	// there is none. The caller must check that the bytes match the name.
	Fetch(ctx context.Context, sha string, to *Incoming) error

	// Keep puts an object there unless it exists. The bytes must match the name.
	Keep(ctx context.Context, sha string, body io.ReadSeeker, size int64) error

	// String returns its name for messages.
	String() string
}

// RemoteError says that an object could not be transferred from or to a remote. It says
// nothing about whether the object exists there.
type RemoteError struct {
	SHA   string
	Where string
	Err   error
	Gone  bool // several transfers before failed too, and none has succeeded since
}

func (e *RemoteError) Error() string {
	return fmt.Sprintf("the picture %s cannot be brought from or to %s: %v", e.SHA, e.Where, e.Err)
}

func (e *RemoteError) Unwrap() error { return e.Err }

// CacheError says that an object of a remote cannot be written here.
type CacheError struct {
	SHA string
	Err error
}

func (e *CacheError) Error() string {
	return fmt.Sprintf("the picture %s cannot be kept here: %v", e.SHA, e.Err)
}

func (e *CacheError) Unwrap() error { return e.Err }

// Beyond makes the store a cache of a remote: it has the remote's objects, and fetches them
// when they are opened, while the context lasts. It must be called before anything else.
func (s *Store) Beyond(ctx context.Context, r Remote) { s.remote, s.lasting = r, ctx }

// Remote returns the remote that the store is a cache of, or nil.
func (s *Store) Remote() Remote { return s.remote }

// Vouch is Verify without fetching. A remote's object was whole when it was put there,
// which is enough to know that a picture is not lost.
func (s *Store) Vouch(sha string) error {
	if s.remote != nil && s.wrong == nil && s.remote.Has(sha) {
		return nil
	}
	return s.Verify(sha)
}

// Fetch fetches an object that only the remote has. Concurrent callers share one transfer.
// The errors are those of Verify, and a *RemoteError.
func (s *Store) Fetch(sha string) error {
	if s.Here(sha) {
		return nil
	}
	f, err := s.File(sha)
	if err == nil {
		_ = f.Close()
	}
	return err
}

func (s *Store) fetch(sha string) error {
	_, err, _ := s.fetching.Do(sha, func() (any, error) {
		if s.Here(sha) { // another caller has fetched it
			return nil, nil
		}
		return nil, s.bring(sha)
	})
	return err
}

// mend replaces a damaged object by the remote's.
func (s *Store) mend(sha string) error {
	_, err, _ := s.fetching.Do("damaged "+sha, func() (any, error) { return nil, s.bring(sha) })
	return err
}

// bring writes an object of the remote to the folder, after checking it.
func (s *Store) bring(sha string) error {
	in, err := s.Create()
	if err != nil {
		return &CacheError{sha, err}
	}
	defer in.Abort()
	switch err := s.remote.Fetch(s.lasting, sha, in); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the picture %s is not at %s, though it is recorded: %w", sha, s.remote, err)
	case err != nil:
		return err
	}
	if actual := in.Sum(); actual != sha {
		return &CorruptError{File: s.remote.String() + "/objects/" + sha[:2] + "/" + sha, Want: sha, Actual: actual}
	}
	if _, _, err := in.Commit(); err != nil {
		return &CacheError{sha, err}
	}
	return nil
}

// usedAgain is the precision of the time at which an object was last used.
const usedAgain = time.Hour

// used records, as the time of its file, that an object was used, for Trim.
func (s *Store) used(sha string, f *os.File) {
	now := time.Now()
	if info, err := f.Stat(); err == nil && now.Sub(info.ModTime()) > usedAgain {
		_ = s.root.Chtimes(path.Join(s.base, sha[:2], sha), now, now) // a guess is enough
	}
}

// Ensure puts an object of the folder to the remote unless it is sure to be there; after
// that a record may name it. An object that is nowhere here is skipped: it was recorded
// before, or there is nothing to lose.
func (s *Store) Ensure(ctx context.Context, sha string) error {
	if s.remote == nil || s.remote.Needed(sha) {
		return nil
	}
	return s.Put(ctx, sha)
}

// Put is Ensure for an object that may be there: it asks the remote.
func (s *Store) Put(ctx context.Context, sha string) error {
	_, err, _ := s.fetching.Do("put "+sha, func() (any, error) { return nil, s.put(ctx, sha) })
	return err
}

func (s *Store) put(ctx context.Context, sha string) error {
	f, err := s.file(sha)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	actual, err := Sum(f)
	if err == nil {
		err = s.Compare(sha, actual) // wrong bytes would stay there for good
	}
	if err != nil {
		return fmt.Errorf("putting an object to %s: %w", s.remote, err)
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("putting an object to %s: %w", s.remote, err)
	}
	return s.remote.Keep(ctx, sha, f, size)
}
