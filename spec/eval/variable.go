package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/origin"
)

// Convert is the value that expressions see: a null given where none may be
// is replaced by the default, and a sensitive one is marked.
func Convert(v *config.Variable, value cty.Value) (cty.Value, hcl.Diagnostics) {
	if value.IsNull() && !v.Nullable {
		if v.Default == cty.NilVal {
			return diag.Broken(v.Type), diag.ProblemAt(v.Range, "Required variable is null",
				"The variable %q has nullable = false and no default, and was given null. Give it a value, or remove nullable = false.", v.Name)
		}
		value = v.Default
	}
	if v.Sensitive {
		value = value.Mark(origin.Sensitive)
	}
	if v.Ephemeral {
		value = value.Mark(origin.Ephemeral)
	}
	return value, nil
}

// evaluateVariable gives a module's variable the value that the caller gives it.
func (m *moduleInstance) evaluateVariable(v *config.Variable) hcl.Diagnostics {
	if v.Broken {
		m.variables[v.Name] = diag.Broken(v.Type)
		return nil
	}
	expr := m.module.Call.Arguments[v.Name]
	if expr == nil {
		value, diags := Convert(v, v.Default)
		m.variables[v.Name] = value
		return diags
	}
	return m.variableIn(v, m.Occurrence.Context(m.parent.context(v.References())))
}

// variableIn evaluates what the caller gives a variable, in the caller's
// context.
func (m *moduleInstance) variableIn(v *config.Variable, ctx *hcl.EvalContext) hcl.Diagnostics {
	expr := m.module.Call.Arguments[v.Name]
	m.variables[v.Name] = diag.Broken(v.Type)
	value, diags := m.parent.value(expr, ctx)
	if diags.HasErrors() {
		return diags
	}
	value, err := v.Conform(m.parent.mend(value, v.References()))
	if err != nil {
		return diag.Within(diag.ProblemAt(expr.Range(), "Invalid value for variable",
			"The value for the module's variable %q does not fit its type constraint at %s: %s.", v.Name, diag.Position(v.Range), diag.ErrorText(err)), expr, ctx)
	}
	if _, marks := value.UnmarkDeep(); origin.Of(marks).Ephemeral && !v.Ephemeral {
		return diag.Within(diag.ProblemAt(expr.Range(), "Ephemeral value not allowed",
			"The module's variable %q at %s is not declared as ephemeral, so it cannot be given a value that is derived from an ephemeral one. Add ephemeral = true to it.", v.Name, diag.Position(v.Range)), expr, ctx)
	}
	value, diags = Convert(v, value)
	for _, d := range diags {
		d.Subject = expr.Range().Ptr()
	}
	m.variables[v.Name] = value
	return diags
}

// ValidateRoot checks the values of the root's variables by their validation
// blocks.
func (c *Config) ValidateRoot() hcl.Diagnostics {
	var diags hcl.Diagnostics
	e := newEvaluator(c, nil)
	for _, name := range config.Names(c.Root.Variables)() {
		diags = append(diags, e.root.validate(c.Root.Variables[name])...)
	}
	return diags
}

// validate checks the variable's value by its validation blocks.
func (m *moduleInstance) validate(v *config.Variable) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range v.Validations {
		if rule.Broken {
			continue
		}
		diags = append(diags, m.needLocals(rule.References().Locals)...)
		diags = append(diags, m.conditions().Validate(rule, m.context(rule.References()))...)
	}
	return diags
}

// evaluateRule judges a module's variable by one of its rules.
func (m *moduleInstance) evaluateRule(r *config.Validation) hcl.Diagnostics {
	if r.Broken || r.Variable.Broken {
		return nil
	}
	diags := m.conditions().Validate(r, m.context(r.References()))
	if argument := m.module.Call.Arguments[r.Variable.Name]; argument != nil {
		for _, d := range diags {
			if d.Subject != nil && *d.Subject == r.Variable.Range {
				d.Subject = argument.Range().Ptr() // the value is wrong, not its declaration
			}
		}
	}
	return diags
}
