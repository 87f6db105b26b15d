package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gesso/runner/sandbox"
	"gesso/state/disk"
)

// rooms are the workspaces of a round's project. Each has records, a store, a ledger and
// outputs of its own, and so books of its own: what was asked for while it was at work.
type rooms struct {
	at    string             // the one at work
	open  map[string]history // of the others, by name
	marks []mark
	ever  map[string]bool // also deleted ones
}

// mark is from which of the sandbox's calls on a workspace is the one that asks.
type mark struct {
	from int
	room string
}

// furnish draws whether the project has workspaces: its outputs are apart then.
func (r *round) furnish() {
	r.rooms = rooms{at: disk.Default, open: map[string]history{}, ever: map[string]bool{disk.Default: true}, marks: []mark{{0, disk.Default}}}
	if r.team == nil && r.rng.IntN(3) == 0 {
		r.plot.room = "/" + disk.Default
	}
}

// ours are the books of the workspace at work.
func (r *round) ours() (sandbox.Books, error) {
	books, err := r.server.settledBooks()
	if err != nil || len(r.rooms.marks) < 2 {
		return books, err
	}
	all := books.Calls
	books.Calls = nil
	for i, m := range r.rooms.marks {
		to := len(all)
		if i+1 < len(r.rooms.marks) {
			to = r.rooms.marks[i+1].from
		}
		if m.room == r.rooms.at {
			books.Calls = append(books.Calls, all[m.from:to]...)
		}
	}
	return books, nil
}

// walk goes to another workspace, makes one, or deletes one.
func (r *round) walk() error {
	if r.plot.room == "" {
		return nil
	}
	name := []string{disk.Default, "draft", "side"}[r.rng.IntN(3)]
	if r.rng.IntN(4) == 0 && name != disk.Default {
		out, err := r.stage(unbounded, []string{"workspace", "delete", name})
		if err == nil && out.code == done {
			r.tally.rooms++
		}
		return err
	}
	how := end{}
	if r.rng.IntN(4) == 0 {
		how = end{after: time.Duration(r.rng.IntN(40)) * time.Millisecond, signal: 9}
	}
	return r.enter(name, how)
}

// enter selects a workspace, or makes it. A command that was killed may have done so.
func (r *round) enter(name string, how end) error {
	books, err := r.server.settledBooks()
	if err != nil {
		return err
	}
	out, err := r.gesso(how, "workspace", "select", "-or-create", name)
	if err != nil {
		return err
	}
	if how == (end{}) && out.code != done {
		return fmt.Errorf("gesso workspace select ends with %d, want 0", out.code)
	}
	shown, err := r.gesso(end{}, "workspace", "show")
	if err != nil || shown.code != done {
		return errors.Join(err, fmt.Errorf("gesso workspace show ends with %d, want 0", shown.code))
	}
	now := strings.TrimSpace(shown.stdout)
	if now == r.rooms.at {
		return nil
	}
	r.rooms.open[r.rooms.at] = r.history
	r.history = r.rooms.open[now]
	r.rooms.at, r.plot.room = now, "/"+now
	r.rooms.ever[now] = true
	r.rooms.marks = append(r.rooms.marks, mark{len(books.Calls), now})
	for _, b := range r.plot.blocks {
		b.signature = "" // of pictures elsewhere
		b.turns++        // here too, by what was edited since this workspace was left
	}
	r.tally.rooms++
	return nil
}

// settleAll comes to the end in each workspace that there ever was, and checks it. One that
// was deleted is made again: what was paid for in it is its own.
func (r *round) settleAll() error {
	for _, name := range r.rooms.names() {
		if r.plot.room != "" {
			if err := r.enter(name, end{}); err != nil {
				return err
			}
		}
		if err := r.calm(); err != nil {
			return err
		}
		if err := r.check(); err != nil {
			return fmt.Errorf("in the workspace %s: %w", name, err)
		}
	}
	return nil
}

// names are all of them, the one at work first.
func (s *rooms) names() []string {
	names := []string{s.at}
	for name := range s.ever {
		if name != s.at {
			names = append(names, name)
		}
	}
	slices.Sort(names[1:])
	return names
}

// keeps is the folder of what the workspace at work keeps.
func (r *round) keeps() string {
	if r.team != nil || r.rooms.at == disk.Default {
		return filepath.Join(r.project, disk.Home)
	}
	return filepath.Join(r.project, disk.Home, "workspaces", r.rooms.at)
}
