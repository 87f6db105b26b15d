package decide

import (
	"slices"

	"gesso/runner/account"
	"gesso/runner/derive"
	"gesso/runner/drift"
	"gesso/runner/plan"
	"gesso/spec/eval"
	"gesso/spec/lang"
	"gesso/state"
)

// change is the plan.Change of a declared image, with what cannot be written down of
// what it is decided from.
type change struct {
	*plan.Change
	instance  *eval.Instance
	account   *account.Account // whom the image's block buys from
	unwanted  bool             // a user has tainted the recorded picture, and it is what is asked for
	kept      bool             // it is left out of the plan
	renamed   bool             // Before was moved here because it fits, and no moved block says so
	renewed   bool             // Before was recorded under older rules
	before    []string         // the intents of calls from before somebody asked for another picture; nil: that was just now
	keys      keyring
	found     drift.Finding  // what became of the output of the recorded picture
	adopting  bool           // a user says that the output is the picture
	note      string         // and why
	recalling bool           // a user wants the picture back that was made before
	sources   []state.Source // what the request's source is recorded as elsewhere: the same picture in other bytes
	trace     *trace         // nil but of what is to be explained
}

// describe tells in the change's plan what its run needs to know of the instance, as
// far as that is evaluated.
func (c *change) describe() {
	i := c.instance
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
		d.Triggers = append(d.Triggers, plain(t))
	}
	c.Declared = d
}
