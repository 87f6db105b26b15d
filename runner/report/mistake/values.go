package mistake

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/runner/document"
	"gesso/runner/report/literal"
	"gesso/spec/diag"
)

// maxValues is how many values are listed with a diagnostic.
const maxValues = 5

// Values returns the values of the names in a diagnostic's expression.
func Values(d *hcl.Diagnostic) []document.UsedValue {
	found := []document.UsedValue{}
	if d.Expression == nil || d.EvalContext == nil {
		return found
	}
	seen := map[string]bool{}
	for _, t := range d.Expression.Variables() {
		value, diags := t.TraverseAbs(d.EvalContext)
		for diags.HasErrors() && len(t) > 2 {
			t = t[:len(t)-1] // the value in which the wrong name was looked up
			value, diags = t.TraverseAbs(d.EvalContext)
		}
		name := traversalText(t)
		if diags.HasErrors() || seen[name] || len(found) == maxValues {
			continue
		}
		seen[name] = true
		found = append(found, document.UsedValue{Traversal: name, Statement: statement(value)})
	}
	slices.SortFunc(found, func(a, b document.UsedValue) int { return strings.Compare(a.Traversal, b.Traversal) })
	return found
}

// statement describes a value, or says that it is a secret.
func statement(v cty.Value) string {
	bare, _ := v.Unmark()
	switch secret := literal.Secrecy(v); {
	case secret != "":
		return "has a value that is " + secret
	case !bare.IsKnown() && bare.Type() == cty.DynamicPseudoType:
		return "is not known yet"
	case !bare.IsKnown():
		return "is " + diag.WithArticle(bare.Type().FriendlyName()) + ", not known yet"
	}
	return "is " + literal.Brief(v)
}

func traversalText(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(step.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + step.Name)
		case hcl.TraverseIndex:
			b.WriteString("[" + literal.Brief(step.Key) + "]")
		}
	}
	return b.String()
}
