package eval

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/outputs"
	"gesso/spec/part"
)

// Expansion is a configuration's images, instance by instance.
type Expansion struct {
	Config    *Config
	Instances []*Instance // by block name, then by index or key

	eval     *evaluator
	outputs  []OutputValue
	mistaken hcl.Diagnostics // about the outputs
	part     *part.Part      // what is evaluated
	wrong    []config.Evaluable
	astray   bool // there are mistakes that are none of a block's
}

// Expand evaluates every image. Recall is asked for each instance after those
// it depends on; nil stands for one that knows nothing. An instance with a
// mistake is not asked for, nor is one that depends on it.
func (c *Config) Expand(recall Recall) (*Expansion, hcl.Diagnostics) {
	return c.ExpandPart(recall, nil)
}

// ExpandPart is Expand of a part: what is not in it has no instances and no mistakes, and
// outputs and checks that need it are left out.
func (c *Config) ExpandPart(recall Recall, p *part.Part) (*Expansion, hcl.Diagnostics) {
	x, diags := c.expand(recall, p)
	x.eval.meter.Heed(nil)
	return x, c.Presentable(diags)
}

// Wrong lists the blocks with mistakes. It reports whether these are all mistakes that
// there are.
func (x *Expansion) Wrong() (blocks []config.Evaluable, all bool) { return x.wrong, !x.astray }

// Mistakes are what Expand finds, as it is found, in a configuration that is not
// fit to be used.
func (c *Config) Mistakes() hcl.Diagnostics {
	_, diags := c.expand(nil, nil)
	return diags
}

// expand is Expand with the diagnostics as they are found.
func (c *Config) expand(recall Recall, p *part.Part) (*Expansion, hcl.Diagnostics) {
	e := newEvaluator(c, recall)
	x := &Expansion{Config: c, eval: e, part: p}
	var diags hcl.Diagnostics
	for _, n := range c.Order {
		if !p.Has(n) {
			continue
		}
		var found diag.Merger // a mistake in a module is one in each of its instances
		for _, m := range e.modules[n.At().Owner] {
			found.Add(m.evaluate(n))
		}
		of := found.Result()
		if of.HasErrors() {
			x.wrong = append(x.wrong, n)
		}
		diags = append(diags, of...)
	}
	e.recall = nil // all are asked for: who tells of them is no matter of the expansion's any more
	x.Instances = make([]*Instance, 0, len(e.byAddress))
	for _, i := range e.byAddress {
		x.Instances = append(x.Instances, i)
	}
	slices.SortFunc(x.Instances, compareInstances)
	images := make([]outputs.Image, len(x.Instances))
	for n, i := range x.Instances {
		images[n] = i
	}
	others := outputs.Check(images, c.Files)
	if p == nil {
		others = append(others, e.checkMoved()...)
		others = append(others, e.checkRemoved()...)
		others = append(others, e.checkImports()...)
	}
	x.evaluateOutputs()
	others = append(others, x.mistaken...)
	x.astray = others.HasErrors()
	return x, append(diags, others...)
}

// Knows reports whether all that references in a module lead to is evaluated.
func (x *Expansion) Knows(m *config.Module, refs config.References) bool {
	return x.part.Knows(m, refs)
}

// Forget lets go of all that was evaluated, when nobody refreshes or judges an instance any
// more: what is left has neither instances nor outputs, and only tells what there is to check.
func (x *Expansion) Forget() {
	x.Instances, x.outputs, x.eval.byAddress = nil, nil, nil
	for _, instances := range x.eval.modules {
		for _, m := range instances {
			m.instances = nil
			m.clear()
		}
	}
}

// Instance returns the instance at an address, or nil.
func (x *Expansion) Instance(address string) *Instance { return x.eval.byAddress[address] }
