package mistake

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/runner/document"
	"gesso/spec/funcs"
)

// Call returns the function call that a diagnostic is about, or nil.
func Call(d *hcl.Diagnostic) *document.FunctionCall {
	about, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d)
	if !ok {
		return nil
	}
	name := about.CalledFunctionName()
	for ctx := d.EvalContext; ctx != nil; ctx = ctx.Parent() {
		if f, ok := ctx.Functions[name]; ok {
			if declared, ok := funcs.Declared(name); ok {
				f = declared
			}
			return &document.FunctionCall{CalledAs: name, Signature: describe(name[strings.LastIndex(name, ":")+1:], f)}
		}
	}
	return nil
}

func describe(name string, f function.Function) document.Signature {
	s := document.Signature{Name: name, Params: []document.Parameter{}}
	var types []cty.Type
	for _, p := range f.Params() {
		s.Params = append(s.Params, document.Parameter{Name: p.Name, Type: document.Type(p.Type)})
		types = append(types, p.Type)
	}
	if p := f.VarParam(); p != nil {
		s.VariadicParam = &document.Parameter{Name: p.Name, Type: document.Type(p.Type)}
	}
	returned, err := f.ReturnType(types)
	if err != nil {
		returned = cty.DynamicPseudoType // the type depends on more than is known here
	}
	s.ReturnType = document.Type(returned)
	return s
}
