package link

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// linkRules checks the validation rules of a variable.
func (l *Linker) linkRules(v *config.Variable) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range v.Validations {
		s, refs, more := Dynamic(rule.Repeat, l, Scope{Module: v.Owner})
		for _, expr := range []hcl.Expression{rule.Condition, rule.Message} {
			found, evenMore := l.Resolve(s, expr)
			refs = refs.And(found)
			more = append(more, evenMore...)
		}
		rule.Refer(refs)
		if !more.HasErrors() && !refersTo(rule.Condition, v.Name) {
			more = diag.ProblemAt(rule.Condition.Range(), "Invalid validation condition",
				"The condition does not look at var.%s, which it is there to judge.", v.Name)
		}
		rule.Broken = more.HasErrors()
		diags = append(diags, more...)
	}
	return diags
}

// checkRules refuses rules of the root's variables that need an image: they
// are judged before any image is.
func (l *Linker) checkRules(v *config.Variable) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range v.Validations {
		if image := v.Owner.ImageBehind(rule.References()); image != "" && !rule.Broken {
			rule.Broken = true
			diags = append(diags, diag.ProblemAt(rule.Condition.Range(), "Invalid validation condition",
				"The rule depends on %s, but variables are judged before any image. Use variables and other local values.", image)...)
		}
	}
	return diags
}

func refersTo(expr hcl.Expression, variable string) bool {
	for _, t := range expr.Variables() {
		if name, _, diags := second(t); !diags.HasErrors() && t.RootName() == "var" && name == variable {
			return true
		}
	}
	return false
}
