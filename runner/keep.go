package runner

import (
	"context"
	"fmt"

	"gesso/runner/plan"
	"gesso/state"
)

// keep carries out that an output which somebody has changed is the picture from now on:
// its bytes go to the store, and then the record says so. The output itself stays as it
// is, but where the image has another path or other metadata now.
func (r *run) keep(ctx context.Context, c *plan.Change) error {
	kept, err := r.placer.Outputs.Keep(c.Before.Path)
	if err != nil {
		return fmt.Errorf("its output %s cannot be read: %w", c.Before.Path, err)
	}
	if kept != c.File {
		return fmt.Errorf("its output %s was changed once more since the plan was made: the next apply keeps it", c.Before.Path)
	}
	record := *c.Before
	if original := c.Before.Original(); original != nil && c.Picture.Adopted == nil {
		record = *original
	}
	record.Picture, record.Output, record.Former, record.Instead, record.Withdrawn = *c.Picture, kept, "", "", false
	record.Derived = c.Before.Derived
	if record.Artifact != c.Before.Artifact {
		record.Unwanted, record.Tainted = "", "" // that was said of another picture
	}
	if c.Known() && c.Picture.Key == c.Key && len(c.Holds) == 0 && !r.plan.RefreshOnly {
		request := c.Recordable()
		record.Request, record.Triggers, record.DependsOn = &request, c.Triggers(), c.Declared.Needs
	}
	record.Picture = r.adopted(record.Picture)
	if c.Declared.Undecided { // else the plan has judged it
		if why := r.evaluation.Unmet(c, &record.Picture); why != "" {
			return r.taint(ctx, c, c.Picture, why)
		}
	}
	write, err := r.rewriting(ctx, c, &record)
	if err != nil {
		return err
	}
	if err := r.log.Record(state.Event{Kind: state.Collected, Record: &record}); err != nil {
		return err
	}
	if err := write(); err != nil {
		return err
	}
	return r.finish(ctx, c, plan.Keep)
}

// rewriting returns what is to be written once the record of a kept output says what it
// says: the output, where it goes elsewhere, or the file beside it, which tells of another
// picture.
func (r *run) rewriting(ctx context.Context, c *plan.Change, record *state.Record) (write func() error, err error) {
	switch {
	case record.Path != c.Path || record.Metadata != c.Metadata:
		return func() error { return r.placer.Put(ctx, outputOf(c), record) }, nil
	case record.Metadata == state.Beside && record.Tainted == "":
		record.Sidecar, write, err = r.placer.Renew(record.Path, record)
		return write, err
	}
	return func() error { return nil }, nil
}

// adopted is a picture with the time at which it became an image's, where it was made by
// hand.
func (r *run) adopted(p state.Picture) state.Picture {
	if how := p.Adopted; how != nil && how.Time.IsZero() {
		now := *how
		now.Time = r.log.Time().UTC()
		p.Adopted = &now
	}
	return p
}
