package eval

import (
	"cmp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/funcs"
	"gesso/spec/repeat"
)

// moduleInstance is the values of one module, as one instance of its block has
// them: a module block with for_each has as many as that has elements, and each
// in as many instances as its caller has.
type moduleInstance struct {
	e      *evaluator
	module *config.Module
	parent *moduleInstance // nil for the root
	repeat.Occurrence
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

func newModuleInstance(e *evaluator, m *config.Module, parent *moduleInstance, o repeat.Occurrence) *moduleInstance {
	made := &moduleInstance{
		e: e, module: m, parent: parent, Occurrence: o,
		instances: make(map[string][]*Instance, len(m.Images)),
		failed:    map[string]bool{},
		children:  map[string][]*moduleInstance{},
	}
	if parent != nil {
		made.address = parent.address + "module." + m.Call.Name + o.Key.String() + "."
	}
	made.base = e.base(m)
	made.clear()
	return made
}

// base is the context that all instances of a module share.
func (e *evaluator) base(m *config.Module) *hcl.EvalContext {
	if ctx := e.bases[m]; ctx != nil {
		return ctx
	}
	ctx := &hcl.EvalContext{
		Functions: e.functions,
		Variables: map[string]cty.Value{
			"path": cty.ObjectVal(map[string]cty.Value{
				"module": cty.StringVal(m.Dir),
				"root":   cty.StringVal("."),
				"cwd":    cty.StringVal(e.cwd).Mark(funcs.Impure{Name: "path.cwd", Machine: true}),
			}),
			"gesso": cty.ObjectVal(map[string]cty.Value{"workspace": cty.StringVal(cmp.Or(e.config.Workspace, "default"))}),
		},
	}
	e.meter.Join(ctx)
	e.bases[m] = ctx
	return ctx
}

// clear forgets all values.
func (m *moduleInstance) clear() {
	m.variables = make(map[string]cty.Value, len(m.module.Variables))
	m.locals = make(map[string]cty.Value, len(m.module.Locals))
	m.outputs = make(map[string]cty.Value, len(m.module.Outputs))
	m.blocks = map[string]cty.Value{}
	m.called = map[string]cty.Value{}
}

// context is the scope of expressions with these references. It holds only
// what they name, so that its cost does not grow with the configuration.
func (m *moduleInstance) context(refs config.References) *hcl.EvalContext {
	if refs.Empty() {
		return m.base
	}
	child := m.base.NewChild()
	child.Variables = make(map[string]cty.Value, 4)
	add := func(object string, names []string, from map[string]cty.Value) {
		if len(names) > 0 {
			child.Variables[object] = pick(names, from)
		}
	}
	add("var", refs.Variables, m.variables)
	add("local", refs.Locals, m.locals)
	add("image", refs.Images, m.blocks)
	if len(refs.Modules) > 0 {
		child.Variables["module"] = m.calledObject(refs.Modules)
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
			v = diag.Broken(cty.DynamicPseudoType)
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
			outputs[name] = append(outputs[name], config.Names(m.module.Calls[name].Module.Outputs)()...)
		}
	}
	attrs := make(map[string]cty.Value, len(outputs))
	for name, wanted := range outputs {
		attrs[name] = m.callValue(m.module.Calls[name], config.Unique(wanted))
	}
	return cty.ObjectVal(attrs)
}

// callValue is the value of a module block, with some of its outputs. It is
// made once, also for thousands of blocks that use it.
func (m *moduleInstance) callValue(call *config.Call, outputs []string) cty.Value {
	key := call.Name + " " + strings.Join(outputs, " ")
	if value, done := m.called[key]; done {
		return value
	}
	children, ok := m.children[call.Name]
	value := diag.Broken(cty.DynamicPseudoType)
	switch {
	case !ok || m.callsStand(call.Name):
	case call.Repeated():
		value = collect(call.Repetition, len(children), func(n int) (address.Key, cty.Value) {
			return children[n].Key, m.outputsOf(children[n], outputs)
		})
	case len(children) == 1:
		value = m.outputsOf(children[0], outputs)
	}
	m.called[key] = value
	return value
}
