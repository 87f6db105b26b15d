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
	failed    map[string]bool // image blocks whose instances a mistake hides
	exceeded  bool            // the evaluations took too much, which is reported
}

func newEvaluator(c *Config, recall Recall) *evaluator {
	if recall == nil {
		recall = func(*Instance) *Picture { return nil }
	}
	c.meter.Reset()
	return &evaluator{
		config:    c,
		recall:    recall,
		root:      c.rootContext(),
		local:     make(map[string]cty.Value, len(c.locals)),
		blocks:    map[string]cty.Value{},
		instances: make(map[string][]*Instance, len(c.Images)),
		byAddress: make(map[string]*Instance, len(c.Images)),
		failed:    map[string]bool{},
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

// value evaluates an expression, unless it or one before it takes more time or
// memory than anything sane: that is an error once, and a broken value ever
// after.
func (e *evaluator) value(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if literal, ok := expr.(*literalText); ok {
		return literal.value, nil
	}
	meter := e.config.meter
	if e.exceeded {
		return broken(cty.DynamicPseudoType), nil
	}
	meter.Begin()
	value, diags := expr.Value(ctx)
	if !meter.Exceeded() {
		return value, e.advise(expr, diags)
	}
	e.exceeded = true
	return broken(cty.DynamicPseudoType), tooMuch(expr)
}

func tooMuch(expr hcl.Expression) hcl.Diagnostics {
	return problemAt(expr.Range(), "Expression takes too much",
		"Evaluating this has made more elements or more text than anything that is meant: are for expressions multiplied by each other, or texts doubled again and again? Make fewer or smaller values.")
}

// constant evaluates an expression that can refer to nothing.
func (c *Config) constant(expr hcl.Expression) (cty.Value, hcl.Diagnostics) {
	c.meter.Watch(expr)
	c.meter.Reset()
	value, diags := expr.Value(nil)
	if c.meter.Exceeded() {
		return broken(cty.DynamicPseudoType), tooMuch(expr)
	}
	if diags.HasErrors() && !isConstant(expr) {
		diags = problemAt(expr.Range(), "Constant required",
			"Nothing can be referred to and no function called here: the value must be a constant. What is computed is a local value.")
	}
	return value, diags
}

// blockValue builds the value of an image block: an object of its instances by
// key, a tuple, or the one instance.
func (e *evaluator) blockValue(img *Image) cty.Value {
	instances := e.instances[img.Name]
	switch {
	case e.failed[img.Name]:
		return broken(cty.DynamicPseudoType)
	case img.ForEach != nil:
		attrs := make(map[string]cty.Value, len(instances))
		for _, i := range instances {
			attrs[i.Key.name] = i.cachedValue()
		}
		return cty.ObjectVal(attrs)
	case img.Count != nil:
		elems := make([]cty.Value, len(instances))
		for n, i := range instances {
			elems[n] = i.cachedValue()
		}
		return cty.TupleVal(elems)
	case len(instances) == 1:
		return instances[0].cachedValue()
	}
	return broken(cty.DynamicPseudoType) // the block has errors, which are reported
}
