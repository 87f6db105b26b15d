package eval

import (
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/address"
	"gesso/spec/advice"
	"gesso/spec/bound"
	"gesso/spec/config"
	"gesso/spec/detail"
	"gesso/spec/diag"
	"gesso/spec/repeat"
	"gesso/spec/secret"
	"gesso/spec/source"
)

// evaluator is one evaluation of a configuration. It is not safe for
// concurrent use.
type evaluator struct {
	config    *Config
	meter     *bound.Meter // of what is evaluated
	functions map[string]function.Function
	recall    Recall
	root      *moduleInstance
	modules   map[*config.Module][]*moduleInstance
	byAddress map[string]*Instance
	shared    *detail.Shared
	cwd       string
	exceeded  bool           // the evaluations took too much, which is reported
	count     map[string]int // instances of all image and module blocks so far
	bases     map[*config.Module]*hcl.EvalContext
	costs     map[hcl.Expression]int // of what was evaluated: see costOf
}

func newEvaluator(c *Config, recall Recall) *evaluator {
	if recall == nil {
		recall = func(*Instance) *Picture { return nil }
	}
	e := &evaluator{
		config:    c,
		meter:     new(bound.Meter),
		recall:    recall,
		modules:   map[*config.Module][]*moduleInstance{},
		count:     map[string]int{},
		bases:     map[*config.Module]*hcl.EvalContext{},
		costs:     map[hcl.Expression]int{},
		shared:    new(detail.Shared),
		byAddress: make(map[string]*Instance, len(c.Root.Images)),
	}
	e.meter.Heed(c.interrupt)
	e.meter.Tighten(c.tight)
	e.functions = c.Library.Table(e.meter)
	var err error
	if e.cwd, err = os.Getwd(); err != nil {
		e.cwd = c.Abs
	}
	e.root = newModuleInstance(e, c.Root, nil, repeat.Occurrence{})
	for name, value := range c.Values {
		e.root.variables[name] = value
	}
	e.modules[c.Root] = []*moduleInstance{e.root}
	return e
}

// evaluate gives a node its value in one instance of its module.
func (m *moduleInstance) evaluate(n config.Evaluable) hcl.Diagnostics {
	switch n := n.(type) {
	case *config.Local:
		return m.evaluateLocal(n)
	case *config.Image:
		return m.evaluateImage(n)
	case *config.Call:
		return m.evaluateCall(n)
	case *config.Variable:
		return m.evaluateVariable(n)
	case *config.Validation:
		return m.evaluateRule(n)
	case *config.Output:
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
	meter := e.meter
	if e.exceeded {
		return diag.Broken(cty.DynamicPseudoType), nil
	}
	meter.Begin()
	meter.Spend(e.costOf(expr))
	if !meter.Interrupted() {
		value, diags := expr.Value(ctx)
		if bound.Excessive(value) {
			meter.Exhaust()
		}
		meter.Weigh(value, 1) // whoever has asked for it goes through it
		meter.Hold(value)
		if !meter.Exceeded() && !meter.Interrupted() {
			e.config.Secrets.Note(value)
			return value, secret.Discreet(expr, ctx, advice.On(m, expr, diags))
		}
	}
	e.exceeded = true
	if meter.Interrupted() {
		return diag.Broken(cty.DynamicPseudoType), diag.Interrupt()
	}
	return diag.Broken(cty.DynamicPseudoType), diag.TooMuch(expr)
}

// costOf is what evaluating an expression takes, of a block that may have a million
// instances.
func (e *evaluator) costOf(expr hcl.Expression) int {
	if _, ok := expr.(hclsyntax.Node); !ok {
		return 0 // which HCL does not let anybody look into, or a constant
	}
	cost, known := e.costs[expr]
	if !known {
		cost = bound.CostOf(expr)
		e.costs[expr] = cost
	}
	return cost
}

// blockValue builds the value of an image block: an object of its instances by
// key, a tuple, or the one instance.
func (m *moduleInstance) blockValue(img *config.Image) cty.Value {
	instances := m.instances[img.Name]
	switch {
	case m.failed[img.Name] || m.imagesStand(img.Name):
		return diag.Broken(cty.DynamicPseudoType)
	case img.Repeated():
		return collect(img.Repetition, len(instances), func(n int) (address.Key, cty.Value) {
			return instances[n].Key, instances[n].cachedValue()
		})
	case len(instances) == 1:
		return instances[0].cachedValue()
	}
	return diag.Broken(cty.DynamicPseudoType) // the block has errors, which are reported
}

// collect makes the value of a block with instances.
func collect(r config.Repetition, n int, instance func(int) (address.Key, cty.Value)) cty.Value {
	if r.Keyed() {
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
