package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/conform"
	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// Variable is a variable block.
type Variable struct {
	Name        string
	Description string
	Type        cty.Type
	Default     cty.Value // cty.NilVal when there is none: a value is required
	Sensitive   bool
	Ephemeral   bool
	Nullable    bool
	Range       hcl.Range

	Vertex      // of a module's variable: that of the argument in the module block
	optionals   *typeexpr.Defaults
	Typed       bool // a type was given: values from the command line are parsed by it
	Validations []*Validation
}

// Validation is a rule for a variable's value.
type Validation struct {
	Vertex
	Variable   *Variable
	Condition  hcl.Expression
	Message    hcl.Expression
	BlockRange hcl.Range
	Repeat     *Dynamic // what it is the content of, or nil
}

// reserved are the arguments of module blocks, those of Terraform's among them.
var reserved = []string{"source", "version", "provider", "providers", "count", "for_each", "depends_on", "lifecycle", "locals"}

func (d *Decoder) variable(block *hcl.Block) hcl.Diagnostics {
	name := block.Labels[0]
	diags := checkName("variable", name, block.LabelRanges[0])
	if slices.Contains(reserved, name) {
		return append(diags, diag.ProblemAt(block.LabelRanges[0], "Invalid variable name",
			"The name %q has a meaning of its own in module blocks, where this variable could never be given a value. Choose another name.", name)...)
	}
	if old, exists := d.Module.Variables[name]; exists {
		return append(diags, diag.ProblemAt(block.DefRange, "Duplicate variable",
			"A variable named %q is declared at %s already. Names of variables are unique in a configuration: rename one of them.", name, diag.Position(old.Range))...)
	}
	content, more := Decode(block, lang.Variable)
	diags = append(diags, more...)
	v := &Variable{Name: name, Vertex: Vertex{Owner: d.Module}, Type: cty.DynamicPseudoType, Range: block.DefRange}
	d.Module.Variables[name] = v
	diags = append(diags, literal(content, "description", &v.Description)...)
	diags = append(diags, literal(content, "sensitive", &v.Sensitive)...)
	diags = append(diags, literal(content, "ephemeral", &v.Ephemeral)...)
	diags = append(diags, literal(content, "nullable", &v.Nullable)...)
	if attr, ok := content.Attributes["type"]; ok {
		v.Typed = true
		v.Type, v.optionals, more = typeexpr.TypeConstraintWithDefaults(attr.Expr)
		diags = append(diags, typeWords(more, attr.Expr)...)
		if more.HasErrors() {
			v.Type = cty.DynamicPseudoType
		}
	}
	if attr, ok := content.Attributes["default"]; ok {
		more := v.readDefault(attr)
		if v.Secret() {
			more = diag.WithoutLine(more, attr.NameRange)
		}
		diags = append(diags, more...)
	}
	for _, b := range content.Blocks {
		inner, more := Decode(b, lang.Validation)
		diags = append(diags, more...)
		condition, message := inner.Attributes["condition"], inner.Attributes["error_message"]
		if condition != nil && message != nil {
			v.Validations = append(v.Validations, &Validation{Vertex: Vertex{Owner: d.Module}, Variable: v, Condition: source.Native(condition.Expr), Message: source.Native(message.Expr), BlockRange: b.DefRange, Repeat: content.Dynamics[b]})
		}
	}
	v.Broken = diags.HasErrors()
	return diags
}

// readDefault reads the value of a variable that is given none.
func (v *Variable) readDefault(attr *hcl.Attribute) hcl.Diagnostics {
	v.Default = diag.Broken(v.Type) // a wrong default is no reason to ask for a value
	value, diags := Constant(attr.Expr)
	if diags.HasErrors() {
		return diags
	}
	value, err := v.Conform(value)
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

// Secret reports whether the variable's value must not be shown.
func (v *Variable) Secret() bool { return v.Sensitive || v.Ephemeral }

// Conform converts a value to the variable's type, with the defaults of its
// optional attributes filled in.
func (v *Variable) Conform(value cty.Value) (cty.Value, error) {
	if v.optionals != nil && !value.IsNull() {
		value = v.optionals.Apply(value)
	}
	return conform.Convert(value, v.Type)
}
