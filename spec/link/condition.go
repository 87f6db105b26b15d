package link

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// linkCondition checks the references of a condition and returns them.
func (l *Linker) linkCondition(s Scope, rule *config.Condition) (config.References, hcl.Diagnostics) {
	s, refs, diags := Dynamic(rule.Repeat, l, s)
	for _, expr := range []hcl.Expression{rule.Condition, rule.Message} {
		found, more := l.Resolve(s, expr)
		refs = refs.And(found)
		diags = append(diags, more...)
	}
	rule.Broken = rule.Broken || diags.HasErrors()
	return refs, diags
}

// linkConditions checks the conditions of an image. They never lead to its own
// block: its picture is self, and those of its other instances come whenever
// they come.
func (l *Linker) linkConditions(img *config.Image) hcl.Diagnostics {
	s := Scope{Module: img.Owner, Repeated: img.Repetition}
	refs, diags := l.Resolve(s, img.Lifecycle().Attempts)
	img.Refer(refs)
	for _, rule := range slices.Concat(img.Lifecycle().Preconditions, img.Lifecycle().Postconditions) {
		s.self = rule.Kind == "postcondition"
		refs, more := l.linkCondition(s, rule)
		for _, expr := range rule.Expressions() {
			more = append(more, ownReferences(img, rule, expr)...)
		}
		refs.Images = slices.DeleteFunc(refs.Images, func(name string) bool { return name == img.Name })
		img.Refer(refs)
		diags = append(diags, more...)
	}
	return diags
}

// ownReferences finds where a condition refers to the block that it is in.
func ownReferences(img *config.Image, rule *config.Condition, expr hcl.Expression) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, t := range expr.Variables() {
		if !config.IsImage(t) || config.BlockName(t) != img.Name {
			continue
		}
		how := "Its picture is known only after it was made: judge it with self in a postcondition."
		if rule.Kind == "postcondition" {
			how = "The picture that is judged is self: write self.width, for example."
		}
		rule.Broken = true
		diags = append(diags, diag.ProblemAt(t.SourceRange(), "Invalid reference in "+rule.Kind,
			"The %s of image.%s may not refer to image.%s itself. %s", rule.Kind, img.Name, img.Name, how)...)
	}
	return diags
}

// checkSelf looks at self.ATTRIBUTE.
func (s Scope) checkSelf(t hcl.Traversal) hcl.Diagnostics {
	if !s.self {
		return diag.ProblemAt(t.SourceRange(), `Invalid "self" reference`,
			`The "self" object is the picture that was made, and exists only in the postcondition blocks of an image's lifecycle. Refer to a picture elsewhere by its image, such as image.hero.width.`)
	}
	if len(t) == 1 {
		return nil
	}
	return checkExport(t[1])
}
