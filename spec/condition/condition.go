package condition

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/origin"
)

// Verdict is what a condition says of something.
type Verdict struct {
	origin.Origin
	Unknown bool
	Failed  bool
	Message string // why, when it failed
}

// Scope is where conditions stand.
type Scope struct {
	Lacking bool // some variable has no value yet, so that a value may be unknown for that

	// Value evaluates an expression. The value has its marks.
	Value func(hcl.Expression, *hcl.EvalContext) (cty.Value, hcl.Diagnostics)

	// Contexts are those in which a block stands that may be dynamic: one for each
	// element. The value is unknown where the elements are, and has their marks.
	Contexts func(*config.Dynamic, *hcl.EvalContext) ([]*hcl.EvalContext, cty.Value, hcl.Diagnostics)

	// Reached are the addresses of the images that an expression of unknown value leads to.
	Reached func(hcl.Expression, *hcl.EvalContext) []string
}

// Judge evaluates a condition, for each element where it is the content of a
// dynamic block. Diagnostics are mistakes in it, after which it has failed when
// its condition was false.
func (s Scope) Judge(c *config.Condition, ctx *hcl.EvalContext) (Verdict, hcl.Diagnostics) {
	contexts, value, diags := s.Contexts(c.Repeat, ctx)
	value, marks := value.Unmark()
	all := Verdict{Origin: origin.Of(marks), Unknown: !value.IsKnown()}
	var messages []string
	for _, ctx := range contexts {
		v, more := s.judgeOne(c, ctx)
		diags = append(diags, more...)
		all.Addresses = append(all.Addresses, v.Addresses...)
		all.Unknown = all.Unknown || v.Unknown
		all.Failed = all.Failed || v.Failed
		if v.Failed && !slices.Contains(messages, v.Message) {
			messages = append(messages, v.Message)
		}
	}
	all.Message = strings.Join(messages, "\n")
	return all, diags
}

func (s Scope) judgeOne(c *config.Condition, ctx *hcl.EvalContext) (Verdict, hcl.Diagnostics) {
	undecided := Verdict{Unknown: true}
	if c.Broken {
		return undecided, nil
	}
	value, diags := s.Value(c.Condition, ctx)
	if diags.HasErrors() {
		return undecided, diags
	}
	value, marks := value.UnmarkDeep()
	v := Verdict{Origin: origin.Of(marks)}
	if v.Broken {
		return undecided, diags
	}
	result, err := convert.Convert(value, cty.Bool)
	switch {
	case err != nil:
		return undecided, append(diags, diag.Within(diag.ProblemAt(c.Condition.Range(), "Invalid condition result",
			"The condition must be true or false, and this is %s.", diag.WithArticle(value.Type().FriendlyName())), c.Condition, ctx)...)
	case result.IsNull():
		return undecided, append(diags, diag.Within(diag.ProblemAt(c.Condition.Range(), "Invalid condition result",
			"The condition must be true or false, and this is null."), c.Condition, ctx)...)
	case !result.IsKnown():
		v.Unknown = true
		v.Addresses = append(v.Addresses, s.Reached(c.Condition, ctx)...)
		return v, diags
	case result.True():
		return v, diags
	}
	v.Failed = true
	text, more := s.errorMessage(c, ctx)
	v.Message = text
	return v, append(diags, more...)
}

// errorMessage is what a failed condition says.
func (s Scope) errorMessage(c *config.Condition, ctx *hcl.EvalContext) (string, hcl.Diagnostics) {
	invalid := fmt.Sprintf("The %s at %s is not met, and its error_message could not be shown.", c.Kind, diag.Position(c.BlockRange))
	unsuitable := func(why string) (string, hcl.Diagnostics) {
		return invalid, diag.Within(diag.ProblemAt(c.Message.Range(), "Invalid error message",
			"The error_message must be a string that says why the condition is not met, and this is %s.", why), c.Message, ctx)
	}
	value, diags := s.Value(c.Message, ctx)
	if diags.HasErrors() {
		return invalid, diags
	}
	value, marks := value.UnmarkDeep()
	o := origin.Of(marks)
	switch {
	case o.Broken:
		return invalid, diags
	case o.Sensitive:
		return invalid, append(diags, diag.ProblemAt(c.Message.Range(), "Error message refers to sensitive values",
			"The error_message is derived from a sensitive value, so it is not shown. Leave the value out of the message, or use nonsensitive(...) if it may be shown.")...)
	case o.Ephemeral:
		return invalid, append(diags, diag.ProblemAt(c.Message.Range(), "Error message refers to ephemeral values",
			"The error_message is derived from an ephemeral value, and what a picture failed by is written down. Leave the value out of the message, or use ephemeralasnull(...).")...)
	}
	text, err := convert.Convert(value, cty.String)
	switch {
	case err != nil:
		return unsuitable(diag.WithArticle(value.Type().FriendlyName()))
	case text.IsNull():
		return unsuitable("null")
	case !text.IsKnown() && s.Lacking && len(o.Addresses) == 0:
		return invalid, diags // a variable has no value yet
	case !text.IsKnown():
		return unsuitable("known only after apply")
	}
	return diag.Sentence(text.AsString()), diags
}

// Unmet is the diagnostic of a condition that is false.
func Unmet(c *config.Condition, severity hcl.DiagnosticSeverity, summary, message string, ctx *hcl.EvalContext) *hcl.Diagnostic {
	d := diag.At(severity, c.Condition.Range(), summary, "%s", message)
	d.Expression, d.EvalContext = c.Condition, ctx
	return d
}
