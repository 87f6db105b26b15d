package hometest

import (
	"errors"

	"gesso/state"
	"gesso/state/disk/workspaces"
	"gesso/state/home"
	"gesso/state/statetest"
)

// Whoever was at work in a workspace when it was deleted begins nothing more, and its answers
// are kept; whoever comes is told that it is gone; and the next one of the name knows what was
// paid for in it.
func deleted(t *team) {
	t.found(t.shelf, "draft")
	a, b, c := t.at(t.TempDir(), "draft"), t.at(t.TempDir(), "draft"), t.at(t.TempDir(), "draft")
	bought := []state.Event{statetest.Intended("i1", 1, "image.a"), statetest.Accepted("i1", 2), statetest.Collected("i1", 3, 0, statetest.Record("image.a", 1))}
	c.apply(bought...)
	a.begin()
	a.append(statetest.Intended("i2", 4, "image.b"))
	wake := a.link.pause()

	b.take("workspace delete")
	occupied := new(workspaces.OccupiedError)
	if err := workspaces.Vacate(b.w, false, statetest.At(5)); !errors.As(err, &occupied) || occupied.Records != 2 {
		t.Errorf("one in which something is recorded: %v", err)
	}
	if err := workspaces.Vacate(b.w, true, statetest.At(5)); err != nil {
		t.Fatal(err)
	}
	if err := b.w.DeleteAtHome(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.unlock()

	wake()
	by := new(home.DeposedError)
	if err := a.j.Append(statetest.Intended("i3", 6, "image.c")); !errors.As(err, &by) || by.By.Command != "workspace delete" {
		t.Errorf("an intent of whoever was at work: %v", err)
	}
	a.append(statetest.Accepted("i2", 7))
	if err := a.j.Close(); !errors.As(err, &by) || by.Reported != 1 {
		t.Errorf("closing its journal: %v", err)
	}
	a.unlock()
	t.told(a.again(), b.again(), c.again(), t.at(t.TempDir(), "draft"))
	t.found(t.shelf, "draft")
	for _, m := range []*machine{a.again(), b.again(), c.again(), t.at(t.TempDir(), "draft")} {
		r := m.load().Get("image.b")
		if m.load().Len() != 1 || r == nil || len(r.Pending) != 1 || r.Pending[0].Task == "" {
			t.Errorf("the next one has %+v", r)
		}
		if got := outcomes(m.entries()); len(got) != 1 || got[0] != state.OutcomeCollected {
			t.Errorf("its ledger tells %v", got)
		}
	}
	a.again().apply(statetest.Collected("i2", 8, 0, statetest.Record("image.b", 2)))
	if n := t.at(t.TempDir(), "draft").load().Len(); n != 1 {
		t.Errorf("%d records", n)
	}
}

// told has machines be told that the workspace draft was deleted.
func (t *team) told(machines ...*machine) {
	t.Helper()
	gone := new(home.DeletedError)
	for _, m := range machines {
		if _, err := m.w.Load(); !errors.As(err, &gone) || gone.Workspace != "draft" {
			t.Errorf("looking at it: %v", err)
		}
		if _, err := m.w.Lock("apply"); !errors.As(err, &gone) {
			t.Errorf("working in it: %v", err)
		}
	}
	names, err := home.On(t.shelf, home.Options{}).Workspaces(t.Context())
	if len(names) != 0 || err != nil {
		t.Errorf("there are %q, %v", names, err)
	}
}
