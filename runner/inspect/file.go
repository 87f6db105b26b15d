package inspect

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gesso/spec/filename"
)

// maxSidecar bounds what is read of the file beside a picture, in bytes.
const maxSidecar = 1 << 20

// File tells what is known of a file, whose name may be relative to dir, and of the one
// beside it. The error is a *picture.Error for what is no picture, or one of opening the
// file or reading it.
func (l *Shelves) File(ctx context.Context, dir, name string) (*Finding, error) {
	at := name
	if !filepath.IsAbs(at) {
		at = filepath.Join(dir, at)
	}
	file, err := open(at)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, filename.Pathless(err))
	}
	defer file.Close()
	found, err := l.look(ctx, name, file)
	if err != nil {
		return nil, err
	}
	if beside, err := open(filename.Sidecar(at)); err == nil {
		defer beside.Close()
		if packet, err := io.ReadAll(io.LimitReader(beside, maxSidecar)); err == nil {
			found.readSidecar(packet)
		}
	}
	return found, nil
}

// open opens a regular file, and waits for no pipe.
func open(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("it is no file, but %s", kindOf(info))
	}
	return os.Open(name)
}

func kindOf(info os.FileInfo) string {
	if info.IsDir() {
		return "a folder"
	}
	return "a pipe or a device"
}
