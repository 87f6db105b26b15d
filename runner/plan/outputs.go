package plan

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"gesso/state/disk"
)

// checkOutputs looks at the outputs of the pictures that stay, side by side:
// for thousands of files most of the time goes to waiting for the system.
func (p *planner) checkOutputs(ctx context.Context) error {
	var settled []*Change
	for _, c := range p.changes {
		if c.Action == None {
			settled = append(settled, c)
		}
	}
	if err := sideBySide(ctx, settled, p.checkOutput); err != nil {
		return err
	}
	// The cache only saves time: that it cannot be written, as in a read-only
	// checkout, changes nothing.
	_ = p.Workspace.Outputs().Flush()
	return nil
}

// sideBySide does something for each change. The error is the context's.
func sideBySide(ctx context.Context, changes []*Change, do func(*Change)) error {
	group, ctx := errgroup.WithContext(ctx)
	workers := 2 * runtime.GOMAXPROCS(0)
	for part := range slices.Chunk(changes, len(changes)/workers+1) {
		group.Go(func() error {
			for _, c := range part {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				do(c)
			}
			return nil
		})
	}
	return group.Wait()
}

func (p *planner) checkOutput(c *Change) {
	r := c.Before
	if r.Tainted != "" {
		c.Action, c.Reasons = Place, []Reason{{Cause: Met}}
		return
	}
	if r.Path != "" && r.Path != c.Path {
		c.Action, c.Reasons = Place, []Reason{{Cause: Changed, Argument: "path", Old: r.Path, New: c.Path}}
		return
	}
	if r.Output == "" {
		c.Action, c.Reasons = Restore, []Reason{{Cause: Missing}}
		return
	}
	status, err := p.Workspace.Outputs().Check(c.Path, r.Output)
	if err != nil {
		status = disk.Differs // a folder, say: restoring it fails, with the reason, and nothing else does
	}
	switch status {
	case disk.Same:
		return
	case disk.Missing:
		c.Reasons = []Reason{{Cause: Missing}}
	case disk.Differs:
		c.Reasons = []Reason{{Cause: Differs}}
	}
	c.Action = Restore
}
