package refusals

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk/workspaces"
)

// OthersOutput is the mistake of a picture that would take the place of another
// workspace's, also of one that is free.
func OthersOutput(c *plan.Change, at hcl.Range, owner workspaces.Owner) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Output of another workspace", Subject: &at,
		Detail: fmt.Sprintf("The picture of %s would replace %q, which is the output of %s in the workspace %s. Write ${gesso.workspace} into the path, or leave the path out.", c.Address, c.Path, owner.Address, owner.Workspace)}
}

// NotPlaceable is what is wrong with an output that cannot be written now: a mistake where it
// would be paid for, and else a warning.
func NotPlaceable(c *plan.Change, at hcl.Range, err error) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Output cannot be written", Subject: &at,
		Detail: fmt.Sprintf("The picture of %s cannot be written to %q: %s. ", c.Address, c.Path, err)}
	if c.Action.Paid() {
		d.Detail += "Nothing is bought that has no place to go: make room for it, or give the image another path."
		return d
	}
	d.Severity, d.Summary = hcl.DiagWarning, "Output cannot be written now"
	d.Detail += "The picture is safe, and is written by the first apply that finds room for it."
	return d
}

// OtherSize warns of a picture that is kept and has not the pixels that are asked for.
func OtherSize(c *plan.Change, had *state.Picture, at hcl.Range) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagWarning, Summary: "Picture of another size",
		Detail: fmt.Sprintf("%s asks for %s, and its picture is %dx%d. It is kept: gesso apply -replace='%s' buys another.", c.Address, c.Request.Size, had.Width, had.Height, c.Address)}
	if at.Filename != "" {
		d.Subject = &at
	}
	return d
}
