package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gesso/runner/backend"
	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/session"
	"gesso/runner/store"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
	"gesso/state/home"
)

// gcAtHome is gesso store gc for pictures that are kept elsewhere.
func gcAtHome(ctx context.Context, a *command.App, s *session.Session, c *backend.Connection, o *options) int {
	if len(o.forget) > 0 {
		return a.Fail(command.Misuse("the pictures are kept at "+c.Shelf.String()+", whose users are its workspaces: -forget is for a store that directories share", "gesso store gc"))
	}
	f := &far{app: a, session: s, options: o}
	defer f.close()
	found, err := f.sweep(ctx, c)
	if err != nil {
		return a.End(hinted(ctx, err))
	}
	if a.AsJSON() {
		return a.Write(document.MakeStoreGC([]*store.Garbage{found.Garbage}, o.delete))
	}
	showGarbage(a.Out, found.Garbage, o.delete)
	if !o.delete && !found.Empty() {
		fmt.Fprintln(a.Out, "Nothing was removed. gesso store gc -delete removes what is listed.")
		if !o.noGit {
			fmt.Fprintln(a.Out, "Of git it knows the branches that this folder has: git fetch --all brings it the pins on others.")
		}
	}
	return command.ExitDone
}

// far is all workspaces of a home, opened and perhaps locked.
type far struct {
	app       *command.App
	session   *session.Session
	options   *options
	directory *store.Directory
	deleted   []*disk.Workspace // copies of deleted workspaces
	release   []func() error    // called from the last to the first
}

// close releases everything that was opened.
func (f *far) close() {
	_ = f.letGo()
	if f.directory != nil {
		f.directory.Close()
		f.directory = nil
	}
	for _, w := range f.deleted {
		_ = w.Close()
	}
}

func (f *far) letGo() error {
	var errs []error
	for n := len(f.release); n > 0; n = len(f.release) {
		errs = append(errs, f.release[n-1]())
		f.release = f.release[:n-1]
	}
	return errors.Join(errs...)
}

// sweep finds what nobody needs, and removes it if that is wanted.
func (f *far) sweep(ctx context.Context, c *backend.Connection) (*store.FarSweep, error) {
	a, o := f.app, f.options
	h, err := c.Home("")
	if err != nil {
		return nil, err
	}
	collector := &store.FarCollector{
		Home: h, Now: a.Now, Policy: store.Policy{Since: a.Now().Add(-o.keep), Keep: o.keep, Unknown: o.unknown, ByHand: o.byHand},
		Revisions: o.revisions(ctx, a), Workspaces: h.Workspaces,
	}
	clock := a.Now()
	if o.delete {
		if clock, err = h.MayRemove(ctx); err != nil { // before anything is noted
			return nil, err
		}
	}
	if err := f.open(ctx, h, collector); err != nil {
		return nil, err
	}
	collector.Directory = f.directory
	found, err := collector.Find(ctx, clock)
	warn(a, collector.Damaged)
	if err != nil || !o.delete || found.Empty() {
		return found, err
	}
	if err := found.Give(ctx, a.Now()); err != nil {
		return nil, err
	}
	if err := f.letGo(); err != nil {
		return nil, err
	}
	if err := found.Remove(ctx); err != nil {
		return nil, err
	}
	return found, forgetThumbs(a, []*store.Sweep{found.Sweep})
}

// open opens all workspaces of a home, and locks them if something is to be removed. The
// order is always the same, so that two such commands cannot deadlock.
func (f *far) open(ctx context.Context, h *home.Home, c *store.FarCollector) error {
	names, deleted, err := workspacesOf(ctx, h)
	if err != nil {
		return err
	}
	if err := workspaces.Visit(f.app.Dir, f.app.Now, slices.Concat([]string{disk.Default}, names, deleted)); err != nil {
		return err
	}
	for _, name := range deleted {
		if err := f.left(ctx, c, name); err != nil {
			return err
		}
	}
	if f.directory, err = store.OpenThese(f.app.Dir, append([]string{disk.Default}, names...), f.app.Now, f.session.Place); err != nil || !f.options.delete {
		return err
	}
	end := time.Now().Add(f.options.LockTimeout)
	first := f.directory.Workspaces[0]
	lock, err := session.Await(ctx, f.app, first, f.session.Options, gcName)
	if err != nil {
		return err
	}
	f.release = append(f.release, lock.Unlock)
	f.directory.Under(lock)
	for _, w := range f.directory.Workspaces[1:] {
		release, err := w.Hold(ctx, time.Until(end), nil)
		if err != nil {
			return err
		}
		f.release = append(f.release, release)
	}
	return nil
}

// workspacesOf returns the existing and the deleted workspaces of a home.
func workspacesOf(ctx context.Context, h *home.Home) (names, deleted []string, err error) {
	if names, err = h.Workspaces(ctx); err != nil {
		return nil, nil, err
	}
	all, err := h.EveryWorkspace(ctx)
	deleted = slices.DeleteFunc(all, func(name string) bool { return slices.Contains(names, name) })
	return names, deleted, err
}

// left opens what is known of a deleted workspace: pictures that were paid for there
// recently stay.
func (f *far) left(ctx context.Context, c *store.FarCollector, name string) error {
	w, err := disk.OpenNamed(f.app.Dir, name, f.app.Now)
	if err != nil {
		return err
	}
	defer w.Close()
	if err := f.session.Place(w); err != nil {
		return err
	}
	switch _, err := w.Pull(ctx); {
	case err == nil:
		return fmt.Errorf("the workspace %s was made meanwhile, and nothing was removed: run it again", name)
	case !errors.As(err, new(*home.DeletedError)):
		return err
	}
	known, err := disk.OpenCopy(f.app.Dir, name, f.app.Now)
	if err == nil {
		f.deleted = append(f.deleted, known)
		c.Deleted = f.deleted
	}
	return err
}
