package funcs

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
)

// varsParam is the second parameter of the functions that render templates. It keeps the marks of each variable, so that a text has those of
// the variables that it was made from, not of all that it was given.
func varsParam() function.Parameter {
	return function.Parameter{Name: "vars", Type: cty.DynamicPseudoType, AllowMarked: true, AllowUnknown: true, AllowDynamicType: true}
}

// render renders text with the variables of vars and nothing else. name is what messages call the text; the meter counts the loops in it, or
// is nil.
func render(text, name string, vars cty.Value, functions map[string]function.Function, meter *bound.Meter) (cty.Value, error) {
	if shape := bound.Scan([]byte(text), true, 0); shape.Over >= 0 || shape.Crowded >= 0 {
		return cty.NilVal, function.NewArgErrorf(0, "%s nests deeper, or has more words and symbols, than can be rendered", name)
	}
	template, diags := hclsyntax.ParseTemplate([]byte(text), name, hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, function.NewArgError(0, firstError(diags))
	}
	vars, marks := vars.Unmark()
	if !vars.IsKnown() {
		return cty.DynamicVal.WithMarks(marks), nil
	}
	variables, err := variablesOf(vars)
	if err != nil {
		return cty.NilVal, err
	}
	for _, reference := range template.Variables() {
		if _, ok := variables[reference.RootName()]; !ok {
			return cty.NilVal, function.NewArgErrorf(1, "the template refers to %q (%s), which is not among the variables given to it", reference.RootName(), reference.SourceRange())
		}
	}
	if meter == nil {
		meter = new(bound.Meter)
	}
	if len(bound.Prepare(template)) > 0 {
		meter.Exhaust()
		return cty.NilVal, errTooMuch
	}
	scope := &hcl.EvalContext{Variables: variables, Functions: functions}
	meter.Join(scope)
	result, diags := template.Value(scope)
	if meter.Exceeded() {
		return cty.NilVal, fmt.Errorf("%s: the loops of the template multiply to more than can be rendered", name)
	}
	if diags.HasErrors() {
		return cty.NilVal, firstError(diags)
	}
	if bare, _ := result.Unmark(); bare.IsNull() {
		return cty.NilVal, fmt.Errorf("%s: the result of the template is null", name)
	}
	return result.WithMarks(marks), nil
}

// variablesOf returns the elements of the map or object that was given as the variables of a template.
func variablesOf(vars cty.Value) (map[string]cty.Value, error) {
	if ty := vars.Type(); !ty.IsObjectType() && !ty.IsMapType() {
		return nil, function.NewArgErrorf(1, "the variables must be a map or object, not %s", ty.FriendlyName())
	}
	variables := vars.AsValueMap()
	for name := range variables {
		if !hclsyntax.ValidIdentifier(name) {
			return nil, function.NewArgErrorf(1, "%q cannot be the name of a variable: names have letters, digits, underscores and dashes, and a letter first", name)
		}
	}
	return variables, nil
}

// stringResult converts what a template made to a string.
func stringResult(v cty.Value) (cty.Value, error) {
	text, err := convert.Convert(v, cty.String)
	if err != nil {
		return cty.NilVal, fmt.Errorf("the result of the template is not a string: %w", err)
	}
	return text, nil
}

// checkReference refuses a template that is written where it is used: that needs no function, and its interpolations would be evaluated
// before the function sees them.
func checkReference(expr hcl.Expression) error {
	const must = "the template must be a reference to a string from elsewhere, such as local.template"
	switch e := bound.Bare(expr).(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return nil
	case *hclsyntax.RelativeTraversalExpr:
		return checkReference(e.Source)
	case *hclsyntax.IndexExpr:
		return checkReference(e.Collection)
	case *hclsyntax.TemplateExpr, *hclsyntax.TemplateWrapExpr:
		return function.NewArgErrorf(0, "%s; a string written here is a template already", must)
	}
	return function.NewArgErrorf(0, "%s", must)
}
