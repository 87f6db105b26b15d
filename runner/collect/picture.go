package collect

import (
	"context"
	"fmt"
	"io"
	"time"

	"gesso/runner/log"
	"gesso/runner/picture"
	"gesso/runner/provider"
	"gesso/state"
	"gesso/state/disk"
)

// pictureOf returns what the bytes tell about a picture. What the task tells is added by
// told.
func pictureOf(sha string, size int64, info picture.Info) state.Picture {
	return state.Picture{Artifact: sha, Bytes: size, Format: info.Format, Width: info.Width, Height: info.Height, Blank: info.Blank}
}

// told adds what a task tells about its picture.
func told(p state.Picture, from *Desk, task provider.Task, index int, now time.Time) state.Picture {
	p.Task, p.TraceID, p.Provider = task.ID, task.TraceID, from.Name
	p.Charge = shareOf(task)
	p.Seed = task.Pictures[index].Seed
	if task.ID != "" {
		p.Position = index + 1
	}
	p.Generated = task.Finished
	if p.Generated.IsZero() {
		p.Generated = now
	}
	p.Generated = p.Generated.UTC().Truncate(time.Second)
	return p
}

// shareOf returns the provider's charge for each picture of a task.
func shareOf(task provider.Task) state.Charge {
	if len(task.Pictures) == 0 {
		return state.Charge{}
	}
	return state.Charge{Cost: task.Cost / float64(len(task.Pictures)), CostIn: task.CostIn}
}

// verify decodes a picture that was written and is not yet stored.
func (c *Collector) verify(ctx context.Context, in *disk.Incoming) (state.Picture, error) {
	file, err := in.Open()
	if err != nil {
		return state.Picture{}, err
	}
	defer file.Close()
	info, err := c.Memory.Verify(ctx, file, 0)
	return pictureOf(in.Sum(), in.Size(), info), err
}

// inspect describes an object of the store, if it is whole.
func (c *Collector) inspect(sha string) (state.Picture, error) {
	if err := c.Store.Verify(sha); err != nil {
		return state.Picture{}, err
	}
	file, err := c.Store.Open(sha)
	if err != nil {
		return state.Picture{}, err
	}
	defer file.Close()
	info, err := picture.Verify(file, 0)
	return pictureOf(sha, file.Size(), info), err
}

// Import stores a user's file if its hash is still the one that the plan saw.
func (c *Collector) Import(name, planned string) error {
	file, err := c.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	in, err := c.Store.Create()
	if err != nil {
		return &log.BrokenError{Err: err}
	}
	defer in.Abort()
	if _, err := io.Copy(in, file); err != nil {
		return err
	}
	sha, _, err := in.Commit()
	switch {
	case err != nil:
		return &log.BrokenError{Err: err}
	case sha != planned:
		return fmt.Errorf("the file %s has changed since the plan was made", name)
	}
	return nil
}

// Adopt stores a user's file of at most limit bytes, if it is a picture.
func (c *Collector) Adopt(ctx context.Context, file io.Reader, limit int64) (state.Picture, error) {
	in, err := c.Store.Create()
	if err != nil {
		return state.Picture{}, &log.BrokenError{Err: err}
	}
	defer in.Abort()
	if _, err := io.Copy(in, io.LimitReader(file, limit)); err != nil {
		return state.Picture{}, err
	}
	p, err := c.verify(ctx, in)
	if err != nil {
		return state.Picture{}, &NoPictureError{err}
	}
	if _, _, err := in.Commit(); err != nil {
		return state.Picture{}, &log.BrokenError{Err: err}
	}
	return p, nil
}

// NoPictureError says that a file is not a whole picture.
type NoPictureError struct{ Err error }

func (e *NoPictureError) Error() string { return e.Err.Error() }

func (e *NoPictureError) Unwrap() error { return e.Err }
