package walk

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Walk carries out units. Its methods are safe for concurrent use, but Lane comes before
// Run, which is called once.
type Walk struct {
	places chan struct{} // one for each unit at work; nil without a bound
	lanes  []*Lane

	mu   sync.Mutex // guards the states of all units, and what follows
	left int        // counted units that are not over
}

// New returns a walk that works on so many units at once, in all of its lanes; 0 is as
// many as these have slots for.
func New(parallelism int) *Walk {
	w := &Walk{}
	if parallelism > 0 {
		w.places = make(chan struct{}, parallelism)
	}
	return w
}

// Run gives out the units, each to its lane after all that it needs, and returns when
// all are over. A unit whose work returns without having come to an end is Done. The
// error is the first that the work of one returned; it ends nothing by itself.
//
// After ctx a unit waits for no slot: its work is begun to find that out.
func (w *Walk) Run(ctx context.Context, units []*Unit) error {
	link(units)
	w.begin(units)
	group := &errgroup.Group{}
	for _, l := range w.lanes {
		group.Go(func() error {
			return l.work(ctx, func(u *Unit) error {
				defer w.end(u)
				return u.Do()
			})
		})
	}
	return group.Wait()
}

// begin counts the units that are to be walked, and makes those ready that need nothing.
func (w *Walk) begin(units []*Unit) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var walked []*Unit
	for _, u := range units {
		if !u.state.ended() {
			u.counted = true
			walked = append(walked, u)
		}
	}
	w.left = len(walked)
	for _, l := range w.lanes {
		l.ready = make(chan *Unit, len(walked)) // so that nobody waits in set
	}
	for _, u := range walked {
		if u.waits == 0 {
			w.set(u, Ready)
		}
	}
	if w.left == 0 {
		w.close()
	}
}

// end leaves a unit's slot when its work is over.
func (w *Walk) end(u *Unit) {
	u.slot.Leave()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !u.state.ended() {
		w.set(u, Done)
	}
}

// Start takes a slot of the walk for a unit that is Ready, and makes it Running. It
// reports whether the context left time for that.
func (w *Walk) Start(ctx context.Context, u *Unit) bool {
	if !u.slot.acquire(ctx, w.places) {
		return false
	}
	w.Set(u, Running)
	return true
}

// Set makes a unit come to a state. It is the one place where states change: what gets
// ready is queued in its lane, and an end releases, or blocks, the units that need its
// images. A state that does not come after the unit's is a programming mistake.
func (w *Walk) Set(u *Unit, s State) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.set(u, s)
}

// set is Set for a caller that holds the lock.
func (w *Walk) set(u *Unit, s State) {
	if !slices.Contains(traits[s].from, u.state) {
		panic(fmt.Sprintf("walk: %s is %s, and cannot be %s", u.Images[0], u.state, s))
	}
	u.state = s
	if s.Became() != "" {
		u.block()
	}
	switch {
	case s == Ready:
		u.Lane.ready <- u
	case s.ended() && u.counted:
		w.release(u)
	}
}

// release lets those go on that waited for a unit which is over.
func (w *Walk) release(u *Unit) {
	for _, d := range u.dependents {
		if d.waits--; d.waits == 0 {
			w.set(d, Ready)
		}
	}
	if w.left--; w.left == 0 {
		w.close()
	}
}

// close tells all lanes that nothing more comes.
func (w *Walk) close() {
	for _, l := range w.lanes {
		close(l.ready)
	}
}

// Part splits a unit: the images given come to another end than the rest, which the
// unit keeps. The part is in the unit's state, and what needs the unit waits for the
// rest alone. The part of all that is left of a unit is the unit itself.
func (w *Walk) Part(u *Unit, images ...string) *Unit {
	w.mu.Lock()
	defer w.mu.Unlock()
	among := func(image string) bool { return slices.Contains(images, image) }
	rest := slices.DeleteFunc(slices.Clone(u.Images), among)
	if len(rest) == 0 {
		return u
	}
	u.Images = rest
	return &Unit{Images: images, Needs: u.Needs, Lane: u.Lane, state: u.state, dependents: u.dependents}
}

// Blocked is why a unit cannot be done, or nil.
func (w *Walk) Blocked(u *Unit) *Need {
	w.mu.Lock()
	defer w.mu.Unlock()
	return u.blocked
}
