package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Check is a check block: assertions about anything, whose failures are
// warnings.
type Check struct {
	Name  string
	Range hcl.Range

	asserts    []*condition
	references references
}

func (d *decoder) check(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("check", name, block.LabelRanges[0])
	if old, exists := d.module.Checks[name]; exists {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate check",
			"A check named %q is declared at %s already. Names of checks are unique in a configuration: rename one of them.", name, diag.Place(old.Range))...)
	}
	content, more := contents(block, lang.Check)
	diags = append(diags, more...)
	check := &Check{Name: name, Range: block.DefRange}
	d.module.Checks[name] = check
	for _, b := range content.Blocks {
		c, more := decodeCondition(b, lang.Assert, content.dynamics[b])
		diags = append(diags, more...)
		if c != nil {
			check.asserts = append(check.asserts, c)
		}
	}
	if len(content.Blocks) == 0 && !more.HasErrors() {
		diags = append(diags, diag.ProblemAt(block.DefRange, "Missing assert block",
			"The check %q asserts nothing. Add a block such as assert { condition = ..., error_message = \"...\" }.", name)...)
	}
	return diags
}

// linkCheck checks the references of a check's assertions.
func (c *linker) linkCheck(m *Module, check *Check) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, assert := range check.asserts {
		refs, more := c.linkCondition(scope{module: m}, assert)
		check.references = check.references.and(refs)
		diags = append(diags, more...)
	}
	check.references = check.references.sorted()
	m.use(check.references)
	return diags
}

// Checks judges the check blocks of all modules, in each of their instances.
// An assertion that is false is a warning, one that cannot be told yet is
// nothing; errors are mistakes in the blocks.
func (x *Expansion) Checks() hcl.Diagnostics {
	defer x.Config.heed()()
	x.Config.meter.Reset()
	var diags hcl.Diagnostics
	for module, instances := range x.eval.modules {
		for _, check := range module.Checks {
			var found diag.Merger // of the instances of a module
			for _, m := range instances {
				found.Add(m.judgeCheck(check))
			}
			diags = append(diags, found.Result()...)
		}
	}
	return x.Config.presentable(diags)
}

// HasChecks reports whether there is a check block, be it in a module.
func (x *Expansion) HasChecks() bool {
	for module := range x.eval.modules {
		if len(module.Checks) > 0 {
			return true
		}
	}
	return false
}

func (m *moduleInstance) judgeCheck(c *Check) hcl.Diagnostics {
	var diags hcl.Diagnostics
	ctx := m.context(c.references)
	for _, assert := range c.asserts {
		v, more := m.judge(assert, ctx)
		for _, d := range more {
			if v.failed {
				d.Severity = hcl.DiagWarning // what is wrong with the message is no worse than what it is about
			}
		}
		diags = append(diags, more...)
		if v.failed {
			diags = append(diags, unmet(assert, hcl.DiagWarning, "Check block assertion failed", v.message, ctx))
		}
	}
	return diags
}

// decodePreconditions reads the preconditions of an output.
func (o *Output) decodePreconditions(content *decoded) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, b := range content.Blocks {
		c, more := decodeCondition(b, lang.Precondition, content.dynamics[b])
		diags = append(diags, more...)
		if c != nil {
			o.preconditions = append(o.preconditions, c)
		}
	}
	return diags
}

// noPostconditions says of a postcondition in an output what to do instead.
func noPostconditions(block *hcl.Block, diags hcl.Diagnostics) {
	body, ok := block.Body.(*hclsyntax.Body)
	if !ok {
		return
	}
	for _, b := range body.Blocks {
		if b.Type == "postcondition" {
			diag.Reword(diags, b.TypeRange, "An output has preconditions only: there is no self in it that could be judged afterwards. Write precondition { ... }, or a check block, which warns.")
		}
	}
}

// linkPreconditions checks the references of an output's preconditions.
func (c *linker) linkPreconditions(o *Output) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range o.preconditions {
		refs, more := c.linkCondition(scope{module: o.module}, rule)
		o.references = o.references.and(refs)
		diags = append(diags, more...)
	}
	o.references = o.references.sorted()
	return diags
}

// expressions are all that an output evaluates.
func (o *Output) expressions() []hcl.Expression {
	return append(expressionsOf(o.preconditions), o.expr)
}

// refused tells which preconditions of an output are false: it has no value.
func (m *moduleInstance) refused(o *Output, ctx *hcl.EvalContext) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range o.preconditions {
		v, more := m.judge(rule, ctx)
		diags = append(diags, more...)
		if v.failed {
			diags = append(diags, unmet(rule, hcl.DiagError, "Output precondition failed", v.message, ctx))
		}
	}
	return diags
}
