package document

import "encoding/json"

// Diagnostic is a mistake or a warning. Its shape is that of terraform validate -json.
type Diagnostic struct {
	Severity string   `json:"severity"` // "error" or "warning"
	Summary  string   `json:"summary"`
	ID       string   `json:"id,omitempty"` // of a warning: the kind, as the argument silence names it
	Detail   string   `json:"detail"`
	Hint     string   `json:"hint,omitempty"`    // a sentence or a command that is safe to paste
	Address  string   `json:"address,omitempty"` // of the image that it is about
	Range    *Range   `json:"range,omitempty"`   // the place in the configuration
	Snippet  *Snippet `json:"snippet,omitempty"` // the lines there
}

// Range is a place in a file.
type Range struct {
	Filename string   `json:"filename"`
	Start    Position `json:"start"`
	End      Position `json:"end"` // the first one that is not part of it
}

// Position is one character of a file.
type Position struct {
	Line   int `json:"line"`   // from 1
	Column int `json:"column"` // from 1, in characters as a reader counts them
	Byte   int `json:"byte"`   // from 0, in the file
}

// Snippet is the lines that a diagnostic is about.
type Snippet struct {
	Context   *string       `json:"context"` // the block: image "hero"; null outside blocks
	Code      string        `json:"code"`
	StartLine int           `json:"start_line"`
	Start     int           `json:"highlight_start_offset"` // in bytes of code
	End       int           `json:"highlight_end_offset"`   // in bytes of code
	Call      *FunctionCall `json:"function_call,omitempty"`
	Values    []UsedValue   `json:"values"` // what the names in it stood for
}

// UsedValue is what a name in a diagnostic's expression stood for: var.style
// is "flat".
type UsedValue struct {
	Traversal string `json:"traversal"`
	Statement string `json:"statement"`
}

// FunctionCall is the function call that a diagnostic is about.
type FunctionCall struct {
	CalledAs  string    `json:"called_as"`
	Signature Signature `json:"signature"`
}

// Signature is how a function is called.
type Signature struct {
	Name          string          `json:"name"`
	Params        []Parameter     `json:"params"`
	VariadicParam *Parameter      `json:"variadic_param,omitempty"`
	ReturnType    json.RawMessage `json:"return_type"` // as Terraform writes types in JSON
}

// Parameter is one of a function's.
type Parameter struct {
	Name string          `json:"name"`
	Type json.RawMessage `json:"type"` // as Terraform writes types in JSON
}

// The severities of a Diagnostic.
const (
	Error   = "error"
	Warning = "warning"
)

// Verdict is what gesso validate -json prints, in the shape of terraform validate
// -json, and what any command prints in place of its document after an error.
type Verdict struct {
	FormatVersion string       `json:"format_version"`
	Valid         bool         `json:"valid"` // there is no error
	ErrorCount    int          `json:"error_count"`
	WarningCount  int          `json:"warning_count"`
	Diagnostics   []Diagnostic `json:"diagnostics"` // errors first
}

// MakeVerdict counts diagnostics.
func MakeVerdict(diagnostics []Diagnostic) *Verdict {
	v := &Verdict{FormatVersion: Format, Diagnostics: diagnostics}
	if diagnostics == nil {
		v.Diagnostics = []Diagnostic{}
	}
	for _, d := range diagnostics {
		if d.Severity == Warning {
			v.WarningCount++
		} else {
			v.ErrorCount++
		}
	}
	v.Valid = v.ErrorCount == 0
	return v
}
