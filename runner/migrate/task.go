package migrate

import (
	"crypto/rand"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gesso/runner/backend"
	"gesso/spec/filename"
	"gesso/state/disk"
	"gesso/state/home"
)

// Task is a move.
type Task struct {
	Folder     *backend.Folder
	Connection *backend.Connection // with the home to move to, or from
	Given      map[string]string   // what -backend-config said besides the block, of Forth
	Whither    string              // where the project is from then on, of Back; "" is the folder
	Patience   time.Duration       // for others who work there
	Now        func() time.Time
	Say        func(format string, values ...any) // what was done; may be nil

	// What happens between two steps: nothing, but in tests. An error ends the move.
	Between func(step string) error
}

// moved is what is counted of a move.
type moved struct {
	pictures, absent int
}

func (t Task) step(name string) error {
	if t.Between == nil {
		return nil
	}
	return t.Between(name)
}

func (t Task) say(format string, values ...any) {
	if t.Say != nil {
		t.Say(format, values...)
	}
}

// workspace opens one as it is in the folder.
func (t Task) workspace(name string) (*disk.Workspace, error) {
	return disk.OpenNamed(t.Folder.Dir, name, t.Now)
}

// holder is who moves, for others who look at the home.
func (t Task) holder(nonce string) home.Holder { return Holder("init", nonce, t.Now()) }

// Holder is this process, as others see it at a home.
func Holder(command, nonce string, now time.Time) home.Holder {
	h := home.Holder{PID: os.Getpid(), Command: command, Time: now.UTC().Round(0), Nonce: nonce}
	h.Host, _ = os.Hostname()
	if u, err := user.Current(); err == nil {
		h.User = u.Username
	}
	return h
}

// begin notes the move, or takes up the one that was stopped.
func (t Task) begin(back bool, note backend.Note) (*backend.Move, error) {
	m, err := backend.ReadMove(t.Folder.Dir)
	if err != nil {
		return nil, err
	}
	if m != nil && m.Back != back {
		return nil, &backend.SetupError{Message: "another move of this project was stopped midway, the other way round", Remedy: "put the backend block back as it was then, and: gesso init -migrate-state"}
	}
	if m != nil {
		m.Resumed = true
	} else {
		m = &backend.Move{Back: back, To: note, Nonce: rand.Text(), Time: t.Now().UTC().Round(time.Second)}
		if err := m.Write(t.Folder.Dir); err != nil {
			return nil, err
		}
	}
	return m, t.step("noted")
}

// aside takes a file out of the way, to where nothing of gesso reads it.
func (t Task) aside(m *backend.Move, workspace, name string) error {
	from := filepath.Join(t.Folder.Dir, filepath.FromSlash(name))
	to := filepath.Join(disk.Home, "moved", m.Time.Format("20060102-150405"), workspace)
	if err := backend.MakeDir(t.Folder.Dir, filepath.ToSlash(to)); err != nil {
		return err
	}
	at := filepath.Join(t.Folder.Dir, to, filepath.Base(from))
	if _, err := os.Lstat(at); err == nil {
		at += "." + strings.ToLower(rand.Text()[:8])
	}
	if err := os.Rename(from, at); err != nil {
		if os.IsNotExist(err) {
			return nil
		}
		return fmt.Errorf("taking %s out of the way: %w", name, err)
	}
	return backend.SyncDir(filepath.Dir(from))
}

// names are the workspaces that the folder has, or had, the default one last: whoever finds
// that one finds all.
func (t Task) names(also []string) ([]string, error) {
	names := slices.Clone(also)
	for _, in := range []string{disk.StatesDir, disk.Home + "/workspaces", disk.HomeDir} {
		entries, err := os.ReadDir(filename.Folder(filepath.Join(t.Folder.Dir, filepath.FromSlash(in))))
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
		for _, e := range entries {
			if name, err := disk.ParseName(e.Name()); err == nil && e.IsDir() {
				names = append(names, name)
			}
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == disk.Default })
	slices.Sort(names)
	return append(slices.Compact(names), disk.Default), nil
}

// read is a file's content; none is nil.
func (t Task) read(name string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(t.Folder.Dir, filepath.FromSlash(name)))
	if os.IsNotExist(err) {
		return nil, nil
	}
	return data, err
}

// exists reports whether there is a file of a name.
func (t Task) exists(name string) bool {
	_, err := os.Lstat(filepath.Join(t.Folder.Dir, filepath.FromSlash(name)))
	return err == nil
}
