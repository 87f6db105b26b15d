package document

import (
	"encoding/json"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// Functions is what gesso metadata functions prints. Its shape is Terraform's.
type Functions struct {
	FormatVersion      string                       `json:"format_version"`
	FunctionSignatures map[string]FunctionSignature `json:"function_signatures"` // by name
}

// FunctionSignature is how a function is called.
type FunctionSignature struct {
	Description       string              `json:"description,omitempty"`
	ReturnType        json.RawMessage     `json:"return_type"`
	Parameters        []FunctionParameter `json:"parameters,omitempty"`
	VariadicParameter *FunctionParameter  `json:"variadic_parameter,omitempty"`
}

// FunctionParameter is one of a function's.
type FunctionParameter struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	IsNullable  bool            `json:"is_nullable,omitempty"`
	Type        json.RawMessage `json:"type"`
}

// MakeFunctions tells the signatures of functions by name.
func MakeFunctions(table map[string]function.Function) *Functions {
	all := &Functions{Format, map[string]FunctionSignature{}}
	for name, f := range table {
		if !strings.Contains(name, "::") { // core::upper is upper once more
			all.FunctionSignatures[name] = describeFunction(f)
		}
	}
	return all
}

func describeFunction(f function.Function) FunctionSignature {
	s := FunctionSignature{Description: f.Description()}
	var arguments []cty.Type
	for _, p := range f.Params() {
		s.Parameters = append(s.Parameters, describeParameter(p))
		arguments = append(arguments, p.Type)
	}
	if p := f.VarParam(); p != nil {
		described := describeParameter(*p)
		s.VariadicParameter = &described
		arguments = append(arguments, p.Type)
	}
	returned, err := f.ReturnType(arguments)
	if err != nil {
		returned = cty.DynamicPseudoType // it depends on more than there is to ask with
	}
	s.ReturnType = Type(returned)
	return s
}

func describeParameter(p function.Parameter) FunctionParameter {
	return FunctionParameter{Name: p.Name, Description: p.Description, IsNullable: p.AllowNull, Type: Type(p.Type)}
}
