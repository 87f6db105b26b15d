package decide

import (
	"slices"

	"gesso/runner/decide/asking"
	"gesso/runner/decide/tracing"
	"gesso/runner/derive"
	"gesso/runner/drift"
	"gesso/runner/library"
	"gesso/runner/plan"
	"gesso/runner/takes"
	"gesso/runner/wishes"
	"gesso/spec/lang"
	"gesso/state"
)

// change is the plan.Change of a declared image, with what cannot be written down of
// what it is decided from.
type change struct {
	asking.Image
	unwanted  bool                         // a user has tainted the recorded picture, and it is what is asked for
	kept      bool                         // it is left out of the plan
	renamed   bool                         // Before was moved here because it fits, and no moved block says so
	found     drift.Finding                // what became of the output of the recorded picture
	adopting  bool                         // a user says that the output is the picture
	note      string                       // and why
	recalling bool                         // a user wants the picture back that was made before
	former    func() ([]takes.Take, error) // the pictures that the address had; nil while nobody has asked
	standsIn  *state.Picture               // that the change is an edit of, in place of its source's, which is rejected; else nil
	follows   *library.Want                // what it would take of that, where nobody knows yet whether it is there; else nil
	again     *wishes.Again                // what people want who have looked at the recorded picture; nil: nothing
	trace     *tracing.Trace               // nil but of what is to be explained
}

// describe tells in the change's plan what its run needs to know of the instance, as
// far as that is evaluated.
func (c *change) describe() {
	i := c.Instance
	d := &plan.Declaration{
		Block: i.Block.String(), Needs: i.DependsOn, Edit: i.IsEdit(),
		Source:   plan.Source{Image: i.Source.Image, File: i.Source.File, URL: i.Source.URL},
		Pinned:   slices.Contains(i.Block.Lifecycle.IgnoreChanges, "source"),
		Attempts: i.Attempts, Pin: i.Pin,
		Sensitive: i.Sensitive, Judged: i.Judged(), Undecided: i.Undecided(),
	}
	d.Derives = derive.Plain(i.Derived.Files)
	if i.Import != nil {
		d.Import = &plan.Existing{File: i.Import.File, Task: i.Import.Task}
	}
	if i.Regenerate != lang.OnChange {
		d.Regenerate = i.Regenerate
	}
	for _, t := range i.Triggers {
		d.Triggers = append(d.Triggers, asking.PlainTrigger(t))
	}
	c.Declared = d
}
