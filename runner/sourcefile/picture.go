package sourcefile

import (
	"context"
	"io"
	"time"

	"gesso/runner/picture"
	"gesso/state"
)

// ReadPicture tells what the picture in a file is. The error is Open's, a
// *picture.Error, or one of reading.
func ReadPicture(dir, name string) (state.Picture, error) {
	file, err := Open(dir, name)
	if err != nil {
		return state.Picture{}, err
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return state.Picture{}, err
	}
	info, err := picture.Verify(file, 0)
	if err != nil {
		return state.Picture{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return state.Picture{}, err
	}
	sum, err := sum(file)
	return state.Picture{
		Artifact: sum, Bytes: stat.Size(), Format: info.Format, Width: info.Width, Height: info.Height, Blank: info.Blank,
		Imported: true, Generated: stat.ModTime().UTC().Truncate(time.Second),
	}, err
}

// Verify decodes the picture in a file, and tells the file's size in bytes. The error is
// Open's, a *picture.Error, one of reading, or the context's.
func Verify(ctx context.Context, memory *picture.Memory, dir, name string) (size int64, err error) {
	file, err := Open(dir, name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	_, err = memory.Verify(ctx, file, 0)
	return info.Size(), err
}
