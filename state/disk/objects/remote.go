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

// Remote is where the objects of a store are beside its folder, which is then a cache of
// it: the home of a workspace. It is safe for concurrent use.
type Remote interface {
	// Has reports whether an object is there, as far as is recorded. It asks nobody.
	Has(sha string) bool

	// Needed reports whether an object is there, and is sure to stay there. It asks nobody.
	Needed(sha string) bool

	// Fetch writes an object to a draft, as often as it takes. The error matches
	// fs.ErrNotExist where there is none. Whether the bytes are the name's is for the
	// caller to see.
	Fetch(ctx context.Context, sha string, to *Incoming) error

	// Keep puts an object there, unless it is. The bytes are the name's.
	Keep(ctx context.Context, sha string, body io.ReadSeeker, size int64) error

	// String is what it is called in messages.
	String() string
}

// RemoteError is an object that a remote has, or is to have, and that could not be
// brought from there or there. It says nothing of whether it is there.
type RemoteError struct {
	SHA   string
	Where string
	Err   error
	Gone  bool // so were several others before, and none was brought or put since
}

func (e *RemoteError) Error() string {
	return fmt.Sprintf("the picture %s cannot be brought from or to %s: %v", e.SHA, e.Where, e.Err)
}

func (e *RemoteError) Unwrap() error { return e.Err }

// CacheError is an object of a remote that cannot be written here.
type CacheError struct {
	SHA string
	Err error
}

func (e *CacheError) Error() string {
	return fmt.Sprintf("the picture %s cannot be kept here: %v", e.SHA, e.Err)
}

func (e *CacheError) Unwrap() error { return e.Err }

// Beyond has the store be a cache of a remote: it has what that has, and brings it here
// when it is opened, as long as the context lasts. It is called before anything else.
func (s *Store) Beyond(ctx context.Context, r Remote) { s.remote, s.lasting = r, ctx }

// Remote is what the store is a cache of; nil: of nothing.
func (s *Store) Remote() Remote { return s.remote }

// Vouch is Verify without bringing anything here: what a remote has was whole when it was
// put there, and does for whoever only wants to know that a picture is not lost.
func (s *Store) Vouch(sha string) error {
	if s.remote != nil && s.wrong == nil && s.remote.Has(sha) {
		return nil
	}
	return s.Verify(sha)
}

// Fetch brings an object here that only the remote has. Several who ask at once wait for
// one transfer. The errors are those of Verify, and a *RemoteError.
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
		if s.Here(sha) { // by whoever was before us
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

// bring writes an object of the remote to the folder. Nothing has its name there that is
// not it.
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

// usedAgain is how exactly it is known when an object was used.
const usedAgain = time.Hour

// used notes that an object was, for whoever makes room: as the time of its file.
func (s *Store) used(sha string, f *os.File) {
	now := time.Now()
	if info, err := f.Stat(); err == nil && now.Sub(info.ModTime()) > usedAgain {
		_ = s.root.Chtimes(path.Join(s.base, sha[:2], sha), now, now) // a guess is enough
	}
}

// Ensure puts an object of the folder to the remote, where it is not sure to be: from
// then on a record may speak of it. What is nowhere here is passed over: then it was
// recorded before, or there is nothing to lose.
func (s *Store) Ensure(ctx context.Context, sha string) error {
	if s.remote == nil || s.remote.Needed(sha) {
		return nil
	}
	return s.Put(ctx, sha)
}

// Put is Ensure of an object that may be there, which the remote is asked for.
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
		err = s.Compare(sha, actual) // a wrong one would be there for good
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
