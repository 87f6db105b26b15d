package decide

import (
	"context"
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/spread"
	"gesso/spec/diag"
	"gesso/state"
	"gesso/state/disk/workspaces"
)

// checkFiles looks at the files that something would be bought with or for.
func (p *planner) checkFiles(ctx context.Context) (hcl.Diagnostics, error) {
	sources, err := p.checkSources(ctx)
	if err != nil {
		return sources, err
	}
	places, err := p.checkPlaces(ctx)
	return append(sources, places...), err
}

// checkPlaces looks whether the outputs of what will change can be written, before
// anything is bought for them. What is paid for is an error; what is free is a
// warning, so that no picture that was paid for waits at the provider because of
// another one's folder.
func (p *planner) checkPlaces(ctx context.Context) (hcl.Diagnostics, error) {
	var changes []*change
	for _, c := range p.inOrder() {
		if c.Places() && c.Path != "" {
			changes = append(changes, c)
		}
	}
	survey := p.Workspace.Outputs().Survey()
	obstacles := make(map[*change]*error, len(changes))
	for _, c := range changes {
		obstacles[c] = new(error)
	}
	look := func(c *change) {
		if *obstacles[c] = survey.Placeable(c.Path); *obstacles[c] == nil && c.Metadata == state.Beside {
			*obstacles[c] = survey.Placeable(c.Sidecar())
		}
	}
	if err := spread.Each(ctx, changes, look); err != nil {
		return nil, err
	}
	var diags hcl.Diagnostics
	for _, c := range changes {
		if owner, owned := p.Others.Owner(c.Path); owned {
			diags = append(diags, othersOutput(c, owner))
			continue
		}
		if err := *obstacles[c]; err != nil {
			diags = append(diags, notPlaceable(c, err))
		}
	}
	return diag.MergeRepeated(diags), nil
}

// othersOutput is the mistake of a picture that would take the place of another
// workspace's, also of one that is free.
func othersOutput(c *change, owner workspaces.Owner) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Output of another workspace", Subject: c.instance.Range("path").Ptr(),
		Detail: fmt.Sprintf("The picture of %s would replace %q, which is the output of %s in the workspace %s. Write ${gesso.workspace} into the path, or leave the path out.", c.Address, c.Path, owner.Address, owner.Workspace)}
}

func notPlaceable(c *change, err error) *hcl.Diagnostic {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Output cannot be written", Subject: c.instance.Range("path").Ptr(),
		Detail: fmt.Sprintf("The picture of %s cannot be written to %q: %s. ", c.Address, c.Path, err)}
	if c.Action.Paid() {
		d.Detail += "Nothing is bought that has no place to go: make room for it, or give the image another path."
		return d
	}
	d.Severity, d.Summary = hcl.DiagWarning, "Output cannot be written now"
	d.Detail += "The picture is safe, and is written by the first apply that finds room for it."
	return d
}
