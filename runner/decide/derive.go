package decide

import (
	"context"
	"fmt"

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
		diags = append(diags, made.all[c.Address].derivedConflict(c))
	}
	return diag.MergeRepeated(diags), foreign.Note(ctx, made.Plan, s.Workspace, s.Others)
}

// derivedConflict is the mistake of a derived file that has no place to go. It is free, so
// that nothing which was paid for waits because of it.
func (c *change) derivedConflict(found derive.Conflict) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "Output cannot be written now", Subject: c.instance.DeriveRange(found.Path).Ptr(),
		Detail: fmt.Sprintf("The derived file %q of %s cannot be written: %v. It is made by the first apply that finds room for it.", found.Path, c.Address, found.Err)}
	if found.Err == nil {
		d.Severity, d.Summary = hcl.DiagError, "Output of another workspace"
		d.Detail = fmt.Sprintf("The derived file %q of %s would replace what %s has there in the workspace %s. Write ${gesso.workspace} into the path.", found.Path, c.Address, found.Owner.Address, found.Owner.Workspace)
	}
	return d
}
