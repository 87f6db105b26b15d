package funcs

import (
	"fmt"
	"maps"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/bound"
	"gesso/spec/folder"
)

// templateFuncs returns the functions that render templates. A template may call every function of table, but none that renders another.
func templateFuncs(files *folder.Files, table map[string]function.Function, meter *bound.Meter) map[string]function.Function {
	inside := maps.Clone(table)
	for _, name := range []string{"templatefile", "templatestring"} {
		inside[name] = nestedFunc(name)
	}
	for name, f := range maps.Clone(inside) {
		inside[corePrefix+name] = f
	}
	return map[string]function.Function{
		"templatefile":   keepingMarks(templateFileFunc(files, inside, meter)),
		"templatestring": templateStringFunc(inside, meter),
	}
}

// nestedFunc stands for a template function inside of a template.
func nestedFunc(name string) function.Function {
	param := anyValue("args")
	return function.New(&function.Spec{
		VarParam: &param,
		Type: func([]cty.Value) (cty.Type, error) {
			return cty.NilType, fmt.Errorf("%s cannot be called inside of a template; render the inner one before, and pass its text as a variable", name)
		},
	})
}

func templateFileFunc(files *folder.Files, inside map[string]function.Function, meter *bound.Meter) function.Function {
	return function.New(&function.Spec{
		Description: "Reads a file and renders it as a template with the given variables.",
		Params:      []function.Parameter{{Name: "path", Type: cty.String}, varsParam()},
		// A template that is one interpolation has any type; what type, only rendering tells.
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			name := args[0].AsString()
			text, err := readText(files, name)
			if err != nil {
				return cty.NilVal, err
			}
			rendered, err := render(text, name, args[1], inside, meter)
			if err != nil {
				return cty.NilVal, err
			}
			return asWritten(files, name, rendered), nil
		},
	})
}

func templateStringFunc(inside map[string]function.Function, meter *bound.Meter) function.Function {
	return function.New(&function.Spec{
		Description: "Renders a string from elsewhere in the configuration as a template with the given variables.",
		Params:      []function.Parameter{{Name: "template", Type: customdecode.ExpressionClosureType}, varsParam()},
		Type:        function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			closure := customdecode.ExpressionClosureFromVal(args[0])
			if err := checkReference(closure.Expression); err != nil {
				return cty.NilVal, err
			}
			v, diags := evaluated(closure, meter)
			if diags.HasErrors() {
				return cty.NilVal, function.NewArgError(0, firstError(diags))
			}
			template, marks := v.Unmark()
			if !template.IsKnown() {
				return cty.UnknownVal(cty.String).WithMarks(marks), nil
			}
			if template.Type() != cty.String || template.IsNull() {
				return cty.NilVal, function.NewArgErrorf(0, "a template must be a string, not %s", template.Type().FriendlyName())
			}
			text, err := render(template.AsString(), "<template>", args[1], inside, meter)
			if err != nil {
				return cty.NilVal, err
			}
			return stringResult(text.WithMarks(marks))
		},
	})
}
