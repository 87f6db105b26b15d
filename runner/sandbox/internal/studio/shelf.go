package studio

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

// MaxFile bounds one uploaded or fetched file, in bytes.
const MaxFile = 64 << 20

var errTooLong = fmt.Errorf("the file is longer than %d MiB", MaxFile>>20)

// Shelf keeps the files that came from outside: on disk, since people upload
// photographs, in a folder that Close removes, one for each content.
// It is safe for concurrent use.
type Shelf struct {
	mu    sync.Mutex
	dir   string // made when the first file comes
	ended bool
	files map[string]*File
}

// File is one content. It never changes.
type File struct {
	Name   string // in the URL: begins with the digest, keeps the upload's extension
	digest string // SHA-256, hex
	path   string
	verify func() error // once
}

// NewShelf makes one that has no folder yet. The caller owes a Close.
func NewShelf() *Shelf { return &Shelf{files: map[string]*File{}} }

// Add copies a file onto the shelf, or finds the one that has the same content
// and extension. The filename only lends its extension.
func (s *Shelf) Add(r io.Reader, filename string) (*File, error) {
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
	n, err := io.Copy(io.MultiWriter(temporary, hash), io.LimitReader(r, MaxFile+1))
	if err = errors.Join(err, temporary.Close()); err != nil {
		return nil, err
	}
	if n > MaxFile {
		return nil, errTooLong
	}
	digest := hex.EncodeToString(hash.Sum(nil))
	path := filepath.Join(dir, digest)
	if err := os.Rename(temporary.Name(), path); err != nil {
		return nil, err
	}
	return s.shelve(&File{Name: digest[:24] + extension(filename), digest: digest, path: path}), nil
}

// shelve enters a file, or returns the one that has its name and so its content.
func (s *Shelf) shelve(f *File) *File {
	f.verify = sync.OnceValue(f.verifyNow)
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.files[f.Name]; known != nil {
		return known
	}
	s.files[f.Name] = f
	return f
}

// Find is the file of that name, or nil.
func (s *Shelf) Find(name string) *File {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[name]
}

// open makes the folder, once.
func (s *Shelf) open() (dir string, err error) {
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

// Close removes the folder. Nothing can be added any more.
func (s *Shelf) Close() error {
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

// Open opens the file for reading.
func (f *File) Open() (*os.File, error) { return os.Open(f.path) }

// Verify returns nil if the whole of the file is a picture. It is looked at once.
func (f *File) Verify() error { return f.verify() }

func (f *File) verifyNow() error {
	opened, err := f.Open()
	if err != nil {
		return err
	}
	defer opened.Close()
	_, err = picture.Verify(opened, 0)
	return err
}
