package spec

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/address"
	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// moduleBlock decodes a module block.
func (d *decoder) moduleBlock(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("module", name, block.LabelRanges[0])
	if old, exists := d.module.Calls[name]; exists {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate module block",
			"A module block named %q is at %s already. Names of module blocks are unique in a configuration: rename one of them.", name, diag.Place(old.Range))...)
	}
	content, rest, more := partialContents(block, lang.Module)
	diags = append(diags, more...)
	call := &Call{Name: name, Range: block.DefRange, vertex: vertex{module: d.module}, Arguments: map[string]hcl.Expression{}, names: map[string]hcl.Range{}}
	call.Module = newModule("", call)
	d.module.Calls[name] = call
	if attr := content.Attributes["source"]; attr != nil {
		call.sourceRng = attr.Expr.Range()
		diags = append(diags, literalAttribute(attr, &call.source)...)
	}
	r, more := decodeRepetition(content)
	call.repetition = r
	diags = append(diags, more...)
	if attr := content.Attributes["depends_on"]; attr != nil {
		call.DependsOn, more = dependsOn(attr.Expr)
		diags = append(diags, more...)
	}
	call.passed, more = d.passedProviders(content)
	diags = append(diags, more...)
	call.broken = diags.HasErrors()
	attrs, more := rest.JustAttributes()
	diags = append(diags, more...)
	for name, attr := range attrs {
		call.Arguments[name], call.names[name] = source.Native(attr.Expr), attr.NameRange
	}
	return diags
}

// decodeRepetition reads the arguments that decide a block's instances.
func decodeRepetition(content *decoded) (repetition, hcl.Diagnostics) {
	var r repetition
	var last *hcl.Attribute
	var diags hcl.Diagnostics
	for _, argument := range []struct {
		name   string
		target *hcl.Expression
	}{{"count", &r.Count}, {"for_each", &r.ForEach}, {"matrix", &r.Matrix}} {
		attr := content.Attributes[argument.name]
		if attr == nil {
			continue
		}
		*argument.target = source.Native(attr.Expr)
		if last != nil {
			diags = append(diags, diag.ProblemAt(attr.NameRange, `Invalid combination of "`+last.Name+`" and "`+attr.Name+`"`,
				"The arguments %q and %q are mutually exclusive: each of them alone decides the block's instances. Remove one of them.", last.Name, attr.Name)...)
		}
		last = attr
	}
	return r, diags
}

// evaluateCall makes the instances of a module block.
func (m *moduleInstance) evaluateCall(c *Call) hcl.Diagnostics {
	if c.broken {
		return nil
	}
	ctx := m.context(c.references)
	occurrences, common, diags := m.occurrences(c.repetition, "module", c.Range, ctx)
	if occurrences == nil {
		return diags
	}
	waits, wrong, more := m.addressesOf(c.DependsOn)
	diags = append(diags, more...)
	if wrong {
		return diags
	}
	common = unique(slices.Concat(m.common, common, waits))
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
		root, name := target.RootName(), blockName(target)
		every := len(target) == 2
		var key address.Key
		if !every {
			key, _ = traversalKey(target[2])
		}
		matched := every
		if root == "module" {
			for _, child := range m.children[name] {
				if every || child.Key == key || child.stands() {
					found, matched = child.addresses(found), true
				}
			}
			wrong = wrong || m.children[name] == nil
		} else {
			for _, i := range m.instances[name] {
				if every || i.Key == key || i.stands() {
					found, matched = append(found, i.Address), true
				}
			}
			wrong = wrong || m.failed[name]
		}
		if !matched && !wrong {
			return found, true, diag.ProblemAt(target.SourceRange(), "Invalid depends_on reference",
				"The block %s.%s has no instance with that key.%s To wait for all of them, write %s.%s.", root, name, m.keysOf(root, name, key.Text()), root, name)
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
