package spec

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// reserved are the arguments of module blocks, those of Terraform's among them.
var reserved = []string{"source", "version", "provider", "providers", "count", "for_each", "depends_on", "lifecycle", "locals"}

func (d *decoder) variable(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("variable", name, block.LabelRanges[0])
	if slices.Contains(reserved, name) {
		return append(diags, diag.ProblemAt(block.LabelRanges[0], "Invalid variable name",
			"The name %q has a meaning of its own in module blocks, where this variable could never be given a value. Choose another name.", name)...)
	}
	if old, exists := d.module.Variables[name]; exists {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate variable",
			"A variable named %q is declared at %s already. Names of variables are unique in a configuration: rename one of them.", name, diag.Place(old.Range))...)
	}
	content, more := contents(block, lang.Variable)
	diags = append(diags, more...)
	v := &Variable{Name: name, vertex: vertex{module: d.module}, Type: cty.DynamicPseudoType, Range: block.DefRange}
	d.module.Variables[name] = v
	diags = append(diags, literal(content, "description", &v.Description)...)
	diags = append(diags, literal(content, "sensitive", &v.Sensitive)...)
	diags = append(diags, literal(content, "ephemeral", &v.Ephemeral)...)
	diags = append(diags, literal(content, "nullable", &v.Nullable)...)
	if attr, ok := content.Attributes["type"]; ok {
		v.typed = true
		v.Type, v.optionals, more = typeexpr.TypeConstraintWithDefaults(attr.Expr)
		diags = append(diags, more...)
		if more.HasErrors() {
			v.Type = cty.DynamicPseudoType
		}
	}
	if attr, ok := content.Attributes["default"]; ok {
		more := v.readDefault(attr)
		if v.secret() {
			more = diag.WithoutLine(more, attr.NameRange)
		}
		diags = append(diags, more...)
	}
	for _, b := range content.Blocks {
		inner, more := contents(b, lang.Validation)
		diags = append(diags, more...)
		condition, message := inner.Attributes["condition"], inner.Attributes["error_message"]
		if condition != nil && message != nil {
			v.validations = append(v.validations, &validation{vertex: vertex{module: d.module}, variable: v, condition: source.Native(condition.Expr), message: source.Native(message.Expr), blockRange: b.DefRange, repeat: content.dynamics[b]})
		}
	}
	v.broken = diags.HasErrors()
	return diags
}

// readDefault reads the value of a variable that is given none.
func (v *Variable) readDefault(attr *hcl.Attribute) hcl.Diagnostics {
	v.Default = diag.Broken(v.Type) // a wrong default is no reason to ask for a value
	value, diags := constant(attr.Expr)
	if diags.HasErrors() {
		return diags
	}
	value, err := v.conform(value)
	switch {
	case err != nil:
		return diag.ProblemAt(attr.Expr.Range(), "Invalid default value for variable",
			"The default does not fit the variable's type constraint: %s.", diag.ErrorText(err))
	case value.IsNull() && !v.Nullable:
		return diag.ProblemAt(attr.Expr.Range(), "Invalid default value for variable",
			"The default is null, and nullable = false allows none. Remove the default, so that a value is required, or give another.")
	}
	v.Default = value
	return diags
}

// secret reports whether the variable's value must not be shown.
func (v *Variable) secret() bool { return v.Sensitive || v.Ephemeral }

// conform converts a value to the variable's type, with the defaults of its
// optional attributes filled in.
func (v *Variable) conform(value cty.Value) (cty.Value, error) {
	if v.optionals != nil && !value.IsNull() {
		value = v.optionals.Apply(value)
	}
	return convert.Convert(value, v.Type)
}

// settle is the value that expressions see: a null given where none may be
// is replaced by the default, and a sensitive one is marked.
func settle(v *Variable, value cty.Value) (cty.Value, hcl.Diagnostics) {
	if value.IsNull() && !v.Nullable {
		if v.Default == cty.NilVal {
			return diag.Broken(v.Type), diag.ProblemAt(v.Range, "Required variable is null",
				"The variable %q has nullable = false and no default, and was given null. Give it a value, or remove nullable = false.", v.Name)
		}
		value = v.Default
	}
	if v.Sensitive {
		value = value.Mark(sensitive)
	}
	if v.Ephemeral {
		value = value.Mark(ephemeral)
	}
	return value, nil
}

// evaluateVariable gives a module's variable the value that the caller gives it.
func (m *moduleInstance) evaluateVariable(v *Variable) hcl.Diagnostics {
	if v.broken {
		m.variables[v.Name] = diag.Broken(v.Type)
		return nil
	}
	expr := m.module.call.Arguments[v.Name]
	if expr == nil {
		value, diags := settle(v, v.Default)
		m.variables[v.Name] = value
		return diags
	}
	return m.variableIn(v, m.occurrence.context(m.parent.context(v.references)))
}

// variableIn evaluates what the caller gives a variable, in the caller's
// context.
func (m *moduleInstance) variableIn(v *Variable, ctx *hcl.EvalContext) hcl.Diagnostics {
	expr := m.module.call.Arguments[v.Name]
	m.variables[v.Name] = diag.Broken(v.Type)
	value, diags := m.parent.value(expr, ctx)
	if diags.HasErrors() {
		return diags
	}
	value, err := v.conform(m.parent.mend(value, v.references))
	if err != nil {
		return diag.Within(diag.ProblemAt(expr.Range(), "Invalid value for variable",
			"The value for the module's variable %q does not fit its type constraint at %s: %s.", v.Name, diag.Place(v.Range), diag.ErrorText(err)), expr, ctx)
	}
	if _, marks := value.UnmarkDeep(); originOf(marks).ephemeral && !v.Ephemeral {
		return diag.Within(diag.ProblemAt(expr.Range(), "Ephemeral value not allowed",
			"The module's variable %q at %s is not declared as ephemeral, so it cannot be given a value that is derived from an ephemeral one. Add ephemeral = true to it.", v.Name, diag.Place(v.Range)), expr, ctx)
	}
	value, diags = settle(v, value)
	for _, d := range diags {
		d.Subject = expr.Range().Ptr()
	}
	m.variables[v.Name] = value
	return diags
}

// validateRoot checks the values of the root's variables by their validation
// blocks.
func (c *Config) validateRoot() hcl.Diagnostics {
	var diags hcl.Diagnostics
	e := newEvaluator(c, nil)
	for _, name := range names(c.Root.Variables)() {
		diags = append(diags, e.root.validate(c.Root.Variables[name])...)
	}
	return diags
}

// validate checks the variable's value by its validation blocks.
func (m *moduleInstance) validate(v *Variable) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range v.validations {
		if rule.broken {
			continue
		}
		diags = append(diags, m.needLocals(rule.references.locals)...)
		diags = append(diags, m.checkRule(rule)...)
	}
	return diags
}

// evaluateRule judges a module's variable by one of its rules.
func (m *moduleInstance) evaluateRule(r *validation) hcl.Diagnostics {
	if r.broken || r.variable.broken {
		return nil
	}
	diags := m.checkRule(r)
	if argument := m.module.call.Arguments[r.variable.Name]; argument != nil {
		for _, d := range diags {
			if d.Subject != nil && *d.Subject == r.variable.Range {
				d.Subject = argument.Range().Ptr() // the value is wrong, not its declaration
			}
		}
	}
	return diags
}

func (m *moduleInstance) checkRule(rule *validation) hcl.Diagnostics {
	contexts, _, diags := m.contexts(rule.repeat, m.context(rule.references))
	for _, ctx := range contexts {
		diags = append(diags, m.checkRuleIn(rule, ctx)...)
	}
	return diags
}

func (m *moduleInstance) checkRuleIn(rule *validation, ctx *hcl.EvalContext) hcl.Diagnostics {
	result, diags := m.value(rule.condition, ctx)
	if diags.HasErrors() {
		return diags
	}
	result, marks := result.UnmarkDeep()
	if originOf(marks).broken {
		return diags
	}
	result, err := convert.Convert(result, cty.Bool)
	if err != nil || result.IsNull() {
		return append(diags, diag.ProblemAt(rule.condition.Range(), "Invalid validation condition",
			"The condition of a validation must be true or false, as that of an if.")...)
	}
	if !result.IsKnown() || result.True() {
		return diags
	}
	message, more := m.value(rule.message, ctx)
	diags = append(diags, more...)
	d := diag.At(hcl.DiagError, rule.variable.Range, "Invalid value for variable", "%s\n\nThis was checked by the validation rule at %s.",
		messageText(message), diag.Place(rule.blockRange))
	d.Expression, d.EvalContext = rule.condition, ctx
	return append(diags, d)
}

// messageText is what an error_message says, unless it would tell a secret.
func messageText(message cty.Value) string {
	message, marks := message.UnmarkDeep()
	if o := originOf(marks); o.sensitive || o.ephemeral {
		return "The error message refers to a sensitive or ephemeral value and is not shown."
	}
	text, err := convert.Convert(message, cty.String)
	if err != nil || text.IsNull() || !text.IsKnown() {
		return "The value is not valid, and the error_message is not a string that could say why."
	}
	return strings.TrimSpace(text.AsString())
}
