package runner

import (
	"context"

	"gesso/runner/plan"
	"gesso/state"
)

// takeOver carries out an import. Whatever it was killed after, the next run goes
// on: until the record is written the block stands, and then it is done.
func (r *run) takeOver(ctx context.Context, c *plan.Change) error {
	if _, err := r.evaluation.Learn(c); err != nil {
		return err
	}
	found, err := r.importedPicture(ctx, c)
	if err != nil {
		return err
	}
	found.Key = c.Key
	r.compareSize(c, c.Request.Size, found)
	found = r.adopted(found)
	record := newRecord(c, found, c.Recordable())
	record.Tainted = r.evaluation.Unmet(c, &found)
	return r.deliver(ctx, c, state.Event{Kind: state.Collected, Record: record}, plan.Import)
}

// importedPicture brings the picture of an import into the store.
func (r *run) importedPicture(ctx context.Context, c *plan.Change) (state.Picture, error) {
	if i := c.Declared.Import; i.File != "" {
		return *c.Picture, r.collector.Import(i.File, c.Picture.Artifact)
	}
	return r.collector.Task(ctx, r.lanes[c.Worker()].collect, c.Declared.Import.Task)
}
