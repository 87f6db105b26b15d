package audit_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
	"gesso/state/text"
)

// An address bought a picture and lost it to another one for nothing, bought one again, and
// then git drops the other one's record: both pictures were wanted, and the ledger alone
// tells so.
func TestAuditKnowsWhoTook(t *testing.T) {
	const buyer, taker = `image.x["b"]`, `image.x["a"]`
	elsewhere := opened(t)
	bought := buying(t, elsewhere, buyer, "first", "one", false)
	again := buying(t, elsewhere, buyer, "second", "two", false)
	had := *bought[2].Record
	had.Address = taker
	take := state.Event{Kind: state.Collected, Record: &had}
	gone := state.Event{Kind: state.Removed, Address: buyer}
	for name, test := range map[string]struct {
		events  []state.Event
		dropped string // by git
		double  int
	}{
		"taken from the store":         {slices.Concat(bought, []state.Event{gone, take}, again), taker, 0},
		"taken, and still there":       {slices.Concat(bought, []state.Event{gone, take}, again), "", 0},
		"taken, and let go of":         {slices.Concat(bought, []state.Event{gone, take}, again, []state.Event{{Kind: state.Forgotten, Address: taker}}), "", 0},
		"moved":                        {slices.Concat(bought, []state.Event{{Kind: state.Moved, From: buyer, Record: &had}}, again), taker, 0},
		"moved, and the buyer dropped": {slices.Concat(bought, []state.Event{{Kind: state.Moved, From: buyer, Record: &had}}, again), buyer, 0},
		"taken twice": {slices.Concat(bought, []state.Event{gone, take, take}, again,
			buying(t, elsewhere, buyer, "third", "three", false)), taker, 1},
		"written anew by its own address": {slices.Concat(bought, []state.Event{bought[2]}, again), "", 1},
		"nobody took it":                  {slices.Concat(bought, []state.Event{gone}, again), "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := ledgerOf(t, test.events...)
			for _, content := range []string{"one", "two", "three"} {
				disktest.Store(t, w, content)
			}
			if err := os.Remove(filepath.Join(w.Dir(), disk.Home, "history")); err != nil {
				t.Fatal(err)
			}
			s.Apply(state.Event{Kind: state.Forgotten, Address: test.dropped})
			if found := auditOf(t, w, s); len(found.Double) != test.double || len(found.Lost) > 0 {
				t.Errorf("double %+v, want %d; lost %+v", found.Double, test.double, found.Lost)
			}
		})
	}
}

// A record that git brought and took away again is in no ledger, but in the history.
func TestAuditKnowsWhoWasThere(t *testing.T) {
	elsewhere := opened(t)
	bought := buying(t, elsewhere, `image.x["b"]`, "first", "one", false)
	w, _ := ledgerOf(t, append(bought, state.Event{Kind: state.Removed, Address: `image.x["b"]`})...)
	brought := *bought[2].Record
	brought.Address = `image.x["a"]`
	data, err := text.Format(state.New([]*state.Record{&brought}))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.Dir(), disk.StateFile), data, 0o644); err != nil {
		t.Fatal(err)
	}
	happen(t, w, buying(t, elsewhere, `image.x["b"]`, "second", "two", false)...)
	for _, content := range []string{"one", "two"} {
		disktest.Store(t, w, content)
	}
	if found := auditOf(t, w, new(state.State)); len(found.Double) > 0 || found.Paid != 2 {
		t.Errorf("double %+v, %d paid", found.Double, found.Paid)
	}
}
