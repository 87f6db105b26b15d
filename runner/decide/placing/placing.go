// Package placing says what an output needs: that of a picture that its image has is to be
// placed, to be restored, or stays as it is; and that of a picture which somebody has
// rejected goes back to an earlier one.
//
// It looks at what is recorded, and asks who has looked at the files. It is not for the
// decision which picture an image has: that is runner/decide's.
//
//	action, why := placing.Needs(change, outputs.Check)
package placing

import (
	"cmp"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
)

// Check compares the file at a path with what was placed there.
type Check func(path, output string) (disk.Status, error)

// Needs is what the output of a change's recorded picture, which stays, needs, and why:
// Place, Restore, or None.
func Needs(c *plan.Change, check Check) (plan.Action, []plan.Reason) {
	r := c.Before
	switch {
	case r.Instead != "" && r.Rejected(&r.Picture) == nil:
		return plan.Place, []plan.Reason{{Cause: plan.Accepted}}
	case r.Tainted != "":
		return plan.Place, []plan.Reason{{Cause: plan.Met}}
	case r.Path != "" && r.Path != c.Path:
		return plan.Place, []plan.Reason{{Cause: plan.Changed, Argument: "path", Old: r.Path, New: c.Path}}
	case r.Output == "":
		return plan.Restore, []plan.Reason{{Cause: plan.Missing}}
	case r.Metadata != c.Metadata:
		return plan.Place, []plan.Reason{{Cause: plan.Changed, Argument: "metadata", Old: word(r.Metadata), New: word(c.Metadata)}}
	}
	status, err := check(c.Path, r.Output)
	if err != nil {
		status = disk.Differs // a folder, say: restoring it fails, with the reason, and nothing else does
	}
	switch status {
	case disk.Missing:
		return plan.Restore, []plan.Reason{{Cause: plan.Missing}}
	case disk.Differs:
		return plan.Restore, []plan.Reason{{Cause: plan.Differs}}
	}
	if c.Metadata == state.Beside {
		status, err = check(c.Sidecar(), r.Sidecar)
	}
	if err == nil && status == disk.Missing {
		return plan.Restore, []plan.Reason{{Cause: plan.Alone}}
	}
	return plan.None, nil // a sidecar that somebody has changed stays
}

// word is a kind of metadata as it is declared.
func word(m state.Metadata) string { return cmp.Or(string(m), "none") }
