package publish

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// TooLargeError says that a page is larger than allowed.
type TooLargeError struct{ Max int64 }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the page has more than %d bytes", e.Max)
}

// File writes a page of at most so many bytes, completely or not at all, and returns its
// size. The error may be an *Error, a *TooLargeError or that of write.
func File(p Place, most int64, write func(io.Writer) error) (int64, error) {
	folder, err := p.fileFolder()
	if err != nil {
		return 0, p.wrap(err)
	}
	defer folder.Close()
	sweep(folder, time.Now())
	size, err := p.file(folder, most, write)
	return size, p.wrap(err)
}

// Remove removes a file that File wrote, and reports whether there was one. A file that is
// not a page stays.
func Remove(p Place) (bool, error) {
	folder, err := p.fileFolder()
	if errors.As(err, new(*Error)) {
		return false, nil
	}
	if err != nil {
		return false, p.wrap(err)
	}
	defer folder.Close()
	base := filepath.Base(p.Name)
	if info, err := folder.Lstat(base); err != nil || info.Size() == 0 {
		return false, nil
	}
	err = folder.Remove(base)
	return err == nil, p.wrap(err)
}

func (p Place) file(folder *os.Root, most int64, write func(io.Writer) error) (_ int64, err error) {
	draft := draftPrefix + rand.Text()
	file, err := folder.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			_ = folder.Remove(draft)
		}
	}()
	limited := &Limited{W: file, Most: most}
	err = write(limited)
	if err = errors.Join(err, file.Close()); err != nil {
		return 0, err
	}
	base := filepath.Base(p.Name)
	if err := p.replaceable(folder, base); err != nil { // a file may have appeared since the first check
		return 0, err
	}
	return limited.Size, folder.Rename(draft, base)
}

// Limited counts what is written, and fails with a *TooLargeError above Most.
type Limited struct {
	W    io.Writer
	Most int64
	Size int64
}

// Write implements io.Writer.
func (l *Limited) Write(data []byte) (int, error) {
	if l.Size+int64(len(data)) > l.Most {
		return 0, &TooLargeError{l.Most}
	}
	n, err := l.W.Write(data)
	l.Size += int64(n)
	return n, err
}
