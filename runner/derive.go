package runner

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"

	"gesso/runner/derive"
	"gesso/runner/place"
	"gesso/runner/plan"
	"gesso/spec/filename"
	"gesso/state"
)

// finish ends a change whose picture is where it belongs: the files that are made from it
// are made, and those that are no longer wanted go. The action is what the change turned
// out to be.
func (r *run) finish(ctx context.Context, c *plan.Change, action plan.Action) error {
	if err := r.derive(ctx, c); err != nil {
		return err
	}
	r.books.done(c, action)
	return nil
}

// derive does what a change intends for the files of its picture. What was made is
// recorded, also where others could not be.
func (r *run) derive(ctx context.Context, c *plan.Change) error {
	record := r.journal.Get(c.Address)
	if !record.HasPicture() || record.Tainted != "" {
		return nil
	}
	return r.deriveFrom(ctx, c, record)
}

// deriveFrom is derive with the picture of a record, which may be one that stands in for
// the change's own; nil: nothing is to be made.
func (r *run) deriveFrom(ctx context.Context, c *plan.Change, of *state.Record) error {
	if len(c.Derived) == 0 {
		return nil
	}
	files := r.derivedOf(c)
	was := state.SortDerived(slices.Collect(maps.Values(files.now)))
	err := files.drop()
	if of != nil {
		err = errors.Join(err, files.make(ctx, of))
	}
	list := state.SortDerived(slices.Collect(maps.Values(files.now)))
	if slices.Equal(list, was) {
		return err
	}
	if broken := r.log.Record(state.Event{Kind: state.Derived, Address: c.Address, Files: list}); broken != nil {
		return broken
	}
	return err
}

// derived are the files of one picture while they are made.
type derived struct {
	*run
	change *plan.Change
	mu     sync.Mutex
	now    map[string]state.Derivative // what there is, by path
}

// derivedOf are the files of a change's picture as they are recorded.
func (r *run) derivedOf(c *plan.Change) *derived {
	files := &derived{run: r, change: c, now: map[string]state.Derivative{}}
	if record := r.journal.Get(c.Address); record != nil {
		for _, d := range record.Derived {
			files.now[d.Path] = d
		}
	}
	return files
}

// drop takes away what nothing declares any more. It comes first: a file of another
// spelling may be the same one.
func (f *derived) drop() error {
	var errs []error
	for _, d := range f.change.Derived {
		if d.File != nil {
			continue
		}
		if d.Act == plan.Drop {
			if err := f.dropOne(f.now[d.Path]); err != nil {
				errs = append(errs, err)
				continue
			}
		}
		delete(f.now, d.Path)
	}
	return errors.Join(errs...)
}

func (f *derived) dropOne(d state.Derivative) error {
	if d.Path == "" {
		return nil // nothing is recorded of it by now
	}
	for _, wanted := range f.change.Declared.Derives {
		if wanted.Path != d.Path && filename.Fold(wanted.Path) == filename.Fold(d.Path) {
			return f.placer.RenameDerived(f.change.Address, d)
		}
	}
	return f.dropOwn(f.change, d)
}

// dropOwn takes away a file that was made from a change's picture, also where the change's
// image declares it: there is no picture for it now.
func (r *run) dropOwn(c *plan.Change, d state.Derivative) error {
	if c.Derives(d.Path) {
		return r.placer.RenameDerived(c.Address, d)
	}
	return r.placer.DropDerived(c.Address, d)
}

// make makes the files that are not there as they should be.
func (f *derived) make(ctx context.Context, record *state.Record) error {
	var files []plan.File
	var errs []error
	for _, d := range f.change.Derived {
		if d.File == nil {
			continue
		}
		was := f.now[d.Path]
		same := derive.IsOf(was, *d.File, &record.Picture)
		switch done, err := f.byHand(d.Act, was, same); {
		case err != nil:
			errs = append(errs, err)
		case !done && (!same || d.Act == plan.Overwrite || !f.placer.Lies(d.Path, was.Output)):
			files = append(files, *d.File)
		}
	}
	return errors.Join(append(errs, f.render(ctx, record, files))...)
}

// byHand does what is to be done about a file that is the work of a hand, and reports
// whether that was all: it stays, or comes back from the store. One of another picture than
// the hand had before it is made anew.
func (f *derived) byHand(act plan.Act, was state.Derivative, same bool) (done bool, err error) {
	switch {
	case !same:
		return false, nil
	case act == plan.Stay:
		was.Output, err = f.placer.KeepDerived(was.Path)
		was.Kept = true
		if err == nil {
			f.now[was.Path] = was
		}
		return true, err
	case act == plan.Mend:
		return f.placer.ReturnDerived(f.change.Address, was)
	}
	return false, nil
}

// render makes files from the picture of a record.
func (f *derived) render(ctx context.Context, record *state.Record, files []plan.File) error {
	if len(files) == 0 {
		return nil
	}
	identity := record.Identity()
	had, err := f.have(ctx, f.change, record.Picture)
	if err != nil {
		return err
	}
	artifact, err := f.collector.Store.Open(had.Artifact)
	if err != nil {
		return err
	}
	defer artifact.Close()
	return derive.Render(context.WithoutCancel(ctx), f.memory, artifact, files, func(file plan.File, write func(io.Writer) error) error {
		f.mu.Lock()
		was := f.now[file.Path]
		f.mu.Unlock()
		to := place.Derived{Address: f.change.Address, Path: file.Path, Was: was, Made: derive.Made(file, identity), ByHand: f.hands.Of(f.change.Address, file, &record.Picture)}
		sha, err := f.placer.PutDerived(to, write)
		if err != nil {
			return err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		if was.Kept && derive.IsOf(was, file, &record.Picture) && !f.overwrites(file.Path) {
			return nil // another machine has the work of a hand, and this one does without
		}
		f.now[file.Path] = state.Derivative{Path: file.Path, Made: to.Made, Output: sha}
		return nil
	})
}

// overwrites reports whether the plan says that what lies at a path is replaced.
func (f *derived) overwrites(path string) bool {
	return slices.ContainsFunc(f.change.Derived, func(d plan.Derivation) bool { return d.Path == path && d.Act == plan.Overwrite })
}
