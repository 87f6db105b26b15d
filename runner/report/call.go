package report

import (
	"encoding/json"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// call is the function call that a diagnostic is about.
type call struct {
	CalledAs  string    `json:"called_as"`
	Signature signature `json:"signature"`
}

type signature struct {
	Name          string          `json:"name"`
	Params        []parameter     `json:"params"`
	VariadicParam *parameter      `json:"variadic_param,omitempty"`
	ReturnType    json.RawMessage `json:"return_type"`
}

type parameter struct {
	Name string          `json:"name"`
	Type json.RawMessage `json:"type"`
}

// callIn finds the function call that a diagnostic is about, or nil.
func callIn(d *hcl.Diagnostic) *call {
	about, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d)
	if !ok {
		return nil
	}
	name := about.CalledFunctionName()
	for ctx := d.EvalContext; ctx != nil; ctx = ctx.Parent() {
		if f, ok := ctx.Functions[name]; ok {
			return &call{name, describe(name[strings.LastIndex(name, ":")+1:], f)}
		}
	}
	return nil
}

func describe(name string, f function.Function) signature {
	s := signature{Name: name, Params: []parameter{}}
	var types []cty.Type
	for _, p := range f.Params() {
		s.Params = append(s.Params, parameter{p.Name, typeJSON(p.Type)})
		types = append(types, p.Type)
	}
	if p := f.VarParam(); p != nil {
		s.VariadicParam = &parameter{p.Name, typeJSON(p.Type)}
	}
	returned, err := f.ReturnType(types)
	if err != nil {
		returned = cty.DynamicPseudoType // it depends on more than there is to ask with
	}
	s.ReturnType = typeJSON(returned)
	return s
}

// typeJSON is a type as cty writes it. What try and can take is no type of
// values, but an expression of any.
func typeJSON(ty cty.Type) json.RawMessage {
	text, err := ctyjson.MarshalType(ty)
	if err != nil {
		return json.RawMessage(`"dynamic"`)
	}
	return text
}

// String is the call as somebody would write it: formatdate(format, time).
func (c *call) String() string {
	names := make([]string, 0, len(c.Signature.Params)+1)
	for _, p := range c.Signature.Params {
		names = append(names, p.Name)
	}
	if p := c.Signature.VariadicParam; p != nil {
		names = append(names, p.Name+"...")
	}
	return c.CalledAs + "(" + strings.Join(names, ", ") + ")"
}
