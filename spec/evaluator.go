package spec

import (
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/address"
	"gesso/spec/bound"
	"gesso/spec/diag"
	"gesso/spec/source"
)

// evaluator is one evaluation of a configuration. It is not safe for
// concurrent use.
type evaluator struct {
	config    *Config
	recall    Recall
	root      *moduleInstance
	modules   map[*Module][]*moduleInstance
	byAddress map[string]*Instance
	cwd       string
	exceeded  bool           // the evaluations took too much, which is reported
	count     map[string]int // instances of all image and module blocks so far
	bases     map[*Module]*hcl.EvalContext
}

func newEvaluator(c *Config, recall Recall) *evaluator {
	if recall == nil {
		recall = func(*Instance) *Picture { return nil }
	}
	c.meter.Reset()
	e := &evaluator{
		config:    c,
		recall:    recall,
		modules:   map[*Module][]*moduleInstance{},
		count:     map[string]int{},
		bases:     map[*Module]*hcl.EvalContext{},
		byAddress: make(map[string]*Instance, len(c.Root.Images)),
	}
	var err error
	if e.cwd, err = os.Getwd(); err != nil {
		e.cwd = c.Abs
	}
	e.root = newModuleInstance(e, c.Root, nil, occurrence{})
	for name, value := range c.values {
		e.root.variables[name] = value
	}
	e.modules[c.Root] = []*moduleInstance{e.root}
	return e
}

// evaluate gives a node its value in one instance of its module.
func (m *moduleInstance) evaluate(n node) hcl.Diagnostics {
	switch n := n.(type) {
	case *local:
		return m.evaluateLocal(n)
	case *Image:
		return m.evaluateImage(n)
	case *Call:
		return m.evaluateCall(n)
	case *Variable:
		return m.evaluateVariable(n)
	case *validation:
		return m.evaluateRule(n)
	case *Output:
		return m.evaluateOutput(n)
	}
	panic("a node of no kind: " + n.String())
}

// value evaluates an expression, unless it or one before it takes more time or
// memory than anything sane: that is an error once, and a broken value ever
// after.
func (m *moduleInstance) value(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if literal, ok := expr.(*source.Literal); ok {
		return literal.Value(nil)
	}
	e := m.e
	meter := e.config.meter
	if e.exceeded {
		return diag.Broken(cty.DynamicPseudoType), nil
	}
	meter.Begin()
	if !meter.Refused(expr) && !meter.Interrupted() {
		value, diags := expr.Value(ctx)
		if bound.Excessive(value) {
			meter.Exhaust()
		}
		meter.Keep(value)
		if !meter.Exceeded() && !meter.Interrupted() {
			e.config.secrets.note(value)
			return value, discreet(expr, ctx, m.advise(expr, diags))
		}
	}
	e.exceeded = true
	if meter.Interrupted() {
		return diag.Broken(cty.DynamicPseudoType), diag.Interrupt()
	}
	return diag.Broken(cty.DynamicPseudoType), diag.TooMuch(expr)
}

// blockValue builds the value of an image block: an object of its instances by
// key, a tuple, or the one instance.
func (m *moduleInstance) blockValue(img *Image) cty.Value {
	instances := m.instances[img.Name]
	switch {
	case m.failed[img.Name] || m.imagesStand(img.Name):
		return diag.Broken(cty.DynamicPseudoType)
	case img.repeated():
		return collect(img.repetition, len(instances), func(n int) (address.Key, cty.Value) {
			return instances[n].Key, instances[n].cachedValue()
		})
	case len(instances) == 1:
		return instances[0].cachedValue()
	}
	return diag.Broken(cty.DynamicPseudoType) // the block has errors, which are reported
}

// collect makes the value of a block with instances.
func collect(r repetition, n int, instance func(int) (address.Key, cty.Value)) cty.Value {
	if r.keyed() {
		attrs := make(map[string]cty.Value, n)
		for i := range n {
			key, value := instance(i)
			attrs[key.Text()] = value
		}
		return cty.ObjectVal(attrs)
	}
	elems := make([]cty.Value, n)
	for i := range n {
		_, elems[i] = instance(i)
	}
	return cty.TupleVal(elems)
}
