package derive

import (
	"context"
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/foreign"
	"gesso/runner/plan"
	"gesso/spec/diag"
	"gesso/state/disk/workspaces"
)

// Note adds to a plan what happens to files: to those that are made from its pictures, and
// to those that are not gesso's. At is where the file of an address at a path is declared.
// The error is the context's.
func Note(ctx context.Context, p *plan.Plan, g Ground, at func(address, path string) hcl.Range) (hcl.Diagnostics, error) {
	conflicts, err := Intend(ctx, p, g)
	if err != nil {
		return nil, err
	}
	var diags hcl.Diagnostics
	for _, c := range conflicts {
		diags = append(diags, c.diagnostic(at(c.Address, c.Path)))
	}
	return diag.MergeRepeated(diags), foreign.Note(ctx, p, foreign.Ground{Workspace: g.Workspace, Others: g.Others, Seen: g.Seen})
}

// Conflict is a file that cannot be made where it is declared.
type Conflict struct {
	Address, Path string
	Owner         workspaces.Owner // of another workspace, whose output it is; else the zero one
	Err           error            // why nothing can be written there now; else nil
	Drifted       bool             // somebody has changed it, where the configuration wants to be told
}

// diagnostic says so of the place where the file is declared. Such a file is free, so that
// nothing which was paid for waits because of it: what is in its way is a warning.
func (c Conflict) diagnostic(at hcl.Range) *hcl.Diagnostic {
	if c.Drifted {
		return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Derived file was changed by hand", Subject: &at,
			Detail: fmt.Sprintf("The derived file %q of %s is another picture than gesso made there, and its image has on_drift = \"fail\". Write \"keep\" to have it stay, or \"restore\" to have it made again; the store keeps what lies there.", c.Path, c.Address)}
	}
	if c.Err == nil {
		return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Output of another workspace", Subject: &at,
			Detail: fmt.Sprintf("The derived file %q of %s would replace what %s has there in the workspace %s. Write ${gesso.workspace} into the path.", c.Path, c.Address, c.Owner.Address, c.Owner.Workspace)}
	}
	return &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "Output cannot be written now", Subject: &at,
		Detail: fmt.Sprintf("The derived file %q of %s cannot be written: %v. It is made by the first apply that finds room for it.", c.Path, c.Address, c.Err)}
}
