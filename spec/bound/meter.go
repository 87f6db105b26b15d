package bound

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

const (
	// maxSteps bounds the elements that for expressions and splats make in one
	// evaluation, at one or two microseconds and 100 bytes each.
	maxSteps = 2_000_000
	// maxText bounds the text, in bytes, that templates of one evaluation take in.
	maxText = 64 << 20
	// maxAllSteps and maxAllText bound the same of all evaluations.
	maxAllSteps = 20_000_000
	maxAllText  = 2 << 30
	// maxNodes bounds the parts of all values that Weigh looks at.
	maxNodes = 20_000_000
)

// Meter counts what evaluations cost. Its zero value is ready. It is not safe
// for concurrent use.
type Meter struct {
	steps, text              int // of the evaluation at hand
	allSteps, allText, nodes int
	work                     // of functions
	exhausted                bool
	refused                  map[hcl.Expression]bool // those with a literal that is out of bounds
	operations               map[*hclsyntax.Operation]*hclsyntax.Operation
	stop                     <-chan struct{}
}

// Begin is called before each evaluation: one by itself is bounded too.
func (m *Meter) Begin() {
	m.steps, m.text = 0, 0
	m.work.begin()
}

// Reset starts all counts afresh.
func (m *Meter) Reset() {
	*m = Meter{refused: m.refused, operations: m.operations, stop: m.stop}
}

// Heed makes what is evaluated from now on end soon after the channel is
// closed; nil makes it deaf.
func (m *Meter) Heed(stop <-chan struct{}) { m.stop = stop }

// Interrupted tells whether the channel that the meter heeds is closed. A value
// that was evaluated then is worth nothing.
func (m *Meter) Interrupted() bool {
	select {
	case <-m.stop: // never, of a nil one
		return true
	default:
		return false
	}
}

// Exceeded tells whether the evaluations have taken more than they may. Their
// latest value is then worth nothing, and none after it will be.
func (m *Meter) Exceeded() bool {
	return m.exhausted || m.steps > maxSteps || m.text > maxText || m.allSteps > maxAllSteps || m.allText > maxAllText || m.nodes > maxNodes || m.work.exceeded()
}

// over tells whether evaluating is to end.
func (m *Meter) over() bool { return m.Exceeded() || m.Interrupted() }

// Refused tells whether an expression that is watched has a literal that is out
// of bounds, so that it must not be evaluated.
func (m *Meter) Refused(expr hcl.Expression) bool { return m.refused[expr] }

func (m *Meter) take(value cty.Value) {
	value, _ = value.Unmark()
	m.exhausted = m.exhausted || Excessive(value)
	if value.Type() == cty.String && value.IsKnown() && !value.IsNull() {
		n := len(value.AsString())
		m.text += n
		m.allText += n
	}
}

// Weigh counts the parts of a value, each as often as it is found. Values
// share their parts: forty that each hold the one before twice are made in no
// time, and never gone through.
func (m *Meter) Weigh(value cty.Value) {
	if m.nodes++; m.over() {
		return
	}
	value, _ = value.Unmark()
	if !value.IsKnown() || value.IsNull() || !value.CanIterateElements() {
		m.take(value)
		return
	}
	if ty := value.Type(); ty.IsMapType() || ty.IsObjectType() {
		for _, v := range value.AsValueMap() {
			m.Weigh(v)
		}
		return
	}
	for _, v := range value.AsValueSlice() {
		m.Weigh(v)
	}
}

// Watch builds the meter into the places of an expression that are evaluated
// over and over and those that make text, and mends what they forget of marks.
// It changes the expression; once is enough. An expression of another syntax
// than the native one stays as it is.
func (m *Meter) Watch(expr hcl.Expression) {
	if node, ok := expr.(hclsyntax.Node); ok {
		_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
			m.watchNode(expr, n)
			return nil
		})
	}
}

func (m *Meter) watchNode(root hcl.Expression, node hclsyntax.Node) {
	switch n := node.(type) {
	case *hclsyntax.LiteralValueExpr:
		if Excessive(n.Val) {
			n.Val = cty.UnknownVal(n.Val.Type())
			if m.refused == nil {
				m.refused = map[hcl.Expression]bool{}
			}
			m.refused[root] = true
		}
	case *hclsyntax.BinaryOpExpr:
		n.Op = m.operation(n.Op)
	case *hclsyntax.ForExpr:
		n.CollExpr = &collection{around(n.CollExpr)}
		n.ValExpr = &watched{around(n.ValExpr), m, 1}
	case *hclsyntax.SplatExpr:
		n.Each = &watched{around(n.Each), m, 1}
	case *hclsyntax.TemplateWrapExpr:
		n.Wrapped = mended(n.Wrapped)
	case *hclsyntax.TemplateExpr:
		for i, part := range n.Parts {
			if _, literal := part.(*hclsyntax.LiteralValueExpr); !literal {
				n.Parts[i] = &watched{around(mended(part)), m, 0}
			}
		}
	}
}

// around makes a node that can be extended outside of hclsyntax: what walks
// the tree finds the expression inside of the parentheses.
func around(expr hclsyntax.Expression) *hclsyntax.ParenthesesExpr {
	return &hclsyntax.ParenthesesExpr{Expression: expr, SrcRange: expr.Range()}
}

// watched counts each evaluation of an expression and the text that it makes.
type watched struct {
	*hclsyntax.ParenthesesExpr
	meter *Meter
	cost  int
}

// Value evaluates nothing more after an excess: the loops around it end soon.
func (w *watched) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	w.meter.steps += w.cost
	w.meter.allSteps += w.cost
	if w.meter.over() {
		return cty.DynamicVal, nil
	}
	value, diags := w.Expression.Value(ctx)
	w.meter.take(value)
	return value, diags
}

// collection is what a for expression goes through. HCL forgets the marks of
// one whose type is not known yet, but not those of an unknown list.
type collection struct{ *hclsyntax.ParenthesesExpr }

func (c *collection) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	value, diags := c.Expression.Value(ctx)
	if bare, marks := value.Unmark(); len(marks) > 0 && !bare.IsKnown() && bare.Type() == cty.DynamicPseudoType {
		value = cty.UnknownVal(cty.List(cty.DynamicPseudoType)).WithMarks(marks)
	}
	return value, diags
}

// mended is the for directive of a template with the marks that HCL forgets
// of the rounds whose text is not known yet, or expr where it is no such.
func mended(expr hclsyntax.Expression) hclsyntax.Expression {
	if j, ok := expr.(*hclsyntax.TemplateJoinExpr); ok {
		return &join{j}
	}
	return expr
}

type join struct{ *hclsyntax.TemplateJoinExpr }

func (j *join) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	tuple, diags := j.Tuple.Value(ctx)
	joined := hclsyntax.TemplateJoinExpr{Tuple: &hclsyntax.LiteralValueExpr{Val: tuple, SrcRange: j.Tuple.Range()}}
	text, more := joined.Value(ctx)
	if !text.IsKnown() {
		_, marks := tuple.UnmarkDeep()
		text = text.WithMarks(marks)
	}
	return text, append(diags, more...)
}
