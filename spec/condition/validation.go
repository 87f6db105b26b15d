package condition

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/origin"
)

// Validate judges the value of a variable by a rule, for each element where it is the
// content of a dynamic block: diagnostics say why the value is not valid.
func (s Scope) Validate(rule *config.Validation, ctx *hcl.EvalContext) hcl.Diagnostics {
	contexts, _, diags := s.Contexts(rule.Repeat, ctx)
	for _, ctx := range contexts {
		diags = append(diags, s.validateIn(rule, ctx)...)
	}
	return diags
}

func (s Scope) validateIn(rule *config.Validation, ctx *hcl.EvalContext) hcl.Diagnostics {
	result, diags := s.Value(rule.Condition, ctx)
	if diags.HasErrors() {
		return diags
	}
	result, marks := result.UnmarkDeep()
	if origin.Of(marks).Broken {
		return diags
	}
	result, err := convert.Convert(result, cty.Bool)
	if err != nil || result.IsNull() {
		return append(diags, diag.ProblemAt(rule.Condition.Range(), "Invalid validation condition",
			"The condition of a validation must be true or false, as that of an if.")...)
	}
	if !result.IsKnown() || result.True() {
		return diags
	}
	message, more := s.Value(rule.Message, ctx)
	diags = append(diags, more...)
	d := diag.At(hcl.DiagError, rule.Variable.Range, "Invalid value for variable", "%s\n\nThis was checked by the validation rule at %s.",
		messageText(message), diag.Position(rule.BlockRange))
	d.Expression, d.EvalContext = rule.Condition, ctx
	return append(diags, d)
}

// messageText is what an error_message says, unless it would tell a secret.
func messageText(message cty.Value) string {
	message, marks := message.UnmarkDeep()
	if o := origin.Of(marks); o.Sensitive || o.Ephemeral {
		return "The error message refers to a sensitive or ephemeral value and is not shown."
	}
	text, err := convert.Convert(message, cty.String)
	if err != nil || text.IsNull() || !text.IsKnown() {
		return "The value is not valid, and the error_message is not a string that could say why."
	}
	return strings.TrimSpace(text.AsString())
}
