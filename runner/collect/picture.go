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

// pictureOf is what its bytes tell of a picture. All that is recorded of one is put
// together here: by its bytes, and by its task.
func pictureOf(sha string, size int64, info picture.Info) state.Picture {
	return state.Picture{Artifact: sha, Bytes: size, Format: info.Format, Width: info.Width, Height: info.Height, Blank: info.Blank}
}

// told adds what its task tells of a picture.
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

// shareOf is what the provider says that each picture of a task cost.
func shareOf(task provider.Task) state.Charge {
	if len(task.Pictures) == 0 {
		return state.Charge{}
	}
	return state.Charge{Cost: task.Cost / float64(len(task.Pictures)), CostIn: task.CostIn}
}

// verify looks at a picture that was written and not yet stored.
func (c *Collector) verify(ctx context.Context, in *disk.Incoming) (state.Picture, error) {
	file, err := in.Open()
	if err != nil {
		return state.Picture{}, err
	}
	defer file.Close()
	info, err := c.Memory.Verify(ctx, file, 0)
	return pictureOf(in.Sum(), in.Size(), info), err
}

// inspect tells what an object of the store is, if it is whole.
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

// Import puts a file of a user's into the store, if it is still the one with a hash: the
// plan has looked at it.
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

// Adopt puts at most limit bytes of a file of a user's into the store, if they are a
// picture.
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

// NoPictureError is a file whose bytes are not those of a whole picture.
type NoPictureError struct{ Err error }

func (e *NoPictureError) Error() string { return e.Err.Error() }

func (e *NoPictureError) Unwrap() error { return e.Err }
