package config

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// Condition is a precondition, postcondition or assert block: what must be
// true, and what is said when it is not.
type Condition struct {
	Kind       string // the block's type
	Condition  hcl.Expression
	Message    hcl.Expression
	BlockRange hcl.Range
	Repeat     *Dynamic // what it is the content of, or nil
	Broken     bool     // it has an error that is reported
}

// decodeCondition reads one of the blocks; nil is one that misses an argument.
func decodeCondition(block *hcl.Block, schema *lang.Schema, repeat *Dynamic) (*Condition, hcl.Diagnostics) {
	content, diags := Decode(block, schema)
	rule, message := content.Attributes["condition"], content.Attributes["error_message"]
	if rule == nil || message == nil {
		return nil, diags
	}
	c := &Condition{Kind: block.Type, Condition: source.Native(rule.Expr), Message: source.Native(message.Expr), BlockRange: block.DefRange, Repeat: repeat}
	if len(c.Condition.Variables()) == 0 {
		diags = append(diags, diag.ProblemAt(rule.Expr.Range(), "Invalid "+c.Kind+" expression",
			"The condition refers to nothing, so that it is always true or always false, and checks nothing. Use a variable, a local value or an image%s.", c.hint())...)
	}
	c.Broken = diags.HasErrors()
	return c, diags
}

// hint is what a condition of the kind mostly looks at.
func (c *Condition) hint() string {
	if c.Kind == "postcondition" {
		return ", or self, which is the picture"
	}
	return ""
}

// Expressions are all that a condition evaluates.
func (c *Condition) Expressions() []hcl.Expression {
	all := []hcl.Expression{c.Condition, c.Message}
	if c.Repeat != nil {
		all = append(all, c.Repeat.ForEach)
	}
	return all
}

func expressionsOf(conditions []*Condition) []hcl.Expression {
	var all []hcl.Expression
	for _, c := range conditions {
		all = append(all, c.Expressions()...)
	}
	return all
}
