package migrate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gesso/runner/backend"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/home"
	"gesso/state/text"
)

// toFolder is where a project is that has left a home for its folder.
const toFolder = "the folder of its configuration"

// Back moves the project at a folder's home into the folder, whatever the configuration
// says now. Others who work with that home are told so.
func Back(ctx context.Context, t Task) error {
	m, err := t.begin(true, *t.Folder.Note)
	if err != nil {
		return err
	}
	c := t.Connection
	h, err := c.Home("")
	if err != nil {
		return err
	}
	others, err := h.Workspaces(ctx)
	if err != nil {
		return err
	}
	names, err := t.names(others)
	if err != nil {
		return err
	}
	open, err := t.enter(ctx, m, names)
	defer open.close()
	if hasLeft(err) {
		return errors.Join(err, backend.EndMove(t.Folder.Dir)) // it was not this folder that took it along
	}
	if err != nil {
		return err
	}
	if err := t.step("entered"); err != nil {
		return err
	}
	for _, w := range open.all {
		if err := t.fetch(ctx, m, w, open.left[w.Name()]); err != nil {
			return fmt.Errorf("moving the workspace %s back: %w", w.Name(), err)
		}
	}
	if err := t.depart(open); err != nil {
		return err
	}
	return t.settle(names)
}

// depart tells in the log of each workspace where the project has gone.
func (t Task) depart(from occupied) error {
	to := cmp.Or(t.Whither, toFolder)
	for _, w := range from.all {
		if !from.left[w.Name()] {
			if err := w.Depart(to); err != nil {
				return err
			}
		}
		if err := t.step("departed " + w.Name()); err != nil {
			return err
		}
	}
	return nil
}

// occupied are the workspaces that are moved back.
type occupied struct {
	lock *disk.Lock
	all  []*disk.Workspace
	left map[string]bool // those that have left the home already
}

func (o occupied) close() {
	_ = o.lock.Unlock()
	for _, w := range o.all {
		_ = w.Close()
	}
}

// enter takes the folder's lock and begins an epoch of each workspace. One that has left
// already, as of a move that was stopped, is opened as this folder has it.
func (t Task) enter(ctx context.Context, m *backend.Move, names []string) (o occupied, err error) {
	o.left = map[string]bool{}
	w, err := t.attached(ctx, disk.Default)
	if err != nil {
		return o, err
	}
	o.lock, err = w.Await(ctx, "init", t.Patience, nil)
	if hasLeft(err) && m.Resumed {
		o.left[disk.Default] = true
		_ = w.Close()
		if w, err = disk.OpenCopy(t.Folder.Dir, disk.Default, t.Now); err == nil {
			o.lock, err = w.Await(ctx, "init", t.Patience, nil)
		}
	}
	if err != nil {
		_ = w.Close()
		return o, err
	}
	for _, name := range names[:len(names)-1] {
		other, err := t.under(ctx, m, o, name)
		if err != nil {
			_ = w.Close()
			return o, err
		}
		o.all = append(o.all, other)
	}
	o.all = append(o.all, w)
	return o, nil
}

func (t Task) under(ctx context.Context, m *backend.Move, o occupied, name string) (*disk.Workspace, error) {
	w, err := t.attached(ctx, name)
	if err != nil {
		return nil, err
	}
	w.Under(o.lock)
	err = w.Enter()
	if hasLeft(err) && m.Resumed {
		o.left[name] = true
		_ = w.Close()
		if w, err = disk.OpenCopy(t.Folder.Dir, name, t.Now); err == nil {
			w.Under(o.lock)
		}
	}
	if err != nil {
		_ = w.Close()
		return nil, err
	}
	return w, nil
}

func hasLeft(err error) bool {
	var left *home.LeftError
	return errors.As(err, &left)
}

func (t Task) attached(ctx context.Context, name string) (*disk.Workspace, error) {
	w, err := t.workspace(name)
	if err != nil {
		return nil, err
	}
	if err := t.Connection.Attach(ctx, w, disk.HomeOptions{}); err != nil {
		_ = w.Close()
		return nil, err
	}
	return w, nil
}

// fetch writes what a workspace has at the home into the folder, where nothing reads it yet.
func (t Task) fetch(ctx context.Context, m *backend.Move, w *disk.Workspace, left bool) error {
	loaded, err := w.Load()
	if err != nil {
		return err
	}
	if !left || t.exists(disk.HomeDir+"/"+w.Name()+"/journal") {
		j, err := w.Begin(loaded)
		if err == nil {
			err = j.Close()
		}
		if err != nil {
			return err
		}
	}
	records, err := t.read(w.StateFile())
	if err != nil {
		return err
	}
	if records == nil {
		if records, err = text.Format(new(state.State)); err != nil {
			return err
		}
	}
	ledger, err := t.read(disk.HomeDir + "/" + w.Name() + "/ledger")
	if err != nil {
		return err
	}
	if err := t.step("folded " + w.Name()); err != nil {
		return err
	}
	return t.write(ctx, m, w.Name(), records, ledger)
}

func (t Task) write(ctx context.Context, m *backend.Move, name string, records, ledger []byte) error {
	here, err := t.workspace(name)
	if err != nil {
		return err
	}
	defer here.Close()
	cache, err := t.workspace(disk.Default)
	if err != nil {
		return err
	}
	defer cache.Close()
	h, err := t.Connection.Home(name)
	if err != nil {
		return err
	}
	n, err := get(ctx, h, cache.Store(), here.Store(), hashes(records, ledger))
	if err != nil {
		return fmt.Errorf("bringing the pictures from %s: %w", h, err)
	}
	if err := t.step("pictures of " + name); err != nil {
		return err
	}
	files := []struct {
		name  string
		data  []byte
		write func(string, []byte) error
	}{{ledgerOf(here), ledger, backend.ReplacePrivate}, {disk.StateFileOf(name), records, backend.Replace}}
	for _, f := range files {
		if err := t.replace(m, name, f.name, f.data, f.write); err != nil {
			return err
		}
		if err := t.step("wrote " + f.name); err != nil {
			return err
		}
	}
	t.say("workspace %s: %d pictures, its state and its ledger are in this folder", name, n.pictures)
	return nil
}

// replace writes a file, and keeps what is there besides.
func (t Task) replace(m *backend.Move, workspace, name string, data []byte, write func(string, []byte) error) error {
	before, err := t.read(name)
	if err != nil {
		return err
	}
	if string(before) == string(data) {
		return nil
	}
	if _, is := text.ParseMoved(before); before != nil && !is {
		if err := t.aside(m, workspace, name); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(t.Folder.Dir, filepath.Dir(filepath.FromSlash(name))), 0o755); err != nil {
		return err
	}
	return write(filepath.Join(t.Folder.Dir, filepath.FromSlash(name)), data)
}

// settle makes the folder the project's home.
func (t Task) settle(names []string) error {
	if err := backend.Forget(t.Folder.Dir); err != nil {
		return err
	}
	t.Folder.Note = nil
	if err := t.step("forgotten"); err != nil {
		return err
	}
	return t.clear(names)
}

// clear removes the copies of the home, and ends the move.
func (t Task) clear(names []string) error {
	if err := ForgetCopies(t.Folder.Dir, names); err != nil {
		return err
	}
	return backend.EndMove(t.Folder.Dir)
}

// Copies are the workspaces that a folder has copies of.
func Copies(dir string) ([]string, error) {
	t := Task{Folder: &backend.Folder{Dir: dir}}
	return t.names(nil)
}

// ledgerOf is where a workspace in the folder has its ledger.
func ledgerOf(w *disk.Workspace) string { return w.Home() + "/ledger" }

// ForgetCopies removes a folder's copies of what its home has.
func ForgetCopies(dir string, names []string) error {
	for _, name := range names {
		if err := os.RemoveAll(filepath.Join(dir, filepath.FromSlash(disk.HomeDir), name)); err != nil {
			return err
		}
	}
	return nil
}

// Follow makes a folder the project's home after somebody else has moved it from the home
// into the configuration's folder: the state came with the configuration, and the ledger is
// what this folder had of it.
func Follow(t Task) error {
	names, err := t.names(nil)
	if err != nil {
		return err
	}
	m := &backend.Move{Time: t.Now().UTC()}
	for _, name := range names {
		w, err := t.workspace(name)
		if err != nil {
			return err
		}
		ledger, err := t.read(disk.HomeDir + "/" + name + "/ledger")
		if err == nil && ledger != nil {
			err = t.replace(m, name, ledgerOf(w), ledger, backend.ReplacePrivate)
		}
		if err = errors.Join(err, w.Close()); err != nil {
			return err
		}
	}
	return t.settle(names)
}

// Finish ends a move back that was stopped when all but tidying was done.
func Finish(t Task) error {
	names, err := t.names(nil)
	if err != nil {
		return err
	}
	return t.clear(names)
}
