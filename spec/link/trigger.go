package link

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// linkTriggers checks the references of replace_triggered_by.
func (l *Linker) linkTriggers(img *config.Image) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, t := range img.Lifecycle().Triggers {
		if t.Block == img.Name {
			diags = append(diags, diag.ProblemAt(t.Range, "Self-reference",
				"The picture of image.%s cannot be replaced because it is replaced. Refer to other images.", img.Name)...)
			continue
		}
		refs, more := l.Resolve(Scope{Module: img.Owner, Repeated: img.Repetition}, t.Expr)
		if t.Range != t.Expr.Range() {
			more = diag.AtRange(more, t.Range) // of the JSON syntax: HCL does not know where it lies
		}
		img.Refer(refs)
		diags = append(diags, more...)
	}
	return diags
}
