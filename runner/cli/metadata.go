package cli

import (
	"context"
	"encoding/json"
	"flag"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"gesso/spec/funcs"
)

func metadataFunctionsCommand() *command {
	var asJSON bool
	return &command{
		name: "metadata functions", usage: "-json",
		summary: "print the signatures of all functions, for editors",
		detail: `Prints the name, the parameters, the type and the description of each function that
expressions can call, as JSON of the shape that terraform metadata functions has.
A type that depends on the arguments is "dynamic". It reads no configuration.`,
		flags: func(set *flag.FlagSet) { set.BoolVar(&asJSON, "json", false, "print as JSON, which is required") },
		run: func(_ context.Context, a *app, _ []string) int {
			if !asJSON {
				return a.fail(&usageError{"gesso metadata functions prints JSON only", "gesso metadata functions -json"})
			}
			return a.printFunctions()
		},
	}
}

// metadata is what gesso metadata functions prints. Its shape is Terraform's.
type metadata struct {
	FormatVersion      string               `json:"format_version"`
	FunctionSignatures map[string]signature `json:"function_signatures"` // json sorts the names
}

type signature struct {
	Description       string          `json:"description,omitempty"`
	ReturnType        json.RawMessage `json:"return_type"`
	Parameters        []parameter     `json:"parameters,omitempty"`
	VariadicParameter *parameter      `json:"variadic_parameter,omitempty"`
}

type parameter struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	IsNullable  bool            `json:"is_nullable,omitempty"`
	Type        json.RawMessage `json:"type"`
}

func (a *app) printFunctions() int {
	all := metadata{"1.0", map[string]signature{}}
	for name, f := range funcs.Table(nil, time.Now, nil) {
		if !strings.Contains(name, "::") { // core::upper is upper once more
			all.FunctionSignatures[name] = describe(f)
		}
	}
	return a.printMarkdownJSON(all)
}

// printMarkdownJSON prints a document on one line. Its descriptions are
// Markdown, as Terraform's: < and & are not for HTML.
func (a *app) printMarkdownJSON(document any) int {
	encoder := json.NewEncoder(a.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		return a.end(err)
	}
	return exitDone
}

func describe(f function.Function) signature {
	s := signature{Description: f.Description()}
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

func describeParameter(p function.Parameter) parameter {
	return parameter{Name: p.Name, Description: p.Description, IsNullable: p.AllowNull, Type: typeJSON(p.Type)}
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
