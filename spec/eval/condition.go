package eval

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

// verdict is what a condition says of something.
type verdict struct {
	origin.Origin
	unknown bool
	failed  bool
	message string // why, when it failed
}

// judge evaluates a condition, for each element where it is the content of a
// dynamic block. Diagnostics are mistakes in it, after which it has failed when
// its condition was false.
func (m *moduleInstance) judge(c *config.Condition, ctx *hcl.EvalContext) (verdict, hcl.Diagnostics) {
	contexts, value, diags := m.contexts(c.Repeat, ctx)
	value, marks := value.Unmark()
	all := verdict{Origin: origin.Of(marks), unknown: !value.IsKnown()}
	var messages []string
	for _, ctx := range contexts {
		v, more := m.judgeOne(c, ctx)
		diags = append(diags, more...)
		all.Addresses = append(all.Addresses, v.Addresses...)
		all.unknown = all.unknown || v.unknown
		all.failed = all.failed || v.failed
		if v.failed && !slices.Contains(messages, v.message) {
			messages = append(messages, v.message)
		}
	}
	all.message = strings.Join(messages, "\n")
	return all, diags
}

func (m *moduleInstance) judgeOne(c *config.Condition, ctx *hcl.EvalContext) (verdict, hcl.Diagnostics) {
	undecided := verdict{unknown: true}
	if c.Broken {
		return undecided, nil
	}
	value, diags := m.value(c.Condition, ctx)
	if diags.HasErrors() {
		return undecided, diags
	}
	value, marks := value.UnmarkDeep()
	v := verdict{Origin: origin.Of(marks)}
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
		v.unknown = true
		v.Addresses = append(v.Addresses, m.reached(c.Condition, ctx)...)
		return v, diags
	case result.True():
		return v, diags
	}
	v.failed = true
	text, more := m.errorMessage(c, ctx)
	v.message = text
	return v, append(diags, more...)
}

// errorMessage is what a failed condition says.
func (m *moduleInstance) errorMessage(c *config.Condition, ctx *hcl.EvalContext) (string, hcl.Diagnostics) {
	invalid := fmt.Sprintf("The %s at %s is not met, and its error_message could not be shown.", c.Kind, diag.Position(c.BlockRange))
	unsuitable := func(why string) (string, hcl.Diagnostics) {
		return invalid, diag.Within(diag.ProblemAt(c.Message.Range(), "Invalid error message",
			"The error_message must be a string that says why the condition is not met, and this is %s.", why), c.Message, ctx)
	}
	value, diags := m.value(c.Message, ctx)
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
	case !text.IsKnown() && m.e.config.Lacking && len(o.Addresses) == 0:
		return invalid, diags // a variable has no value yet
	case !text.IsKnown():
		return unsuitable("known only after apply")
	}
	return diag.Sentence(text.AsString()), diags
}

// unmet is the diagnostic of a condition that is false.
func unmet(c *config.Condition, severity hcl.DiagnosticSeverity, summary, message string, ctx *hcl.EvalContext) *hcl.Diagnostic {
	d := diag.At(severity, c.Condition.Range(), summary, "%s", message)
	d.Expression, d.EvalContext = c.Condition, ctx
	return d
}
