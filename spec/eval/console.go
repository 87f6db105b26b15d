package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/diag"
	"gesso/spec/funcs"
	"gesso/spec/link"
	"gesso/spec/origin"
	"gesso/spec/source"
)

// Evaluate evaluates the text of one expression, as if it stood in a file of
// the configuration's own directory. There is one more function, type(value),
// whose result TypeIn tells. The value keeps the marks of what must not be
// shown, and no others.
func (x *Expansion) Evaluate(text string) (cty.Value, hcl.Diagnostics) {
	c, root := x.Config, x.eval.root
	defer x.eval.meter.Listen(x.Config.interrupt)()
	expr, diags := source.ParseExpression(text, source.ConsoleName)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	refs, diags := c.Linker().Resolve(link.Scope{Module: c.Root, Console: true}, expr)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	for _, name := range refs.Images {
		if _, built := root.blocks[name]; !built { // nothing in the files refers to it
			root.blocks[name] = root.blockValue(c.Root.Images[name])
		}
	}
	x.eval.meter.Reset()
	x.eval.exceeded = false
	ctx := root.context(refs).NewChild()
	ctx.Functions = map[string]function.Function{"type": funcs.TypeFunc}
	value, diags := root.value(expr, ctx)
	if !diags.HasErrors() && funcs.HoldsType(value) {
		diags = append(diags, diag.ProblemAt(expr.Range(), "Invalid use of type function",
			"The function type exists to look at values here: its result is shown, and cannot be part of another value.")...)
	}
	return origin.Visible(value), c.Secrets.Conceal(diags)
}
