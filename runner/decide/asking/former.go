package asking

import (
	"iter"

	"gesso/spec/address"
	"gesso/state"
)

// Former is a record that an image may have been renamed from.
type Former struct {
	*state.Record
	Module string // in which it is, "" for the root
	Left   bool   // some image of that module is declared still
}

// Fitting yields the records of a request that an image may have been renamed from: those of
// its own module before others, and before both none that a trigger would replace. One of
// another module that a trigger would replace is no rename where that module is left: an image
// there, which has the trigger's former value, may ask for it still.
func (c *Image) Fitting(released []Former) iter.Seq[Former] {
	module := address.Module(c.Address)
	return func(yield func(Former) bool) {
		for _, want := range []struct{ near, fired bool }{{near: true}, {}, {near: true, fired: true}, {fired: true}} {
			for _, r := range released {
				near, fired := r.Module == module, c.Fired(r.Triggers)
				if near == want.near && fired == want.fired && (near || !fired || !r.Left) && !yield(r) {
					return
				}
			}
		}
	}
}

// Released are the pictures of addresses that nothing declares any more, by the keys under
// which they are found. Declared has all that are declared, and stays tells of records that
// nobody lets go of.
func Released[V any](s *state.State, declared map[string]V, stays func(*state.Record) bool) map[state.Key][]Former {
	released, modules := map[state.Key][]Former{}, map[string]bool{}
	for a := range declared {
		modules[address.Module(a)] = true
	}
	for r := range s.All() {
		if _, is := declared[r.Address]; is || !r.HasPicture() || stays(r) {
			continue
		}
		module := address.Module(r.Address)
		for _, key := range state.Recorded(r.Key, r.Request) {
			released[key] = append(released[key], Former{Record: r, Module: module, Left: modules[module]})
		}
	}
	return released
}
