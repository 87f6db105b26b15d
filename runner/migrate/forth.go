package migrate

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"gesso/runner/backend"
	"gesso/state/disk"
	"gesso/state/home"
	"gesso/state/text"
)

// Forth moves the project in a folder to a home. The errors are a *backend.SetupError where
// the home has a project already, a *disk.LockedError where somebody works in the folder,
// and those of the home.
func Forth(ctx context.Context, t Task) error {
	w, err := t.workspace(disk.Default)
	if err != nil {
		return err
	}
	defer w.Close()
	lock, err := w.Lock("init")
	if err != nil {
		return err
	}
	defer lock.Unlock()
	names, err := t.names(nil)
	if err != nil {
		return err
	}
	c := t.Connection
	if c.ID, err = t.identity(ctx); err != nil {
		return err
	}
	m, err := t.begin(false, t.Folder.NoteOf(c, t.Given, t.Now()))
	if err != nil {
		return err
	}
	if t.Folder.Note == nil { // else all is there already, and it was stopped later
		for _, name := range names {
			if err := t.found(ctx, m, lock, name); err != nil {
				return fmt.Errorf("moving the workspace %s: %w", name, err)
			}
		}
		if err := t.Folder.Remember(c, t.Given, m.Time); err != nil {
			return err
		}
	}
	if err := t.step("remembered"); err != nil {
		return err
	}
	for _, name := range names {
		if err := t.vacate(m, name); err != nil {
			return err
		}
	}
	return backend.EndMove(t.Folder.Dir)
}

// identity is the id that the home has, or gets: that of the move that was stopped, of a
// home that the project had left, or a new one.
func (t Task) identity(ctx context.Context) (string, error) {
	m, err := backend.ReadMove(t.Folder.Dir)
	if err != nil {
		return "", err
	}
	h := home.On(t.Connection.Shelf, home.Options{})
	id, err := h.Identity(ctx)
	switch {
	case errors.Is(err, fs.ErrNotExist) && m != nil:
		return m.To.ID, nil
	case errors.Is(err, fs.ErrNotExist):
		return strings.ToLower(rand.Text()), nil
	case err != nil:
		return "", err
	case m != nil && m.To.ID == id.ID:
		return id.ID, nil
	}
	standing, err := h.Standing(ctx)
	if err != nil {
		return "", err
	}
	if standing.Left != "" || standing.At.N == 0 {
		return id.ID, nil
	}
	return "", &backend.SetupError{
		Message: "there is a project at " + t.Connection.Shelf.String() + " already, and two are not made one",
		Remedy:  "gesso init -reconfigure works with the one that is there, and leaves this folder's; or name another prefix or path in the backend block",
	}
}

// found has the home keep a workspace, and its pictures before.
func (t Task) found(ctx context.Context, m *backend.Move, lock *disk.Lock, name string) error {
	w, err := t.folded(lock, name)
	if err != nil {
		return err
	}
	defer w.Close()
	var content bytes.Buffer
	if err := w.Content()(&content); err != nil {
		return err
	}
	if err := t.step("folded " + name); err != nil {
		return err
	}
	h, err := t.Connection.Home(name)
	if err != nil {
		return err
	}
	n, err := put(ctx, h, w.Store(), hashes(content.Bytes()))
	if err != nil {
		return fmt.Errorf("keeping the pictures at %s: %w", h, err)
	}
	if err := t.step("pictures of " + name); err != nil {
		return err
	}
	id := home.Identity{ID: t.Connection.ID, By: t.holder("").User, Time: m.Time}
	who := t.holder(m.Nonce + name)
	who.Time = m.Time
	if _, err := h.Found(ctx, id, who, w.Content()); err != nil {
		return err
	}
	if err := t.step("founded " + name); err != nil {
		return err
	}
	if err := verify(ctx, h, content.Bytes()); err != nil {
		return err
	}
	t.say("workspace %s: %d pictures, its state and its ledger are at the home", name, n.pictures)
	return nil
}

// folded opens a workspace whose journal is in the files that stay.
func (t Task) folded(lock *disk.Lock, name string) (*disk.Workspace, error) {
	w, err := t.workspace(name)
	if err != nil {
		return nil, err
	}
	w.Under(lock)
	loaded, err := w.Load()
	if err == nil && t.exists(filepath.ToSlash(filepath.Join(w.Home(), "journal"))) {
		var j *disk.Journal
		if j, err = w.Begin(loaded); err == nil {
			err = j.Close()
		}
	}
	if err != nil {
		_ = w.Close()
		return nil, err
	}
	return w, nil
}

// verify reads back what was founded: it is compared to the byte. Where others work there
// already, which they do only when all of it is there, the home itself has compared it.
func verify(ctx context.Context, h *home.Home, content []byte) error {
	s, behind, err := h.Newest(ctx)
	if err != nil {
		return fmt.Errorf("reading back what was moved: %w", err)
	}
	if s == nil {
		return fmt.Errorf("reading back what was moved: %s has no snapshot", h)
	}
	var got bytes.Buffer
	if err := h.Content(ctx, *s, &got); err != nil {
		return fmt.Errorf("reading back what was moved: %w", err)
	}
	if len(behind) <= 1 && !bytes.Equal(got.Bytes(), content) {
		return fmt.Errorf("what was read back from %s is not what was moved there; nothing was changed in this folder", h)
	}
	return nil
}

// vacate takes a workspace's files in the folder out of the way: its state's says where it
// is.
func (t Task) vacate(m *backend.Move, name string) error {
	w, err := t.workspace(name)
	if err != nil {
		return err
	}
	defer w.Close()
	state := disk.StateFileOf(name)
	data, err := t.read(state)
	if err != nil {
		return err
	}
	if _, is := text.ParseMoved(data); !is && (data != nil || name == disk.Default) {
		stub, err := (text.Moved{To: m.To.Where, ID: m.To.ID}).Text()
		if err != nil {
			return err
		}
		if data != nil {
			if err := t.keep(m, name, data); err != nil {
				return err
			}
		}
		if err := t.step("kept " + name); err != nil {
			return err
		}
		if err := backend.Replace(filepath.Join(t.Folder.Dir, filepath.FromSlash(state)), stub); err != nil {
			return err
		}
	}
	if err := t.step("stub of " + name); err != nil {
		return err
	}
	for _, file := range []string{ledgerOf(w), w.Home() + "/journal"} {
		if err := t.aside(m, name, file); err != nil {
			return err
		}
	}
	return t.step("vacated " + name)
}

// keep keeps a copy of a state.
func (t Task) keep(m *backend.Move, name string, data []byte) error {
	in := filepath.Join(disk.Home, "moved", m.Time.Format("20060102-150405"), name)
	if err := backend.MakeDir(t.Folder.Dir, filepath.ToSlash(in)); err != nil {
		return err
	}
	return backend.Replace(filepath.Join(t.Folder.Dir, in, disk.StateFile), data)
}
