// Package sourcefile reads the local files that pictures are made from: the sources
// of edits, and pictures to import.
//
// Its promises:
//
//   - Only regular files of bounded size inside of a directory are opened, whatever
//     symbolic links say; a pipe is never waited for.
//   - A file that git lfs has not fetched stands for the picture that it points to.
//
// How pictures are decoded is runner/picture's.
//
//	digest, err := sourcefile.Read(config.Place("photos/cat.png"))
//	request.Source = digest.Source(state.Source{})
package sourcefile

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

	"gesso/runner/picture"
	"gesso/spec/filename"
	"gesso/spec/source"
	"gesso/state"
)

// maxSource bounds a local edit source, in bytes. The provider's documents differ: one
// says 25 MB, another 100.
const maxSource = 64 << 20

// Digest tells what is in a local edit source.
type Digest struct {
	Sum      string // SHA-256 of the file, in hexadecimal
	PointsTo string // of the picture that the file stands for, where it is a Git LFS pointer; else 0
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

// Read reads a local source.
func Read(dir, name string) (Digest, error) {
	file, err := Open(dir, name)
	if err != nil {
		return Digest{}, err
	}
	defer file.Close()
	head := make([]byte, maxPointer)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Digest{}, err
	}
	sum, err := sum(io.MultiReader(bytes.NewReader(head[:n]), file))
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

// sum is the SHA-256 of what is read, in hexadecimal.
func sum(r io.Reader) (string, error) {
	digest := sha256.New()
	if _, err := io.Copy(digest, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

var errIrregular = errors.New("it is not a regular file")

// Open opens a local edit source: a regular file of bounded size inside
// of the directory, whatever symbolic links say.
func Open(dir, name string) (*os.File, error) {
	root, err := os.OpenRoot(filename.Folder(dir))
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
		return nil, filename.Reached(dir, name, err)
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
