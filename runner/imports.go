package runner

import (
	"context"
	"fmt"
	"io"
	"time"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/sourcefile"
	"gesso/runner/traffic"
	"gesso/state"
)

// takeOver carries out an import. Whatever it was killed after, the next run goes
// on: until the record is written the block stands, and then it is done.
func (r *run) takeOver(ctx context.Context, l *lane, c *plan.Change, started time.Time) error {
	if _, err := r.Evaluation.Learn(c); err != nil {
		return err
	}
	found, err := r.importedPicture(ctx, l, c)
	if err != nil {
		return err
	}
	found.Key = c.Key
	r.compareSize(c, c.Request.Size, found)
	record := r.newRecord(c, found, c.Recordable())
	record.Tainted = r.Evaluation.Unmet(c, &found)
	return r.take(c, record, plan.Import, started)
}

// importedPicture brings the picture of an import into the store.
func (r *run) importedPicture(ctx context.Context, l *lane, c *plan.Change) (state.Picture, error) {
	if i := c.Declared.Import; i.File != "" {
		return *c.Picture, r.importFile(i.File, c.Picture.Artifact)
	}
	id := c.Declared.Import.Task
	tasks, err := l.Provider.Poll(ctx, []string{id})
	switch {
	case err != nil:
		return state.Picture{}, err
	case len(tasks) == 0:
		return state.Picture{}, fmt.Errorf("the provider does not know task %s; a file to import has a slash or the extension of a picture in its path", id)
	}
	task := tasks[0]
	if task.State == provider.Running {
		if task, err = l.poller.Wait(ctx, traffic.Job{ID: id}); err != nil {
			return state.Picture{}, err
		}
	}
	if task.State == provider.Failed || len(task.Pictures) == 0 {
		return state.Picture{}, fmt.Errorf("task %s has no picture to import", id)
	}
	found, err := r.fetch(ctx, l, task, 0)
	found.Imported = true
	return found, err
}

// importFile puts a file into the store, if it is still the one of the plan.
func (r *run) importFile(name, planned string) error {
	file, err := sourcefile.Open(r.Workspace.Dir(), name)
	if err != nil {
		return err
	}
	defer file.Close()
	in, err := r.Workspace.Store().Create()
	if err != nil {
		return &brokenError{err}
	}
	defer in.Abort()
	if _, err := io.Copy(in, file); err != nil {
		return err
	}
	sha, _, err := in.Commit()
	switch {
	case err != nil:
		return &brokenError{err}
	case sha != planned:
		return fmt.Errorf("the file %s has changed since the plan was made", name)
	}
	return nil
}
