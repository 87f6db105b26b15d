package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// evaluateLocal gives one local value its value. What it refers to has one.
func (m *moduleInstance) evaluateLocal(l *config.Local) hcl.Diagnostics {
	return m.localIn(l, m.context(l.References()))
}

func (m *moduleInstance) localIn(l *config.Local, ctx *hcl.EvalContext) hcl.Diagnostics {
	m.locals[l.Name] = diag.Broken(cty.DynamicPseudoType)
	if l.Broken {
		return nil
	}
	value, diags := m.value(l.Expr, ctx)
	if !diags.HasErrors() {
		m.locals[l.Name] = m.mend(value, l.References())
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
		l := m.module.Locals[name]
		diags = append(diags, m.needLocals(l.References().Locals)...)
		diags = append(diags, m.evaluateLocal(l)...)
	}
	return diags
}
