package eval

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/advice"
	"gesso/spec/config"
	"gesso/spec/diag"
)

// evaluateCall makes the instances of a module block.
func (m *moduleInstance) evaluateCall(c *config.Call) hcl.Diagnostics {
	if c.Broken {
		return nil
	}
	ctx := m.context(c.References())
	occurrences, common, diags := m.occurrences(c.Repetition, "module", c.Range, ctx)
	if occurrences == nil {
		return diags
	}
	waits, wrong, more := m.addressesOf(c.DependsOn)
	diags = append(diags, more...)
	if wrong {
		return diags
	}
	common = config.Unique(slices.Concat(m.common, common, waits))
	children := make([]*moduleInstance, len(occurrences))
	for i, o := range occurrences {
		children[i] = newModuleInstance(m.e, c.Module, m, o)
		children[i].common = common
	}
	m.children[c.Name] = children
	m.e.modules[c.Module] = append(m.e.modules[c.Module], children...)
	return diags
}

// addressesOf lists the images that depends_on names: one, all of a block, or
// all of a module. It reports whether a mistake hides some.
func (m *moduleInstance) addressesOf(targets []hcl.Traversal) (found []string, wrong bool, diags hcl.Diagnostics) {
	for _, target := range targets {
		root, name := target.RootName(), config.BlockName(target)
		every := len(target) == 2
		var key address.Key
		if !every {
			key, _ = config.TraversalKey(target[2])
		}
		matched := every
		if root == "module" {
			for _, child := range m.children[name] {
				if every || child.Key == key || child.Stands() {
					found, matched = child.addresses(found), true
				}
			}
			wrong = wrong || m.children[name] == nil
		} else {
			for _, i := range m.instances[name] {
				if every || i.Key == key || i.Stands() {
					found, matched = append(found, i.Address), true
				}
			}
			wrong = wrong || m.failed[name]
		}
		if !matched && !wrong {
			return found, true, diag.ProblemAt(target.SourceRange(), "Invalid depends_on reference",
				"The block %s.%s has no instance with that key.%s To wait for all of them, write %s.%s.", root, name, advice.Keys(m, root, name, key.Text()), root, name)
		}
	}
	return found, wrong, nil
}

// addresses adds those of all images of a module and of those that it calls.
func (m *moduleInstance) addresses(to []string) []string {
	for _, name := range slices.Sorted(maps.Keys(m.instances)) {
		for _, i := range m.instances[name] {
			to = append(to, i.Address)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.children)) {
		for _, child := range m.children[name] {
			to = child.addresses(to)
		}
	}
	return to
}
