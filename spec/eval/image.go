package eval

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
)

// evaluateImage makes a block's instances and evaluates them in order.
func (m *moduleInstance) evaluateImage(i *config.Image) hcl.Diagnostics {
	if i.Broken {
		m.failed[i.Name] = true
		return nil
	}
	ctx := m.context(i.References())
	occurrences, common, diags := m.occurrences(i.Repetition, "image", i.Range, ctx)
	if occurrences == nil {
		m.failed[i.Name] = true
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
		if n%1024 == 0 && m.e.meter.Interrupted() {
			m.failed[i.Name] = true
			return diag.Interrupt()
		}
		made := &Instance{Address: m.address + address.Image(i.Name, o.Key), Block: i, Occurrence: o, module: m}
		made.Import = m.e.config.Imports[made.Address]
		instances[n] = made
		more := block.evaluate(made)
		found.Add(more) // at once: a mistake in a block of a million instances is a million mistakes
		made.broken = made.broken || more.HasErrors()
		if i.Recursive {
			m.instances[i.Name] = instances[:n+1]
		}
		m.e.byAddress[made.Address] = made
		if !made.broken {
			made.picture = m.e.recall(made)
		}
	}
	m.instances[i.Name] = instances
	if i.Referenced {
		m.blocks[i.Name] = m.blockValue(i)
	}
	return found.Result()
}
