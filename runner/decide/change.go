package decide

import (
	"gesso/runner/decide/asking"
	"gesso/runner/decide/tracing"
	"gesso/runner/drift"
	"gesso/runner/library"
	"gesso/runner/takes"
	"gesso/runner/wishes"
	"gesso/state"
)

// change is the plan.Change of a declared image, with what cannot be written down of
// what it is decided from.
type change struct {
	asking.Image
	unwanted  bool                         // a user has tainted the recorded picture, and it is what is asked for
	kept      bool                         // it is left out of the plan
	renamed   bool                         // Before was moved here because it fits, and no moved block says so
	adopting  bool                         // a user says that the output is the picture
	recalling bool                         // a user wants the picture back that was made before
	found     *drift.Finding               // what became of the output of the recorded picture
	note      string                       // why a user says that the output is the picture
	former    func() ([]takes.Take, error) // the pictures that the address had; nil while nobody has asked
	standsIn  *state.Picture               // that the change is an edit of, in place of its source's, which is rejected; else nil
	follows   *library.Want                // what it would take of that, where nobody knows yet whether it is there; else nil
	again     *wishes.Again                // what people want who have looked at the recorded picture; nil: nothing
	trace     *tracing.Trace               // nil but of what is to be explained
}
