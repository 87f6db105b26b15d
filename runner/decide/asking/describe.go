package asking

import (
	"slices"

	"gesso/runner/derive"
	"gesso/runner/plan"
	"gesso/spec/config"
	"gesso/spec/eval"
	"gesso/spec/lang"
)

// Describe tells in the image's plan what its run needs to know of the instance, as
// far as that is evaluated. An image of which the same is to be told as of another, as of
// thousands of one block, shares that one's declaration; nil is that there is none.
func (c *Image) Describe(other *plan.Declaration) {
	d := declaration(c.Instance)
	if other == nil || !d.Like(other) {
		own := d
		other = &own
	}
	c.Declared = other
}

// declaration is what a run needs to know of an instance.
func declaration(i *eval.Instance) plan.Declaration {
	d := plan.Declaration{
		Block: i.Block.String(), Needs: i.DependsOn, Edit: i.IsEdit(),
		Source:   plan.Source{Image: i.Source.Image, File: i.Source.File, URL: i.Source.URL},
		Pinned:   slices.Contains(i.Block.Lifecycle().IgnoreChanges, "source"),
		Attempts: i.Attempts, Pin: i.Pin,
		Sensitive: i.Sensitive, Judged: i.Judged(), Undecided: i.Undecided(),
	}
	d.Derives = derive.Plain(i.Derived.Files)
	if word := i.Block.Lifecycle().OnDrift.Word(); word != config.Keep {
		d.OnDrift = string(word)
	}
	if i.Import != nil {
		d.Import = &plan.Existing{File: i.Import.File, Task: i.Import.Task}
	}
	if i.Regenerate != lang.OnChange {
		d.Regenerate = i.Regenerate
	}
	for _, t := range i.Triggers {
		d.Triggers = append(d.Triggers, PlainTrigger(t))
	}
	return d
}
