package funcs

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
)

// tryFunc is like the one of HCL's extensions, which forgets the marks of a value that is not known yet: an image whose prompt tries the URL
// of another would not wait for it.
func tryFunc(meter *bound.Meter) function.Function {
	return function.New(&function.Spec{
		Description: "Returns the value of the first of its arguments that can be evaluated without an error.",
		VarParam:    &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
		Type:        function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if len(args) == 0 {
				return cty.NilVal, errors.New("at least one argument is required")
			}
			var failed hcl.Diagnostics
			spoilt := cty.ValueMarks{} // by what has failed: elsewhere it may not
			for _, arg := range args {
				closure := customdecode.ExpressionClosureFromVal(arg)
				v, diags := evaluated(closure, meter)
				if diags.HasErrors() {
					failed = append(failed, diags...)
					maps.Copy(spoilt, impureUse(closure, meter))
					continue
				}
				if _, marks := v.UnmarkDeep(); !v.IsWhollyKnown() {
					// What is unknown may fail, or have another type, when it is known: then another argument's turn comes.
					return cty.DynamicVal.WithMarks(marks, spoilt), nil
				}
				if len(spoilt) > 0 {
					v = v.WithMarks(spoilt)
				}
				return v, nil
			}
			return cty.NilVal, fmt.Errorf("no expression succeeded:\n%s", listErrors(failed))
		},
	})
}

func canFunc(meter *bound.Meter) function.Function {
	return function.New(&function.Spec{
		Description:  "Tells whether its argument can be evaluated without an error.",
		Params:       []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			closure := customdecode.ExpressionClosureFromVal(args[0])
			v, diags := evaluated(closure, meter)
			if diags.HasErrors() {
				return cty.False.WithMarks(impureUse(closure, meter)), nil
			}
			_, marks := v.UnmarkDeep()
			if !v.IsWhollyKnown() {
				return cty.UnknownVal(cty.Bool).WithMarks(marks), nil
			}
			return cty.True.WithMarks(impureOf(marks)), nil
		},
	})
}

// evaluated is the value of an argument that is evaluated by the function, which goes through all of it.
func evaluated(closure *customdecode.ExpressionClosure, meter *bound.Meter) (cty.Value, hcl.Diagnostics) {
	v, diags := closure.Value()
	v = bound.Open(v)
	if meter != nil && !meter.Weigh(v, usual.passes) {
		return cty.DynamicVal, nil
	}
	return v, diags
}

// listErrors writes the errors of diags as a list, one a line.
func listErrors(diags hcl.Diagnostics) string {
	var lines []string
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			lines = append(lines, "- "+oneLine(d))
		}
	}
	return strings.Join(lines, "\n")
}

// firstError returns the first error of diags as one line.
func firstError(diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			return errors.New(oneLine(d))
		}
	}
	return errors.New("no error") // a programming mistake: the caller has asked HasErrors
}

// oneLine writes where, what and why.
func oneLine(d *hcl.Diagnostic) string {
	detail := strings.TrimSuffix(d.Detail, ".") // HCL puts one after the message of a function
	if d.Subject == nil {
		return fmt.Sprintf("%s; %s", d.Summary, detail)
	}
	return fmt.Sprintf("%s: %s; %s", d.Subject, d.Summary, detail)
}
