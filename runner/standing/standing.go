// Package standing is what is known of the home of a workspace, and of who works there, as
// plain data.
//
// Its promises: it reads and writes nothing but what it is told to read, and never waits
// for whoever works there; rights to read are enough.
//
// It is not for those who want to work there: see package home.
//
//	s, err := standing.Look(ctx, h)
//	if s.Holder != nil {
//		err = s.Watch(ctx, h, time.Minute)
//	}
package standing

import (
	"context"
	"time"

	"gesso/state/home"
)

// Standing is a workspace's home at one moment.
type Standing struct {
	Where     string
	ID        string // "": none was founded there
	FoundedBy string
	Founded   time.Time
	Segments  int64  // in its log
	Left      string // where the project has moved to; "": it is here
	Holder    *home.Holder
	Epoch     int64
	Snapshot  *home.Snapshot // the newest one that counts; nil: there is none
	Since     int            // how many segments are behind that, or in all

	Quiet   time.Duration // how long the log has not grown while it was watched
	Watched bool
	Alive   bool // it has grown while it was watched, or the epoch has ended
}

// Home is what is asked; a *home.Home answers.
type Home interface {
	String() string
	Identity(context.Context) (*home.Identity, error)
	Standing(context.Context) (home.Standing, error)
	Kept(context.Context) (*home.Snapshot, error)
}

// Look asks a home once. The errors are the home's; that none was founded there matches
// fs.ErrNotExist.
func Look(ctx context.Context, h Home) (*Standing, error) {
	id, err := h.Identity(ctx)
	if err != nil {
		return nil, err
	}
	now, err := h.Standing(ctx)
	if err != nil {
		return nil, err
	}
	s := &Standing{Where: h.String(), ID: id.ID, FoundedBy: id.By, Founded: id.Time}
	s.take(now)
	if s.Snapshot, err = h.Kept(ctx); err != nil {
		return nil, err
	}
	s.Since = int(now.At.N)
	if s.Snapshot != nil {
		s.Since = int(now.At.N - s.Snapshot.At.N)
	}
	return s, nil
}

func (s *Standing) take(now home.Standing) {
	s.Segments, s.Left, s.Holder, s.Epoch = now.At.N, now.Left, now.Holder, now.Epoch
}

// Watch looks again and again until the log grows, and at most for so long.
func (s *Standing) Watch(ctx context.Context, h Home, most time.Duration) error {
	s.Watched = true
	began := time.Now()
	again := time.NewTicker(max(most/60, 50*time.Millisecond))
	defer again.Stop()
	for s.Holder != nil {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
		was := s.Segments
		now, err := h.Standing(ctx)
		if err != nil {
			return err
		}
		s.take(now)
		s.Quiet = time.Since(began)
		if s.Segments != was {
			s.Alive = true
			return nil
		}
		if s.Quiet >= most {
			return nil
		}
	}
	return nil
}
