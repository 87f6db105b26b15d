package migrate_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/backend"
	"gesso/runner/migrate"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
	"gesso/state/home/place"
	"gesso/state/statetest"
	"gesso/state/text"
)

// project is a folder with two workspaces, in which something was paid for.
func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for n, name := range []string{"draft", disk.Default} {
		w, err := disk.OpenNamed(dir, name, time.Now)
		must(t, err)
		j, lock := disktest.Begin(t, w, "apply")
		if name != disk.Default {
			must(t, os.MkdirAll(filepath.Join(dir, disk.StatesDir, name), 0o755))
		}
		sha := disktest.Store(t, w, "picture of "+name)
		r := statetest.Record("image.a", n+1)
		r.Artifact = sha
		must(t, j.Append(statetest.Collected("", n+1, 0, r)))
		must(t, j.Append(statetest.Intended("open"+name, n+5, "image.b")))
		must(t, j.Close())
		must(t, lock.Unlock())
		must(t, w.Close())
	}
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// recorded is what the workspaces of a folder have, wherever they are kept.
func recorded(t *testing.T, dir string, c *backend.Connection) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"draft", disk.Default} {
		w, err := disk.OpenNamed(dir, name, time.Now)
		must(t, err)
		if c != nil {
			must(t, c.Attach(context.Background(), w, disk.HomeOptions{}))
		}
		loaded, err := w.Load()
		must(t, err)
		data, err := text.Format(loaded.State)
		must(t, err)
		all[name] = string(data)
		entries, err := w.Ledger().Entries()
		must(t, err)
		for _, e := range entries {
			all[name] += e.Intent + " " + string(e.Outcome) + "\n"
		}
		for sha := range text.Hashes(data) {
			if object, err := w.Store().Open(sha); err == nil {
				all[name] += "has " + sha + "\n"
				_ = object.Close()
			}
		}
		must(t, w.Close())
	}
	return all
}

var errKilled = errors.New("killed")

// task is a move in a folder, that is stopped before the step of a number.
func task(t *testing.T, dir, at string, stop int) (migrate.Task, *int) {
	t.Helper()
	block := &backend.Block{Kind: "local", Values: map[string]string{"path": at}}
	f, err := backend.Look(dir, block)
	must(t, err)
	c, err := f.Open(context.Background(), nil, place.Options{Dir: dir})
	must(t, err)
	if f.Note != nil {
		c.ID = f.Note.ID
	}
	steps := new(int)
	return migrate.Task{Folder: f, Connection: c, Now: time.Now, Between: func(string) error {
		if *steps++; *steps == stop {
			return errKilled
		}
		return nil
	}}, steps
}

// TestStoppedAnywhere stops a move at each of its steps, there and back, and repeats it: it
// comes to the same as one that was not stopped.
func TestStoppedAnywhere(t *testing.T) {
	ctx := context.Background()
	for stop := 1; ; stop++ {
		dir, at := project(t), t.TempDir()
		want := recorded(t, dir, nil)
		forth, _ := task(t, dir, at, stop)
		err := migrate.Forth(ctx, forth)
		over := err == nil
		if !over {
			if !errors.Is(err, errKilled) {
				t.Fatalf("stopped before step %d: %v", stop, err)
			}
			again, _ := task(t, dir, at, 0)
			must(t, migrate.Forth(ctx, again))
		}
		f, err := backend.Look(dir, &backend.Block{Kind: "local", Values: map[string]string{"path": at}})
		must(t, err)
		c, err := f.Connect(ctx, place.Options{Dir: dir})
		must(t, err)
		if diff := cmp.Diff(want, recorded(t, dir, c)); diff != "" {
			t.Fatalf("there, stopped before step %d (-folder +home):\n%s", stop, diff)
		}
		if own, err := backend.OwnOf(dir); err != nil || own.Any() || own.Moved == nil {
			t.Fatalf("there, stopped before step %d, the folder has %+v, %v", stop, own, err)
		}
		back, _ := task(t, dir, at, stop)
		if err := migrate.Back(ctx, back); err != nil {
			if !errors.Is(err, errKilled) {
				t.Fatalf("back, stopped before step %d: %v", stop, err)
			}
			over = false
			again, _ := task(t, dir, at, 0)
			if again.Folder.Note != nil {
				err = migrate.Back(ctx, again)
			} else {
				err = migrate.Finish(again)
			}
			if err != nil {
				t.Fatalf("back, stopped before step %d, and again: %v", stop, err)
			}
		}
		if diff := cmp.Diff(want, recorded(t, dir, nil)); diff != "" {
			t.Fatalf("back, stopped before step %d (-before +after):\n%s", stop, diff)
		}
		if over {
			if stop < 8 {
				t.Errorf("a move has only %d steps", stop)
			}
			return
		}
	}
}

// TestOccupied: two projects are not made one.
func TestOccupied(t *testing.T) {
	at := t.TempDir()
	first, _ := task(t, project(t), at, 0)
	must(t, migrate.Forth(context.Background(), first))
	second, _ := task(t, project(t), at, 0)
	err := migrate.Forth(context.Background(), second)
	var setup *backend.SetupError
	if !errors.As(err, &setup) || !strings.Contains(err.Error(), "already") {
		t.Errorf("a second project: %v", err)
	}
	if own, err := backend.OwnOf(second.Folder.Dir); err != nil || len(own.States) == 0 {
		t.Errorf("it is not what it was: %+v, %v", own, err)
	}
}
