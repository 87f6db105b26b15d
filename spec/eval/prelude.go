package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
)

// Prelude is what is evaluated before any image: blocks that may use variables and
// local values alone. It is not safe for concurrent use.
type Prelude struct {
	*Config
	m *moduleInstance
}

// Prelude begins it.
func (c *Config) Prelude() *Prelude { return &Prelude{c, newEvaluator(c, nil).root} }

// Context is what expressions with these references are evaluated in.
func (p *Prelude) Context(refs config.References) (*hcl.EvalContext, hcl.Diagnostics) {
	diags := p.m.needLocals(refs.Locals)
	return p.m.context(refs), diags
}

// Contexts are those in which a block stands that may be dynamic: one for each
// element.
func (p *Prelude) Contexts(repeat *config.Dynamic, ctx *hcl.EvalContext) ([]*hcl.EvalContext, hcl.Diagnostics) {
	contexts, _, diags := p.m.contexts(repeat, ctx)
	return contexts, diags
}

// Value evaluates an expression that is linked. The value has its marks.
func (p *Prelude) Value(expr hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	return p.m.value(expr, ctx)
}
