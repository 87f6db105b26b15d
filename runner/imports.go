package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/picture"
	"gesso/runner/provider"
	"gesso/spec"
	"gesso/state"
)

// Online reports whether a change surely calls a provider.
func (c *Change) Online() bool { return c.Action.Online() || c.importsTask() }

func (c *Change) importsTask() bool { return c.Action == Import && c.Instance.Import.Task != "" }

// imports reports whether an import block has a picture for an image that has
// none, or has lost the one that it had. Otherwise the block has been done.
func (p *planner) imports(c *Change) bool {
	if c.Instance.Import == nil || c.asked {
		return false
	}
	return !c.Before.HasPicture() || c.keeps() && p.lost(c.Before)
}

// planImport plans to take over a picture. One in a file is looked at already now;
// a task is asked for by the run.
func (p *planner) planImport(c *Change) *spec.Picture {
	i := c.Instance.Import
	c.Action, c.Reasons = Import, []Reason{{Cause: Imported, New: i.ID()}}
	if i.File == "" || p.Workspace == nil { // without one, nobody asks for what exists
		return nil
	}
	found, err := readPicture(p.Config.Dir, i.File)
	if err != nil {
		p.notImported(c, i, err)
		return nil
	}
	if why := c.unmet(&found); why != "" {
		p.refuseImport(c, "Imported picture does not meet a condition",
			"The picture in %q is not imported as %s: %s", i.File, c.Address, why)
		return nil
	}
	c.Picture = &found
	return recall(&found)
}

func (p *planner) notImported(c *Change, i *spec.Import, err error) {
	var bad *picture.Error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.refuseImport(c, "Import of a file that does not exist",
			"There is no file %q to import as %s. Paths are relative to the configuration's directory; the id of a task has neither a slash nor the extension of a picture.", i.File, c.Address)
	case errors.As(err, &bad):
		p.refuseImport(c, "Import of a file that is not a picture",
			"The file %q cannot be imported as %s: %s.", i.File, c.Address, err)
	default:
		p.refuseImport(c, "Unreadable file to import",
			"The file %q cannot be imported as %s: %s.", i.File, c.Address, pathless(err))
	}
}

func (p *planner) refuseImport(c *Change, summary, format string, args ...any) {
	p.diags = append(p.diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary,
		Detail: fmt.Sprintf(format, args...), Subject: c.Instance.Import.Range.Ptr()})
}

// readPicture tells what a picture in a file of the configuration is.
func readPicture(dir, name string) (state.Picture, error) {
	file, err := OpenSource(dir, name)
	if err != nil {
		return state.Picture{}, err
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return state.Picture{}, err
	}
	info, err := picture.Verify(file, 0)
	if err != nil {
		return state.Picture{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return state.Picture{}, err
	}
	sum, err := hashOf(file)
	return state.Picture{
		Artifact: sum, Bytes: stat.Size(), Format: info.Format, Width: info.Width, Height: info.Height, Blank: info.Blank,
		Imported: true, Generated: stat.ModTime().UTC().Truncate(time.Second),
	}, err
}

// takeOver carries out an import. Whatever it was killed after, the next run goes
// on: until the record is written the block stands, and then it is done.
func (r *run) takeOver(ctx context.Context, l *lane, c *Change, started time.Time) error {
	if err := r.evaluation.Complete(c); err != nil {
		return err
	}
	found, err := r.importedPicture(ctx, l, c)
	if err != nil {
		return err
	}
	found.Key = c.Key
	r.compareSize(c, c.Request.Size, found)
	record := r.newRecord(c, found, c.Recordable())
	record.Tainted = r.evaluation.Unmet(c, &found)
	if err := r.record(state.Event{Kind: state.Collected, Record: record}); err != nil {
		return err
	}
	if record.Tainted != "" {
		return r.keepAside(c, record, false)
	}
	if err := r.place(c, record); err != nil {
		return err
	}
	r.done(c, Import, false, started)
	return nil
}

// importedPicture brings the picture of an import into the store.
func (r *run) importedPicture(ctx context.Context, l *lane, c *Change) (state.Picture, error) {
	if i := c.Instance.Import; i.File != "" {
		return *c.Picture, r.importFile(i.File, c.Picture.Artifact)
	}
	id := c.Instance.Import.Task
	tasks, err := l.Provider.Poll(ctx, []string{id})
	switch {
	case err != nil:
		return state.Picture{}, err
	case len(tasks) == 0:
		return state.Picture{}, fmt.Errorf("the provider does not know task %s; a file to import has a slash or the extension of a picture in its path", id)
	}
	task := tasks[0]
	if task.State == provider.Running {
		if task, err = l.poller.Wait(ctx, id); err != nil {
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
	file, err := OpenSource(r.plan.Situation.Config.Dir, name)
	if err != nil {
		return err
	}
	defer file.Close()
	in, err := r.plan.Situation.Workspace.Store().Create()
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
