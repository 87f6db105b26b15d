package decide

import (
	"cmp"
	"slices"
	"sync"

	"gesso/runner/decide/placing"
	"gesso/runner/derive"
	"gesso/runner/plan"
	"gesso/runner/takes"
	"gesso/runner/timeline"
	"gesso/state"
	"gesso/state/disk"
)

// A picture that a person has rejected is as one that fails a postcondition: it is recorded,
// stays in the store, is not placed, and another one is bought when a user says so. It was
// placed, though: so its output goes back to the picture before it, or goes. What is made
// from it follows where that costs nothing, and else stays what it is.

// rejected reports whether the recorded picture is rejected.
func (c *change) rejected() bool {
	return c.Before.HasPicture() && c.Before.Rejected(&c.Before.Picture) != nil
}

// withheld reports whether a change does nothing, or nothing surely, in the place of its
// rejected picture: then that is to go from its output before anything else.
func (c *change) withheld() bool {
	return c.rejected() && !c.kept && (c.Action.Waits() || c.Action.Paid() || c.Action == plan.Resume)
}

// withdraw decides what is to lie at the outputs of rejected pictures.
func (p *planner) withdraw() error {
	for _, c := range p.inOrder() {
		if !c.withheld() {
			continue
		}
		instead, err := placing.Instead(c.Change, p.lying(c), p.formerOf(c))
		if err != nil {
			return err
		}
		if c.Instead = instead; instead == nil {
			continue
		}
		if c.Action == plan.Tainted && c.Picture.Artifact == c.Before.Artifact {
			c.Action, c.Picture = plan.Reject, nil
		}
		c.Reasons = append(c.Reasons, instead.Reason())
	}
	return nil
}

// lying compares what lies at the output of a change's rejected picture.
func (p *planner) lying(c *change) placing.Check {
	return func(path, output string) (disk.Status, error) {
		if c.Before.Output == "" && !p.Unrefreshed { // the plan has not looked there
			return p.Workspace.Outputs().Check(path, output)
		}
		return p.status(c, path, output)
	}
}

// formerOf is what is known of the pictures that a change's address had.
func (p *planner) formerOf(c *change) placing.Former {
	if c.former == nil {
		c.former = sync.OnceValues(func() ([]takes.Take, error) {
			image, err := timeline.Of(p.Workspace, cmp.Or(c.From, c.Address))
			if err != nil {
				return nil, err
			}
			return image.Takes(), nil
		})
	}
	return placing.Former{
		Takes: c.former,
		Whole: func(sha string) bool { return p.supply.Vouch(sha) == nil },
		Meets: func(of *state.Picture) bool { return p.unmet(c, of) == "" },
		Files: derive.Plain(c.Instance.Derived.Files),
	}
}

// standIn is the picture that lies, or is to lie, at the output of an image that has, or asks
// for, a rejected one; nil: none.
func (p *planner) standIn(from *change) (*state.Picture, error) {
	if from.rejected() {
		former := p.formerOf(from)
		instead, err := placing.Instead(from.Change, p.lying(from), former)
		if err != nil {
			return nil, err
		}
		return placing.StandingIn(from.Before, instead, former)
	}
	if r := from.Before; r.HasPicture() && r.Tainted == "" && from.Rejection() != nil {
		return &r.Picture, nil
	}
	return nil, nil
}

// follow takes what a change was made as from the picture that stands in for its rejected
// source, where that is there for nothing. It reports whether it is.
func (p *planner) follow(c *change) (choice, bool) {
	from := p.changes[c.Instance.Source.Image]
	if from == nil || from.Action != plan.Tainted || p.Workspace == nil {
		return choice{}, false
	}
	var err error
	if c.standsIn, err = p.standIn(from); err != nil || c.standsIn == nil {
		return choice{}, false // of the error withdraw tells
	}
	noted := len(c.trace.Answers())
	if later, err := p.ask(c); err == nil && len(later) == 0 {
		made, err := p.decided(c, nil)
		same := made.action == plan.None && c.UpToDate() && len(made.stale)+len(c.Holds) == 0
		if err == nil && (same || made.action == plan.Reuse || made.action == plan.Resume) {
			return made, true
		}
		if made.action.Paid() && !c.Asked {
			want := c.want()
			c.follows = &want
		}
	}
	c.trace.Cut(noted)
	c.standsIn, c.Key = nil, ""
	return choice{}, false
}

// tellReviews says of changes what has been decided about their pictures.
func (p *planner) tellReviews() {
	for _, c := range p.changes {
		v := p.moved.Reviews[c.Address]
		if v == nil || c.kept {
			continue
		}
		c.Review = v
		why := plan.Decided(v)
		switch {
		case c.Action == plan.None:
			c.Action, c.Reasons = plan.Review, []plan.Reason{why}
		case !slices.Contains(c.Reasons, why):
			c.Reasons = append(c.Reasons, why)
		}
	}
}
