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
