package runner

import (
	"context"
	"errors"

	"gesso/runner/log"
	"gesso/runner/plan"
	"gesso/state"
)

// recordReviews records what people have decided, before an output is touched because of
// it: whatever ends the run, the next one knows.
func (r *run) recordReviews(context.Context) error {
	for _, c := range r.plan.Changes {
		if c.Review == nil {
			continue
		}
		v := *c.Review
		if v.At.IsZero() {
			v.At = r.log.Time().UTC()
		}
		if err := r.log.Record(state.Event{Kind: state.Reviewed, Address: c.Address, Review: &v}); err != nil {
			return err
		}
	}
	return nil
}

// withdraw takes rejected pictures from their outputs, before anything is bought in their
// place: whoever looks shall not find them there. What cannot be done is said, and the next
// plan has it again.
func (r *run) withdraw(ctx context.Context) error {
	for _, c := range r.plan.Changes {
		if c.Instead == nil || ctx.Err() != nil {
			continue
		}
		err := r.putInstead(ctx, c)
		if broken := new(log.BrokenError); errors.As(err, &broken) {
			return err
		}
		if err != nil {
			r.log.Warn(c.Address, err)
		}
		c.Before = r.journal.Get(c.Address) // all that comes later finds that at the output
	}
	return nil
}

// putInstead places the picture that a change has in place of the rejected one, with the
// files that are made from it, or takes all of that away.
func (r *run) putInstead(ctx context.Context, c *plan.Change) error {
	o, instead := outputOf(c), c.Instead.Record
	o.Instead = true
	var err error
	if instead == nil {
		err = r.placer.Withdraw(o)
	} else {
		record, was := *instead, c.Before
		record.Path, record.Output, record.Former, record.Metadata, record.Sidecar = was.Path, was.Output, was.Former, was.Metadata, was.Sidecar
		err = r.placer.Put(ctx, o, &record)
	}
	if err != nil {
		return err
	}
	if c.Action == plan.Reject {
		return r.deriveFrom(ctx, c, instead)
	}
	return r.dropDerived(c)
}

// dropDerived takes away the files that were made from a rejected picture that another one
// is to replace: they are made anew with that.
func (r *run) dropDerived(c *plan.Change) error {
	files := r.derivedOf(c)
	if len(files.now) == 0 {
		return nil
	}
	var errs []error
	for _, d := range files.now {
		errs = append(errs, r.dropOwn(c, d))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return r.log.Record(state.Event{Kind: state.Derived, Address: c.Address})
}
