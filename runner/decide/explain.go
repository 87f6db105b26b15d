package decide

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/plan"
	"gesso/spec/diag"
	"gesso/spec/eval"
)

// trace is what the ladder answered about the one image that is to be explained. Nil
// is that of all others, and takes no notes.
type trace struct{ answers []plan.Answer }

func (t *trace) answer(rung plan.Rung, held bool, reasons ...plan.Reason) {
	if t != nil {
		t.answers = append(t.answers, plan.Answer{Rung: rung, Held: held, Reasons: reasons})
	}
}

// recorded notes why the recorded picture of a change does or does not stay.
func (t *trace) recorded(c *change, held bool, unmet string) {
	switch {
	case t == nil:
	case held:
		t.answer(plan.RungRecorded, true)
	case !c.Before.HasPicture():
		t.answer(plan.RungRecorded, false, plan.Reason{Cause: plan.New})
	case !c.upToDate():
		t.answer(plan.RungRecorded, false, changedArguments(c)...)
	case unmet != "":
		t.answer(plan.RungRecorded, false, plan.Reason{Cause: plan.Unmet, New: unmet})
	default:
		t.answer(plan.RungRecorded, false, plan.Reason{Cause: plan.Lost})
	}
}

// lent notes that a call of another address was found after all: a plan asks for it
// when all images are decided.
func (t *trace) lent(reasons []plan.Reason) {
	if t == nil {
		return
	}
	t.answers = slices.DeleteFunc(t.answers, func(a plan.Answer) bool { return a.Rung == plan.RungOtherCall || a.Rung == plan.RungBuy })
	t.answer(plan.RungOtherCall, true, reasons...)
}

// Explain tells everything that decided about an image of the plan, which was made with
// the address as Situation.Explain. It reports whether the plan has such an image.
func (p *Prepared) Explain(address string) (*plan.Explanation, bool) {
	c := p.all[address]
	if c == nil {
		i := slices.IndexFunc(p.Changes, func(c *plan.Change) bool { return c.Address == address })
		if i < 0 {
			return nil, false
		}
		return &plan.Explanation{Change: p.Changes[i]}, true
	}
	e := &plan.Explanation{Change: c.Change, Arguments: arguments(c.instance), Triggers: c.Declared.Triggers, Budget: p.Budget, LeftOut: p.Leaves(c.Change)}
	if c.trace != nil {
		e.Rungs = c.trace.answers
	}
	for _, step := range p.Steps() {
		switch {
		case slices.Contains(c.Declared.Needs, step.Address):
			e.Needed = append(e.Needed, step)
		case slices.Contains(step.Needs, address):
			e.Awaiting = append(e.Awaiting, step)
		}
	}
	return e, true
}

// arguments tells where the values of an image's arguments come from.
func arguments(i *eval.Instance) []plan.Argument {
	values := []struct{ name, value string }{{"prompt", i.Prompt}, {"source", plan.Source{Image: i.Source.Image, File: i.Source.File, URL: i.Source.URL}.String()},
		{"model", i.Model}, {"size", i.Size}, {"path", i.Path}}
	var list []plan.Argument
	for _, v := range values {
		a := plan.Argument{Name: v.name, Value: v.value, Withheld: slices.Contains(i.Sensitive, v.name), Later: slices.Contains(i.Unknown, v.name)}
		if a.Withheld {
			a.Value = ""
		}
		if expr := i.Block.Arguments[v.name]; expr != nil {
			a.Place, a.Uses = diag.Position(i.Range(v.name)), uses(expr)
		} else {
			a.Default = defaultOf(i, v.name)
		}
		if a.Place != "" || a.Value != "" {
			list = append(list, a)
		}
	}
	return list
}

// defaultOf says where a value comes from that an image block does not give.
func defaultOf(i *eval.Instance, argument string) string {
	switch provider := i.Block.Provider; {
	case argument == "path":
		return "output_dir and the image's name"
	case argument == "size" && i.DefaultSized:
		return "the model's own"
	case provider.Range != (hcl.Range{}):
		return "provider " + provider.String() + ", " + diag.Position(provider.Range)
	}
	return "the kind of provider"
}

// uses lists what an expression refers to, as far as names go.
func uses(expr hcl.Expression) []string {
	var names []string
	for _, t := range expr.Variables() {
		name := t.RootName()
	steps:
		for _, step := range t[1:] {
			attr, ok := step.(hcl.TraverseAttr)
			if !ok {
				break steps
			}
			name += "." + attr.Name
		}
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	return slices.Compact(names)
}
