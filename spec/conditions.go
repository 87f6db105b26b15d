package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// condition is a precondition, postcondition or assert block: what must be
// true, and what is said when it is not.
type condition struct {
	kind       string // the block's type
	condition  hcl.Expression
	message    hcl.Expression
	blockRange hcl.Range
	repeat     *dynamic // what it is the content of, or nil
	broken     bool     // it has an error that is reported
}

// decodeCondition reads one of the blocks; nil is one that misses an argument.
func decodeCondition(block *hcl.Block, schema *lang.Schema, repeat *dynamic) (*condition, hcl.Diagnostics) {
	content, diags := contents(block, schema)
	rule, message := content.Attributes["condition"], content.Attributes["error_message"]
	if rule == nil || message == nil {
		return nil, diags
	}
	c := &condition{kind: block.Type, condition: source.Native(rule.Expr), message: source.Native(message.Expr), blockRange: block.DefRange, repeat: repeat}
	if len(c.condition.Variables()) == 0 {
		diags = append(diags, diag.ProblemAt(rule.Expr.Range(), "Invalid "+c.kind+" expression",
			"The condition refers to nothing, so that it is always true or always false, and checks nothing. Use a variable, a local value or an image%s.", c.hint())...)
	}
	c.broken = diags.HasErrors()
	return c, diags
}

// hint is what a condition of the kind mostly looks at.
func (c *condition) hint() string {
	if c.kind == "postcondition" {
		return ", or self, which is the picture"
	}
	return ""
}

// expressions are all that a condition evaluates.
func (c *condition) expressions() []hcl.Expression {
	all := []hcl.Expression{c.condition, c.message}
	if c.repeat != nil {
		all = append(all, c.repeat.forEach)
	}
	return all
}

func expressionsOf(conditions []*condition) []hcl.Expression {
	var all []hcl.Expression
	for _, c := range conditions {
		all = append(all, c.expressions()...)
	}
	return all
}

// linkCondition checks the references of a condition and returns them.
func (c *linker) linkCondition(s scope, rule *condition) (references, hcl.Diagnostics) {
	s, refs, diags := rule.repeat.link(c, s)
	for _, expr := range []hcl.Expression{rule.condition, rule.message} {
		found, more := c.resolve(s, expr)
		refs = refs.and(found)
		diags = append(diags, more...)
	}
	rule.broken = rule.broken || diags.HasErrors()
	return refs, diags
}

// linkConditions checks the conditions of an image. They never lead to its own
// block: its picture is self, and those of its other instances come whenever
// they come.
func (c *linker) linkConditions(img *Image) hcl.Diagnostics {
	s := scope{module: img.module, repeated: img.repetition}
	refs, diags := c.resolve(s, img.Lifecycle.attempts)
	img.references = img.references.and(refs)
	for _, rule := range slices.Concat(img.Lifecycle.preconditions, img.Lifecycle.postconditions) {
		s.self = rule.kind == "postcondition"
		refs, more := c.linkCondition(s, rule)
		for _, expr := range rule.expressions() {
			more = append(more, img.ownReferences(rule, expr)...)
		}
		refs.images = slices.DeleteFunc(refs.images, func(name string) bool { return name == img.Name })
		img.references = img.references.and(refs)
		diags = append(diags, more...)
	}
	return diags
}

// ownReferences finds where a condition refers to the block that it is in.
func (img *Image) ownReferences(rule *condition, expr hcl.Expression) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, t := range expr.Variables() {
		if !isImage(t) || blockName(t) != img.Name {
			continue
		}
		how := "Its picture is known only after it was made: judge it with self in a postcondition."
		if rule.kind == "postcondition" {
			how = "The picture that is judged is self: write self.width, for example."
		}
		rule.broken = true
		diags = append(diags, diag.ProblemAt(t.SourceRange(), "Invalid reference in "+rule.kind,
			"The %s of image.%s may not refer to image.%s itself. %s", rule.kind, img.Name, img.Name, how)...)
	}
	return diags
}

// checkSelf looks at self.ATTRIBUTE.
func (s scope) checkSelf(t hcl.Traversal) hcl.Diagnostics {
	if !s.self {
		return diag.ProblemAt(t.SourceRange(), `Invalid "self" reference`,
			`The "self" object is the picture that was made, and exists only in the postcondition blocks of an image's lifecycle. Refer to a picture elsewhere by its image, such as image.hero.width.`)
	}
	if len(t) == 1 {
		return nil
	}
	return checkExport(t[1])
}

// verdict is what a condition says of something.
type verdict struct {
	origin
	unknown bool
	failed  bool
	message string // why, when it failed
}

// judge evaluates a condition, for each element where it is the content of a
// dynamic block. Diagnostics are mistakes in it, after which it has failed when
// its condition was false.
func (m *moduleInstance) judge(c *condition, ctx *hcl.EvalContext) (verdict, hcl.Diagnostics) {
	contexts, value, diags := m.contexts(c.repeat, ctx)
	value, marks := value.Unmark()
	all := verdict{origin: originOf(marks), unknown: !value.IsKnown()}
	var messages []string
	for _, ctx := range contexts {
		v, more := m.judgeOne(c, ctx)
		diags = append(diags, more...)
		all.addresses = append(all.addresses, v.addresses...)
		all.unknown = all.unknown || v.unknown
		all.failed = all.failed || v.failed
		if v.failed && !slices.Contains(messages, v.message) {
			messages = append(messages, v.message)
		}
	}
	all.message = strings.Join(messages, "\n")
	return all, diags
}

func (m *moduleInstance) judgeOne(c *condition, ctx *hcl.EvalContext) (verdict, hcl.Diagnostics) {
	undecided := verdict{unknown: true}
	if c.broken {
		return undecided, nil
	}
	value, diags := m.value(c.condition, ctx)
	if diags.HasErrors() {
		return undecided, diags
	}
	value, marks := value.UnmarkDeep()
	v := verdict{origin: originOf(marks)}
	if v.broken {
		return undecided, diags
	}
	result, err := convert.Convert(value, cty.Bool)
	switch {
	case err != nil:
		return undecided, append(diags, diag.Within(diag.ProblemAt(c.condition.Range(), "Invalid condition result",
			"The condition must be true or false, and this is %s.", diag.WithArticle(value.Type().FriendlyName())), c.condition, ctx)...)
	case result.IsNull():
		return undecided, append(diags, diag.Within(diag.ProblemAt(c.condition.Range(), "Invalid condition result",
			"The condition must be true or false, and this is null."), c.condition, ctx)...)
	case !result.IsKnown():
		v.unknown = true
		v.addresses = append(v.addresses, m.reached(c.condition, ctx)...)
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
func (m *moduleInstance) errorMessage(c *condition, ctx *hcl.EvalContext) (string, hcl.Diagnostics) {
	invalid := fmt.Sprintf("The %s at %s is not met, and its error_message could not be shown.", c.kind, diag.Place(c.blockRange))
	unsuitable := func(why string) (string, hcl.Diagnostics) {
		return invalid, diag.Within(diag.ProblemAt(c.message.Range(), "Invalid error message",
			"The error_message must be a string that says why the condition is not met, and this is %s.", why), c.message, ctx)
	}
	value, diags := m.value(c.message, ctx)
	if diags.HasErrors() {
		return invalid, diags
	}
	value, marks := value.UnmarkDeep()
	o := originOf(marks)
	switch {
	case o.broken:
		return invalid, diags
	case o.sensitive:
		return invalid, append(diags, diag.ProblemAt(c.message.Range(), "Error message refers to sensitive values",
			"The error_message is derived from a sensitive value, so it is not shown. Leave the value out of the message, or use nonsensitive(...) if it may be shown.")...)
	case o.ephemeral:
		return invalid, append(diags, diag.ProblemAt(c.message.Range(), "Error message refers to ephemeral values",
			"The error_message is derived from an ephemeral value, and what a picture failed by is written down. Leave the value out of the message, or use ephemeralasnull(...).")...)
	}
	text, err := convert.Convert(value, cty.String)
	switch {
	case err != nil:
		return unsuitable(diag.WithArticle(value.Type().FriendlyName()))
	case text.IsNull():
		return unsuitable("null")
	case !text.IsKnown() && m.e.config.lacking && len(o.addresses) == 0:
		return invalid, diags // a variable has no value yet
	case !text.IsKnown():
		return unsuitable("known only after apply")
	}
	return diag.Sentence(text.AsString()), diags
}

// unmet is the diagnostic of a condition that is false.
func unmet(c *condition, severity hcl.DiagnosticSeverity, summary, message string, ctx *hcl.EvalContext) *hcl.Diagnostic {
	d := diag.At(severity, c.condition.Range(), summary, "%s", message)
	d.Expression, d.EvalContext = c.condition, ctx
	return d
}
