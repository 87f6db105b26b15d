package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
)

// evaluateLocal gives one local value its value. What it refers to has one.
func (m *moduleInstance) evaluateLocal(l *local) hcl.Diagnostics {
	return m.localIn(l, m.context(l.references))
}

func (m *moduleInstance) localIn(l *local, ctx *hcl.EvalContext) hcl.Diagnostics {
	m.locals[l.name] = diag.Broken(cty.DynamicPseudoType)
	if l.broken {
		return nil
	}
	e := m.e
	value, diags := m.value(l.expr, ctx)
	if l.multiplies && !diags.HasErrors() && !e.exceeded {
		if e.config.meter.Weigh(value); e.config.meter.Exceeded() {
			e.exceeded = true
			diags = diag.TooMuch(l.expr)
		}
	}
	if !diags.HasErrors() {
		m.locals[l.name] = m.mend(value, l.references)
	}
	return diags
}

// needLocals evaluates the named local values and those behind them, where
// that has not been done.
func (m *moduleInstance) needLocals(names []string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, name := range names {
		if _, done := m.locals[name]; done {
			continue
		}
		l := m.module.locals[name]
		diags = append(diags, m.needLocals(l.references.locals)...)
		diags = append(diags, m.evaluateLocal(l)...)
	}
	return diags
}

// multiplies reports whether an expression can hold a local value more than
// once. Forty such in a row, each with the one before twice, take no room and
// can never be gone through.
func multiplies(expr hcl.Expression) bool {
	node, ok := expr.(hclsyntax.Node)
	uses := countLocals(expr)
	if !ok || uses == 0 {
		return uses > 0
	}
	loops := false
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ForExpr:
			loops = loops || countLocals(n.ValExpr) > 0
		case *hclsyntax.SplatExpr:
			loops = loops || countLocals(n.Each) > 0
		}
		return nil
	})
	return uses > 1 || loops
}

func countLocals(expr hcl.Expression) int {
	n := 0
	for _, t := range expr.Variables() {
		if t.RootName() == "local" {
			n++
		}
	}
	return n
}
