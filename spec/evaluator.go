package spec

import (
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// evaluator holds the values that expressions see while a configuration is
// expanded. It is not safe for concurrent use.
type evaluator struct {
	config    *Config
	recall    Recall
	root      *hcl.EvalContext     // functions, var and path
	local     map[string]cty.Value // evaluated so far
	blocks    map[string]cty.Value // values of the image blocks that something refers to
	instances map[string][]*Instance
	byAddress map[string]*Instance
	pictures  map[string]*Picture // by address; what recall said of referenced instances
}

func newEvaluator(c *Config, recall Recall) *evaluator {
	if recall == nil {
		recall = func(*Instance) *Picture { return nil }
	}
	return &evaluator{
		config:    c,
		recall:    recall,
		root:      c.rootContext(),
		local:     map[string]cty.Value{},
		blocks:    map[string]cty.Value{},
		instances: map[string][]*Instance{},
		byAddress: map[string]*Instance{},
		pictures:  map[string]*Picture{},
	}
}

// rootContext has what is the same for every expression.
func (c *Config) rootContext() *hcl.EvalContext {
	cwd, err := os.Getwd()
	if err != nil {
		cwd = c.abs
	}
	return &hcl.EvalContext{
		Functions: c.functions,
		Variables: map[string]cty.Value{
			"var": cty.ObjectVal(c.values),
			"path": cty.ObjectVal(map[string]cty.Value{
				"module": cty.StringVal("."),
				"root":   cty.StringVal("."),
				"cwd":    cty.StringVal(cwd),
			}),
		},
	}
}

// context is the scope of expressions with these references. It holds only
// what they name, so that its cost does not grow with the configuration.
func (e *evaluator) context(refs references) *hcl.EvalContext {
	if refs.empty() {
		return e.root
	}
	child := e.root.NewChild()
	child.Variables = make(map[string]cty.Value, 2)
	child.Variables["local"] = pick(refs.locals, e.local)
	child.Variables["image"] = pick(refs.images, e.blocks)
	return child
}

func pick(names []string, from map[string]cty.Value) cty.Value {
	attrs := make(map[string]cty.Value, len(names))
	for _, name := range names {
		if v, ok := from[name]; ok {
			attrs[name] = v
		}
	}
	return cty.ObjectVal(attrs)
}

// evaluateLocal gives one local value its value. What it refers to has one.
func (e *evaluator) evaluateLocal(name string) hcl.Diagnostics {
	l := e.config.locals[name]
	value, diags := l.expr.Value(e.context(l.references))
	if diags.HasErrors() {
		e.local[name] = cty.DynamicVal
		return diags
	}
	e.local[name] = e.mendMarks(l, value)
	return diags
}

// locals evaluates the named local values and those behind them, where that
// has not been done.
func (e *evaluator) locals(names []string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range names {
		if _, done := e.local[name]; done {
			continue
		}
		diags = append(diags, e.locals(e.config.locals[name].references.locals)...)
		diags = append(diags, e.evaluateLocal(name)...)
	}
	return diags
}

// blockValue builds the value of an image block: an object of its instances by
// key, a tuple, or the one instance.
func (e *evaluator) blockValue(img *Image) cty.Value {
	instances := e.instances[img.Name]
	switch {
	case img.ForEach != nil:
		attrs := make(map[string]cty.Value, len(instances))
		for _, i := range instances {
			attrs[i.Key.name] = e.instanceValue(i)
		}
		return cty.ObjectVal(attrs)
	case img.Count != nil:
		elems := make([]cty.Value, len(instances))
		for n, i := range instances {
			elems[n] = e.instanceValue(i)
		}
		return cty.TupleVal(elems)
	case len(instances) == 1:
		return e.instanceValue(instances[0])
	}
	return cty.DynamicVal // the block has errors, which are reported
}

func (e *evaluator) instanceValue(i *Instance) cty.Value { return i.value(e.pictures[i.Address]) }
