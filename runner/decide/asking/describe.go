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
	block, t := c.Instance.Block.String(), terms(c.Instance)
	if other == nil || !t.Like(other.Terms) {
		own := t
		other = &plan.Declaration{Block: block, Terms: &own}
	}
	if other.Block != block {
		other = &plan.Declaration{Block: block, Terms: other.Terms}
	}
	c.Declared = other
}

// terms are what a run needs to know of an instance.
func terms(i *eval.Instance) plan.Terms {
	t := plan.Terms{
		Needs: i.DependsOn, Edit: i.IsEdit(),
		Source:   plan.Source{Image: i.Source.Image, File: i.Source.File, URL: i.Source.URL},
		Pinned:   slices.Contains(i.Block.Lifecycle().IgnoreChanges, "source"),
		Attempts: i.Attempts, Pin: i.Pin,
		Sensitive: i.Sensitive, Judged: i.Judged(), Undecided: i.Undecided(),
	}
	t.Derives = derive.Plain(i.Derived.Files)
	if word := i.Block.Lifecycle().OnDrift.Word(); word != config.Keep {
		t.OnDrift = string(word)
	}
	if i.Import != nil {
		t.Import = &plan.Existing{File: i.Import.File, Task: i.Import.Task}
	}
	if i.Regenerate != lang.OnChange {
		t.Regenerate = i.Regenerate
	}
	for _, trigger := range i.Triggers {
		t.Triggers = append(t.Triggers, PlainTrigger(trigger))
	}
	return t
}
