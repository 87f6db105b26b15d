package decide

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/derive"
	"gesso/runner/foreign"
	"gesso/spec/diag"
)

// noteFiles adds to a plan what happens to files: those that are made from pictures, and
// those that are not gesso's.
func (s Situation) noteFiles(ctx context.Context, made *Prepared) (hcl.Diagnostics, error) {
	conflicts, err := derive.Intend(ctx, made.Plan, derive.Ground{Workspace: s.Workspace, Others: s.Others, Unrefreshed: s.Unrefreshed})
	if err != nil {
		return nil, err
	}
	var diags hcl.Diagnostics
	for _, c := range conflicts {
		diags = append(diags, c.Diagnostic(made.all[c.Address].instance.DeriveRange(c.Path)))
	}
	return diag.MergeRepeated(diags), foreign.Note(ctx, made.Plan, s.Workspace, s.Others)
}
