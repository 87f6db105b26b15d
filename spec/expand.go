package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/diag"
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
	defer c.heed()()
	x, diags := c.expand(recall)
	return x, c.presentable(diags)
}

// mistakes are what Expand finds, as it is found, in a configuration that is not
// fit to be used.
func (c *Config) mistakes() hcl.Diagnostics {
	_, diags := c.expand(nil)
	return diags
}

// expand is Expand with the diagnostics as they are found.
func (c *Config) expand(recall Recall) (*Expansion, hcl.Diagnostics) {
	e := newEvaluator(c, recall)
	var diags hcl.Diagnostics
	for _, n := range c.order {
		var found diag.Merger // a mistake in a module is one in each of its instances
		for _, m := range e.modules[n.at().module] {
			found.Add(m.evaluate(n))
		}
		diags = append(diags, found.Result()...)
	}
	x := &Expansion{Config: c, Instances: make([]*Instance, 0, len(e.byAddress)), eval: e}
	for _, i := range e.byAddress {
		x.Instances = append(x.Instances, i)
	}
	slices.SortFunc(x.Instances, compareInstances)
	diags = append(diags, c.checkPaths(x.Instances)...)
	diags = append(diags, e.checkMoved()...)
	diags = append(diags, e.checkRemoved()...)
	diags = append(diags, e.checkImports()...)
	x.evaluateOutputs()
	return x, append(diags, x.mistaken...)
}

// Instance returns the instance at an address, or nil.
func (x *Expansion) Instance(address string) *Instance { return x.eval.byAddress[address] }

// evaluateImage makes a block's instances and evaluates them in order.
func (m *moduleInstance) evaluateImage(i *Image) hcl.Diagnostics {
	if i.broken {
		m.failed[i.Name] = true
		return nil
	}
	ctx := m.context(i.references)
	occurrences, common, diags := m.occurrences(i.repetition, "image", i.Range, ctx)
	if m.failed[i.Name] = occurrences == nil; occurrences == nil {
		return diags
	}
	waits, wrong, more := m.addressesOf(i.DependsOn)
	block := newBlockScope(m, i, ctx)
	block.common = slices.Concat(m.common, common, waits)
	block.broken = wrong
	var found diag.Merger
	found.Add(append(diags, more...))
	instances := make([]*Instance, len(occurrences))
	for n, o := range occurrences {
		if n%1024 == 0 && m.e.config.meter.Interrupted() {
			m.failed[i.Name] = true
			return diag.Interrupt()
		}
		made := &Instance{Address: m.address + address.Image(i.Name, o.Key), Block: i, occurrence: o, module: m}
		made.Import = m.e.config.imports[made.Address]
		instances[n] = made
		more := block.evaluate(made)
		found.Add(more) // at once: a mistake in a block of a million instances is a million mistakes
		made.broken = made.broken || more.HasErrors()
		if i.recursive {
			m.instances[i.Name] = instances[:n+1]
		}
		m.e.byAddress[made.Address] = made
		if !made.broken {
			made.picture = m.e.recall(made)
		}
	}
	m.instances[i.Name] = instances
	if i.referenced {
		m.blocks[i.Name] = m.blockValue(i)
	}
	return found.Result()
}
