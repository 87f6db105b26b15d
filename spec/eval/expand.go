package eval

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/outputs"
)

// Expansion is a configuration's images, instance by instance.
type Expansion struct {
	Config    *Config
	Instances []*Instance // by block name, then by index or key

	eval     *evaluator
	outputs  []OutputValue
	mistaken hcl.Diagnostics // about the outputs
}

// Expand evaluates every image. Recall is asked for each instance after those
// it depends on; nil stands for one that knows nothing. An instance with a
// mistake is not asked for, nor is one that depends on it.
func (c *Config) Expand(recall Recall) (*Expansion, hcl.Diagnostics) {
	x, diags := c.expand(recall)
	x.eval.meter.Heed(nil)
	return x, c.Presentable(diags)
}

// Mistakes are what Expand finds, as it is found, in a configuration that is not
// fit to be used.
func (c *Config) Mistakes() hcl.Diagnostics {
	_, diags := c.expand(nil)
	return diags
}

// expand is Expand with the diagnostics as they are found.
func (c *Config) expand(recall Recall) (*Expansion, hcl.Diagnostics) {
	e := newEvaluator(c, recall)
	var diags hcl.Diagnostics
	for _, n := range c.Order {
		var found diag.Merger // a mistake in a module is one in each of its instances
		for _, m := range e.modules[n.At().Owner] {
			found.Add(m.evaluate(n))
		}
		diags = append(diags, found.Result()...)
	}
	x := &Expansion{Config: c, Instances: make([]*Instance, 0, len(e.byAddress)), eval: e}
	for _, i := range e.byAddress {
		x.Instances = append(x.Instances, i)
	}
	slices.SortFunc(x.Instances, compareInstances)
	images := make([]outputs.Image, len(x.Instances))
	for n, i := range x.Instances {
		images[n] = i
	}
	diags = append(diags, outputs.Check(images, c.Files)...)
	diags = append(diags, e.checkMoved()...)
	diags = append(diags, e.checkRemoved()...)
	diags = append(diags, e.checkImports()...)
	x.evaluateOutputs()
	return x, append(diags, x.mistaken...)
}

// Instance returns the instance at an address, or nil.
func (x *Expansion) Instance(address string) *Instance { return x.eval.byAddress[address] }
