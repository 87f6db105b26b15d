package savedplan

import (
	"errors"
	"fmt"
	"slices"

	"gesso/runner/plan"
)

// mostAttempts is more than any configuration may have.
const mostAttempts = 1000

// check refuses a plan that no planner makes, so that whoever reads one can rely on
// what goes together.
func check(p *plan.Plan) error {
	for _, c := range p.Changes {
		if c.Action == plan.None {
			return fmt.Errorf("%s is a change and changes nothing", c.Address)
		}
		if err := checkChange(c); err != nil {
			return err
		}
	}
	for _, c := range p.Unchanged {
		if c.Action != plan.None {
			return fmt.Errorf("%s stays as it is and is to %s", c.Address, c.Action)
		}
		if c.Declared == nil {
			return fmt.Errorf("%s stays as it is and is not declared", c.Address)
		}
	}
	for _, list := range lists(p) {
		if slices.Contains(*list, nil) {
			return errors.New("a change is not there")
		}
	}
	return nil
}

func checkChange(c *plan.Change) error {
	switch c.Action {
	case plan.Remove, plan.Forget, plan.Place, plan.Move, plan.Restore, plan.Keep, plan.Derive, plan.Review, plan.Reject:
		if c.Before == nil {
			return fmt.Errorf("%s has no record to %s", c.Address, c.Action)
		}
	}
	switch c.Action {
	case plan.Resume, plan.InDoubt:
		if c.Call == nil {
			return fmt.Errorf("%s has no call", c.Address)
		}
	case plan.Tainted, plan.Reuse, plan.Keep:
		if c.Picture == nil && (c.Action != plan.Reuse || c.Shares == "") || len(c.Reasons) == 0 {
			return fmt.Errorf("%s has no picture", c.Address)
		}
	}
	if c.Action == plan.Review && c.Review == nil || c.Action == plan.Reject && (c.Instead == nil || len(c.Reasons) == 0) {
		return fmt.Errorf("%s has nothing to %s", c.Address, c.Action)
	}
	if gone := c.Action == plan.Remove || c.Action == plan.Forget; gone != (c.Declared == nil) {
		return fmt.Errorf("%s is declared and not, for %s", c.Address, c.Action)
	}
	if c.Declared != nil && (c.Declared.Attempts < 0 || c.Declared.Attempts > mostAttempts) {
		return fmt.Errorf("%s has %d attempts", c.Address, c.Declared.Attempts)
	}
	for _, d := range c.Derived {
		gone := d.Act == plan.Drop || d.Act == plan.Yield
		if !slices.Contains(plan.Acts(), d.Act) || gone != (d.File == nil) || d.File != nil && d.File.Path != d.Path {
			return fmt.Errorf("%s has a derived file of no kind: %q", c.Address, d.Act)
		}
	}
	if i := slices.IndexFunc(c.Notes, func(n plan.Note) bool { return !slices.Contains(plan.NoteKinds(), n.Kind) }); i >= 0 {
		return fmt.Errorf("%s has a note of no kind: %q", c.Address, c.Notes[i].Kind)
	}
	return nil
}
