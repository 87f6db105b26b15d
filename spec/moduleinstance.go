package spec

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// moduleInstance is the values of one module, as one instance of its block has
// them: a module block with for_each has as many as that has elements, and each
// in as many instances as its caller has.
type moduleInstance struct {
	e      *evaluator
	module *Module
	parent *moduleInstance // nil for the root
	occurrence
	address string   // what the addresses of its images begin with: "", or module.x["a"]. with the dot
	common  []string // what all of its images depend on through the module blocks

	variables map[string]cty.Value // evaluated so far, like what follows
	locals    map[string]cty.Value
	outputs   map[string]cty.Value
	blocks    map[string]cty.Value // values of the image blocks that something refers to
	instances map[string][]*Instance
	failed    map[string]bool              // image blocks whose instances a mistake hides
	children  map[string][]*moduleInstance // by module block; none where a mistake hides them
	called    map[string]cty.Value         // values of module blocks by what is used of them
	base      *hcl.EvalContext             // functions and path

	refresh *refresh        // what it is evaluated anew for; else nil
	before  *moduleInstance // then: what it was
}

func newModuleInstance(e *evaluator, m *Module, parent *moduleInstance, o occurrence) *moduleInstance {
	made := &moduleInstance{
		e: e, module: m, parent: parent, occurrence: o,
		instances: make(map[string][]*Instance, len(m.Images)),
		failed:    map[string]bool{},
		children:  map[string][]*moduleInstance{},
	}
	if parent != nil {
		made.address = parent.address + "module." + m.call.Name + o.Key.String() + "."
	}
	made.base = e.base(m)
	made.clear()
	return made
}

// base is the context that all instances of a module share.
func (e *evaluator) base(m *Module) *hcl.EvalContext {
	if ctx := e.bases[m]; ctx != nil {
		return ctx
	}
	ctx := &hcl.EvalContext{
		Functions: e.config.functions,
		Variables: map[string]cty.Value{
			"path": cty.ObjectVal(map[string]cty.Value{
				"module": cty.StringVal(m.Dir),
				"root":   cty.StringVal("."),
				"cwd":    cty.StringVal(e.cwd),
			}),
		},
	}
	e.bases[m] = ctx
	return ctx
}

// clear forgets all values.
func (m *moduleInstance) clear() {
	m.variables = make(map[string]cty.Value, len(m.module.Variables))
	m.locals = make(map[string]cty.Value, len(m.module.locals))
	m.outputs = make(map[string]cty.Value, len(m.module.Outputs))
	m.blocks = map[string]cty.Value{}
	m.called = map[string]cty.Value{}
}

// context is the scope of expressions with these references. It holds only
// what they name, so that its cost does not grow with the configuration.
func (m *moduleInstance) context(refs references) *hcl.EvalContext {
	if refs.empty() {
		return m.base
	}
	child := m.base.NewChild()
	child.Variables = make(map[string]cty.Value, 4)
	for name, object := range map[string]struct {
		names []string
		from  map[string]cty.Value
	}{"var": {refs.variables, m.variables}, "local": {refs.locals, m.locals}, "image": {refs.images, m.blocks}} {
		if len(object.names) > 0 {
			child.Variables[name] = pick(object.names, object.from)
		}
	}
	if len(refs.modules) > 0 {
		child.Variables["module"] = m.calledObject(refs.modules)
	}
	return child
}

// pick makes an object of what is named. What is not there is broken, or is
// the block itself, of which there is no value yet.
func pick(names []string, from map[string]cty.Value) cty.Value {
	attrs := make(map[string]cty.Value, len(names))
	for _, name := range names {
		v, ok := from[name]
		if !ok {
			v = broken(cty.DynamicPseudoType)
		}
		attrs[name] = v
	}
	return cty.ObjectVal(attrs)
}

// calledObject is the object "module" for the uses of references.
func (m *moduleInstance) calledObject(uses []string) cty.Value {
	outputs := map[string][]string{}
	for _, use := range uses {
		name, output, one := strings.Cut(use, ".")
		if one {
			outputs[name] = append(outputs[name], output)
		} else {
			outputs[name] = append(outputs[name], names(m.module.Calls[name].Module.Outputs)()...)
		}
	}
	attrs := make(map[string]cty.Value, len(outputs))
	for name, wanted := range outputs {
		attrs[name] = m.callValue(m.module.Calls[name], unique(wanted))
	}
	return cty.ObjectVal(attrs)
}

// callValue is the value of a module block, with some of its outputs. It is
// made once, also for thousands of blocks that use it.
func (m *moduleInstance) callValue(call *Call, outputs []string) cty.Value {
	key := call.Name + " " + strings.Join(outputs, " ")
	if value, done := m.called[key]; done {
		return value
	}
	children, ok := m.children[call.Name]
	value := broken(cty.DynamicPseudoType)
	switch {
	case !ok || m.callsStand(call.Name):
	case call.repeated():
		value = collect(call.repetition, len(children), func(n int) (InstanceKey, cty.Value) {
			return children[n].Key, m.outputsOf(children[n], outputs)
		})
	case len(children) == 1:
		value = m.outputsOf(children[0], outputs)
	}
	m.called[key] = value
	return value
}

// evaluate makes the instances of a module block.
func (c *Call) evaluate(m *moduleInstance) hcl.Diagnostics {
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

// evaluate gives a module's variable the value that the caller gives it.
func (v *Variable) evaluate(m *moduleInstance) hcl.Diagnostics {
	if v.broken {
		m.variables[v.Name] = broken(v.Type)
		return nil
	}
	expr := m.module.call.Arguments[v.Name]
	if expr == nil {
		value, diags := v.settle(v.Default)
		m.variables[v.Name] = value
		return diags
	}
	return v.evaluateIn(m, m.occurrence.context(m.parent.context(v.references)))
}

// evaluateIn evaluates what the caller gives a variable, in the caller's
// context.
func (v *Variable) evaluateIn(m *moduleInstance, ctx *hcl.EvalContext) hcl.Diagnostics {
	expr := m.module.call.Arguments[v.Name]
	m.variables[v.Name] = broken(v.Type)
	value, diags := m.parent.value(expr, ctx)
	if diags.HasErrors() {
		return diags
	}
	value, err := v.conform(m.parent.mend(value, v.references))
	if err != nil {
		return within(problemAt(expr.Range(), "Invalid value for variable",
			"The value for the module's variable %q does not fit its type constraint at %s: %s.", v.Name, place(v.Range), errorText(err)), expr, ctx)
	}
	if _, marks := value.UnmarkDeep(); originOf(marks).ephemeral && !v.Ephemeral {
		return within(problemAt(expr.Range(), "Ephemeral value not allowed",
			"The module's variable %q at %s is not declared as ephemeral, so it cannot be given a value that is derived from an ephemeral one. Add ephemeral = true to it.", v.Name, place(v.Range)), expr, ctx)
	}
	value, diags = v.settle(value)
	for _, d := range diags {
		d.Subject = expr.Range().Ptr()
	}
	m.variables[v.Name] = value
	return diags
}

// evaluate judges a module's variable by one of its rules.
func (r *validation) evaluate(m *moduleInstance) hcl.Diagnostics {
	if r.broken || r.variable.broken {
		return nil
	}
	diags := r.check(m)
	if argument := m.module.call.Arguments[r.variable.Name]; argument != nil {
		for _, d := range diags {
			if d.Subject != nil && *d.Subject == r.variable.Range {
				d.Subject = argument.Range().Ptr() // the value is wrong, not its declaration
			}
		}
	}
	return diags
}

// evaluate gives an output of a module its value.
func (o *Output) evaluate(m *moduleInstance) hcl.Diagnostics {
	return o.evaluateIn(m, m.context(o.references))
}

func (o *Output) evaluateIn(m *moduleInstance, ctx *hcl.EvalContext) hcl.Diagnostics {
	m.outputs[o.Name] = broken(cty.DynamicPseudoType)
	if o.broken {
		return nil
	}
	if diags := o.refused(m, ctx); diags.HasErrors() {
		return diags
	}
	value, diags := m.value(o.expr, ctx)
	if diags.HasErrors() {
		return diags
	}
	value = m.mend(value, o.references)
	if _, marks := value.UnmarkDeep(); originOf(marks).ephemeral && !o.Ephemeral {
		return append(diags, ephemeralOutput(o)...)
	}
	if o.Sensitive {
		value = value.Mark(sensitive)
	}
	if o.Ephemeral {
		value = value.Mark(ephemeral)
	}
	m.outputs[o.Name] = value
	return diags
}

// addressesOf lists the images that depends_on names: one, all of a block, or
// all of a module. It reports whether a mistake hides some.
func (m *moduleInstance) addressesOf(targets []hcl.Traversal) (found []string, wrong bool, diags hcl.Diagnostics) {
	for _, target := range targets {
		root, name := target.RootName(), blockName(target)
		every := len(target) == 2
		var key InstanceKey
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
			return found, true, problemAt(target.SourceRange(), "Invalid depends_on reference",
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
