package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gesso/runner/plan"
	"gesso/spec/filename"
	"gesso/state"
	"gesso/state/disk"
)

// adopt puts into the store the pictures that only an output still has and
// that will go to another path or another image, as after a fresh clone: two images may trade
// their paths, and then each output is overwritten before it is read.
func (r *run) adopt() error {
	w := r.Workspace
	for _, c := range r.plan.Changes {
		if c.Action == plan.Reuse {
			if path := r.Supply.Output(c.Picture.Artifact); path != "" && !w.Store().Has(c.Picture.Artifact) {
				_, _ = w.Outputs().Keep(path) // else its change looks for another way, and says what is wrong
			}
			continue
		}
		if c.Action != plan.Place && c.Action != plan.Move || c.Before.Path == c.Path || w.Store().Has(c.Before.Artifact) || c.Before.Output != c.Before.Artifact && !sameFormat(c.Before.Path, c.Path) {
			continue
		}
		status, err := w.Outputs().Check(c.Before.Path, c.Before.Output)
		if err != nil || status != disk.Same {
			continue // restore asks the provider, and says what is wrong
		}
		if _, err := w.Outputs().Keep(c.Before.Path); err != nil {
			return err
		}
	}
	return nil
}

// removals takes away, or forgets, what is no longer declared. An output that an image of
// the configuration writes now is left alone.
func (r *run) removals(ctx context.Context) error {
	for _, c := range r.plan.Changes {
		if c.Action != plan.Remove && c.Action != plan.Forget || ctx.Err() != nil {
			continue
		}
		started := time.Now()
		err := r.remove(c)
		var broken *brokenError
		if errors.As(err, &broken) {
			return err
		}
		if err != nil {
			r.fail(c, err, started)
			continue
		}
		r.done(c, c.Action, false, started)
	}
	return nil
}

func (r *run) remove(c *plan.Change) error {
	if c.Action == plan.Forget {
		return r.record(state.Event{Kind: state.Forgotten, Address: c.Address})
	}
	if c.Before.Output != "" && !r.paths[filename.Fold(c.Before.Path)] {
		if err := r.removeOutput(c.Address, c.Before.Path, c.Before.Output, c.Before.Artifact); err != nil {
			return err
		}
	}
	if c.Before.Path != "" {
		_ = r.Workspace.Outputs().ClearAside(c.Before.Path) // a copy: what is left of it harms nobody
	}
	return r.record(state.Event{Kind: state.Removed, Address: c.Address})
}

// removeOutput takes away an image's output at a path that is its own no longer,
// if it is still what gesso wrote. Anything else there is somebody's and stays;
// at a path that is no output's, nothing is even looked at. The plan has told of
// both, but a file may have been changed since.
func (r *run) removeOutput(address, path, output, artifact string) error {
	w := r.Workspace
	status, err := w.Outputs().Remains(path, output, artifact)
	var forbidden *disk.ForbiddenError
	switch {
	case errors.As(err, &forbidden):
		r.tellStays(address, path, forbidden)
		return nil
	case err != nil && !errors.Is(err, disk.ErrDirectory):
		return err
	case status == disk.Missing:
		return nil
	case err != nil || status == disk.Differs:
		if !r.isOthers(path) {
			r.tellStays(address, path, errors.New("it was changed after gesso wrote it"))
		}
		return nil
	}
	// The last copy of the picture may be this one, as in a fresh clone.
	if _, err := r.spare(path, output, artifact); err != nil {
		return err
	}
	return w.Outputs().Remove(path)
}

// tellStays says that a file was left where an output was to be removed.
func (r *run) tellStays(address, path string, why error) {
	r.tell(Event{Kind: Warned, Address: address, Path: path, Err: fmt.Errorf("the file %s stays: %w", path, why)})
}

// collectStrays brings the pictures of calls that nothing declares any more
// into the store: they were paid for.
func (r *run) collectStrays(ctx context.Context) error {
	for _, s := range r.Evaluation.Strays() {
		if ctx.Err() != nil {
			return nil // account tells of it
		}
		r.strays++
		if s.InDoubt() {
			r.result.InDoubt = append(r.result.InDoubt, Outcome{s.Address, &DoubtError{Pending: s.Pending}})
			continue
		}
		if err := r.collectStray(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) collectStray(ctx context.Context, s *plan.Stray) error {
	c := &plan.Change{Address: s.Address, Action: plan.Resume, Call: &s.Pending, Home: s.Home}
	if s.Home != "" {
		ctx = r.lanes[s.Home].ctx
	}
	started := time.Now()
	err := r.judge(ctx, &unit{changes: []*plan.Change{c}}, r.resume(ctx, c, started), started)
	if !r.tally.isTold(c) {
		r.result.Uncollected = append(r.result.Uncollected, Outcome{s.Address, uncollected(s.Pending)})
	}
	return err
}
