package asking

import (
	"slices"

	"gesso/runner/derive"
	"gesso/runner/plan"
	"gesso/spec/config"
	"gesso/spec/lang"
)

// Describe tells in the image's plan what its run needs to know of the instance, as
// far as that is evaluated.
func (c *Image) Describe() {
	i := c.Instance
	d := &plan.Declaration{
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
	c.Declared = d
}
