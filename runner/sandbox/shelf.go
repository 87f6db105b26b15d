package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"gesso/runner/picture"
)

// maxFile bounds one uploaded or fetched file.
const maxFile = 64 << 20

var errTooLong = fmt.Errorf("the file is longer than %d MiB", maxFile>>20)

// shelf keeps the files that came from outside: on disk, since people upload
// photographs, in a folder that Close removes, one for each content.
type shelf struct {
	mu    sync.Mutex
	dir   string // made when the first file comes
	ended bool
	files map[string]*file
}

// file is one content. It never changes.
type file struct {
	name   string // in the URL: begins with the digest, keeps the upload's extension
	digest string // SHA-256, hex
	path   string
	verify func() error // nil error: the whole of it is a picture; checked once
}

func newShelf() *shelf { return &shelf{files: map[string]*file{}} }

// add copies a file onto the shelf. The filename only lends its extension.
func (s *shelf) add(r io.Reader, filename string) (*file, error) {
	dir, err := s.open()
	if err != nil {
		return nil, err
	}
	temporary, err := os.CreateTemp(dir, "incoming-")
	if err != nil {
		return nil, err
	}
	defer os.Remove(temporary.Name()) // gone already where it was renamed
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(temporary, hash), io.LimitReader(r, maxFile+1))
	if err = errors.Join(err, temporary.Close()); err != nil {
		return nil, err
	}
	if n > maxFile {
		return nil, errTooLong
	}
	digest := hex.EncodeToString(hash.Sum(nil))
	path := filepath.Join(dir, digest)
	if err := os.Rename(temporary.Name(), path); err != nil {
		return nil, err
	}
	return s.keep(&file{name: digest[:24] + extension(filename), digest: digest, path: path}), nil
}

// keep enters a file, or returns the one that has its name and so its content.
func (s *shelf) keep(f *file) *file {
	f.verify = sync.OnceValue(f.verifyNow)
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.files[f.name]; known != nil {
		return known
	}
	s.files[f.name] = f
	return f
}

func (s *shelf) find(name string) *file {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[name]
}

// open makes the folder, once.
func (s *shelf) open() (dir string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return "", errors.New("the sandbox is closed")
	}
	if s.dir == "" {
		s.dir, err = os.MkdirTemp("", "gesso-sandbox-")
	}
	return s.dir, err
}

func (s *shelf) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.dir == "" {
		return nil
	}
	return os.RemoveAll(s.dir)
}

// extension keeps a plain extension of at most four letters: the rest of an
// uploader's filename is nobody's business.
func extension(filename string) string {
	ext := strings.ToLower(filepath.Ext(filename))
	if len(ext) < 2 || len(ext) > 5 || strings.Trim(ext[1:], "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return ext
}

func (f *file) verifyNow() error {
	opened, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer opened.Close()
	_, err = picture.Verify(opened, 0)
	return err
}
