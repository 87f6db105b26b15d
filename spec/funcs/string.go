package funcs

import (
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// textFunc makes a function of strings, none of them null, that returns a value of type result, which is never null.
// Unknown and marked arguments are taken care of: impl sees neither.
func textFunc(description string, result cty.Type, impl func(args []string) (cty.Value, error), params ...string) function.Function {
	spec := &function.Spec{
		Description:  description,
		Type:         function.StaticReturnType(result),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			texts := make([]string, len(args))
			for i, arg := range args {
				texts[i] = arg.AsString()
			}
			return impl(texts)
		},
	}
	for _, name := range params {
		spec.Params = append(spec.Params, function.Parameter{Name: name, Type: cty.String})
	}
	return function.New(spec)
}

func startsWithFunc() function.Function {
	return textFunc("Tells whether a string begins with a given prefix.", cty.Bool, func(args []string) (cty.Value, error) {
		return cty.BoolVal(strings.HasPrefix(args[0], args[1])), nil
	}, "str", "prefix")
}

func endsWithFunc() function.Function {
	return textFunc("Tells whether a string ends with a given suffix.", cty.Bool, func(args []string) (cty.Value, error) {
		return cty.BoolVal(strings.HasSuffix(args[0], args[1])), nil
	}, "str", "suffix")
}

func strContainsFunc() function.Function {
	return textFunc("Tells whether a string has another somewhere within it.", cty.Bool, func(args []string) (cty.Value, error) {
		return cty.BoolVal(strings.Contains(args[0], args[1])), nil
	}, "str", "substr")
}

func replaceFunc() function.Function {
	return textFunc("Replaces every occurrence of a substring, or every match of a regular expression written between slashes.", cty.String, func(args []string) (cty.Value, error) {
		text, old, replacement := args[0], args[1], args[2]
		if len(old) < 2 || !strings.HasPrefix(old, "/") || !strings.HasSuffix(old, "/") {
			return cty.StringVal(strings.ReplaceAll(text, old, replacement)), nil
		}
		re, err := regexp.Compile(old[1 : len(old)-1])
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(1, "not a valid regular expression: %w", err)
		}
		return cty.StringVal(re.ReplaceAllString(text, replacement)), nil
	}, "str", "substr", "replace")
}
