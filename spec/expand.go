package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Expansion is a configuration's images, instance by instance.
type Expansion struct {
	Config    *Config
	Instances []*Instance // by block name, then by index or key

	eval *evaluator
}

// Expand evaluates every image. Recall is asked for each instance after those
// it depends on; nil stands for one that knows nothing. An instance with a
// mistake is not asked for, nor is one that depends on it.
func (c *Config) Expand(recall Recall) (*Expansion, hcl.Diagnostics) {
	e := newEvaluator(c, recall)
	var diags hcl.Diagnostics
	for _, n := range c.order {
		if n.local != nil {
			diags = append(diags, e.evaluateLocal(n.local)...)
			continue
		}
		diags = append(diags, e.expandBlock(n.image)...)
		if n.image.referenced {
			e.blocks[n.image.Name] = e.blockValue(n.image)
		}
	}
	x := &Expansion{Config: c, Instances: make([]*Instance, 0, len(e.byAddress)), eval: e}
	for _, instances := range e.instances {
		x.Instances = append(x.Instances, instances...)
	}
	slices.SortFunc(x.Instances, compareInstances)
	diags = append(diags, c.checkPaths(x.Instances)...)
	_, more := x.Outputs()
	return x, readable(inFileOrder(append(diags, more...)))
}

// Instance returns the instance at an address, or nil.
func (x *Expansion) Instance(address string) *Instance { return x.eval.byAddress[address] }

// expandBlock makes a block's instances and evaluates them in order.
func (e *evaluator) expandBlock(img *Image) hcl.Diagnostics {
	if img.broken {
		e.failed[img.Name] = true
		return nil
	}
	ctx := e.context(img.references)
	instances, diags := e.makeInstances(img, ctx)
	if len(instances) == 0 {
		return diags
	}
	block := newBlockScope(e, img, ctx)
	var found merger
	found.add(diags)
	for n, i := range instances {
		more := block.evaluate(i)
		found.add(more) // at once: a mistake in a block of a million instances is a million mistakes
		i.broken = i.broken || more.HasErrors()
		if img.recursive || n == len(instances)-1 {
			e.instances[img.Name] = instances[:n+1]
		}
		e.byAddress[i.Address] = i
		if !i.broken {
			i.picture = e.recall(i)
		}
	}
	return found.result()
}
