package report

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// metadata is what gesso metadata functions prints. Its shape is Terraform's.
type metadata struct {
	FormatVersion      string                       `json:"format_version"`
	FunctionSignatures map[string]functionSignature `json:"function_signatures"` // json sorts the names
}

type functionSignature struct {
	Description       string              `json:"description,omitempty"`
	ReturnType        json.RawMessage     `json:"return_type"`
	Parameters        []functionParameter `json:"parameters,omitempty"`
	VariadicParameter *functionParameter  `json:"variadic_parameter,omitempty"`
}

type functionParameter struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	IsNullable  bool            `json:"is_nullable,omitempty"`
	Type        json.RawMessage `json:"type"`
}

// FunctionsJSON writes the signatures of functions, by name, as one JSON document.
func FunctionsJSON(w io.Writer, table map[string]function.Function) error {
	all := metadata{"1.0", map[string]functionSignature{}}
	for name, f := range table {
		if !strings.Contains(name, "::") { // core::upper is upper once more
			all.FunctionSignatures[name] = describeFunction(f)
		}
	}
	return markdownJSON(w, all)
}

// markdownJSON writes a document on one line. Its descriptions are Markdown, as
// Terraform's: < and & are not for HTML.
func markdownJSON(w io.Writer, document any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(document)
}

func describeFunction(f function.Function) functionSignature {
	s := functionSignature{Description: f.Description()}
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
	s.ReturnType = typeJSON(returned)
	return s
}

func describeParameter(p function.Parameter) functionParameter {
	return functionParameter{Name: p.Name, Description: p.Description, IsNullable: p.AllowNull, Type: typeJSON(p.Type)}
}
