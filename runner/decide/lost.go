package decide

import (
	"slices"

	"gesso/runner/account"
	"gesso/runner/plan"
	"gesso/runner/supply"
	"gesso/state"
)

// A picture is lost when it was paid for and can surely be had in no way any more. That
// alone buys nothing: the plan names what is lost, and -replace-lost decides that all of it
// is bought again. What only the provider can tell is asked for first.

// gone reports whether it is plain that a change's recorded picture is lost, so that another
// one has to be found. While a provider might be asked for it, it is taken to be there: if
// it is not, the run says so.
func (l *ladder) gone(c *change) bool {
	if p := &c.Before.Picture; !l.replaceLost && (p.URL != "" || p.Task != "") {
		return false
	}
	return l.lost(c.Before)
}

// lost reports whether a recorded picture is, and no sandbox inside a run draws it again.
func (l *ladder) lost(r *state.Record) bool {
	return l.supply.Way(&r.Picture) == supply.Nowhere && !l.drawn(r)
}

// yields reports whether a change whose picture is lost leaves what there is to others:
// they would be bought in its place, which nobody has decided.
func (l *ladder) yields(c *change) (bool, error) {
	if !c.UpToDate() || l.replaceLost || !l.early() {
		return false, nil
	}
	spares, err := l.library.Spares(c.want(), l.accepts(c))
	return !spares, err
}

// await has the library know which changes are bought unless it has pictures for them.
func (p *planner) await(changes map[string]*change) {
	p.awaiting = map[string]bool{}
	for _, c := range changes {
		if c.Action.Paid() && c.Known() && !c.Replace {
			p.awaiting[c.Address] = true
			p.library.Await(c.Key, 1)
		}
	}
}

// met notes that it is decided about a change that was awaiting a picture.
func (p *planner) met(c *change) {
	if p.awaiting[c.Address] && c.Known() {
		p.library.Await(c.Key, -1)
	}
}

// drawn reports whether the sandbox inside the run draws a picture again: it has made it,
// and asks for nothing.
func (l *ladder) drawn(r *state.Record) bool {
	return r.Request != nil && r.Request.Kind == account.Sandbox && !r.Imported && r.Adopted == nil && l.supply.Builtin(&r.Picture)
}

// seeks reports whether a change would take what others let go of: it would be paid for,
// or what it has is lost.
func (p *planner) seeks(c *change) bool {
	return c.Known() && (c.Action.Paid() || c.Action == plan.None && !c.kept && !c.handmade() && c.UpToDate() && p.gone(c))
}

// missing adds to a choice that writes the output how its picture can be had, where it is
// not here; and tells a file that is another delivery of the picture from what somebody has
// made of it.
func (l *ladder) missing(c *change, made choice) choice {
	switch {
	case made.action == plan.Restore && made.reasons[0].Cause == plan.Differs && l.supply.Delivers(&c.Before.Picture, c.Path):
		made.reasons[0].Cause = plan.Redelivered
	case made.action != plan.Restore && made.action != plan.Place || l.supply.Way(&c.Before.Picture) != supply.Nowhere:
	case l.drawn(c.Before):
		made.reasons = append(made.reasons, plan.Reason{Cause: plan.Drawn})
	default:
		made.reasons = append(made.reasons, plan.LostOf(plan.Sought, &c.Before.Picture))
	}
	return made
}

// giveUp takes from what is to be collected the calls whose pictures are lost, when all of
// those are to be replaced.
func (p *planner) giveUp(address string, call *state.Call) bool {
	if !p.replaceLost || !call.Lost {
		return false
	}
	p.givenUp = append(p.givenUp, state.Event{
		Kind: state.Settled, Intent: call.Intent, Address: address, Problem: "given up as lost, by -replace-lost",
	})
	return true
}

// tellGivenUp says of changes why they are bought again.
func (p *planner) tellGivenUp() {
	for _, e := range p.givenUp {
		c := p.changes[e.Address]
		if c == nil || !c.Action.Paid() {
			continue
		}
		c.Reasons = slices.DeleteFunc(c.Reasons, func(r plan.Reason) bool { return r.Cause == plan.New })
		c.Reasons = append([]plan.Reason{{Cause: plan.Sought}}, c.Reasons...)
	}
}

// tellCopies notes of edits that are to be bought which of them are made from a converted
// copy, since the picture itself is nowhere.
func (p *planner) tellCopies() {
	for _, c := range p.changes {
		from := p.changes[c.Instance.Source.Image]
		if !c.Action.Paid() || from == nil {
			continue
		}
		picture := from.expectedPicture()
		if picture == nil && from.Before.HasPicture() && !from.Action.Paid() {
			picture = &from.Before.Picture
		}
		if picture == nil || p.supply.Way(picture) != supply.ByCopy {
			continue
		}
		c.Notes = append(c.Notes, plan.Note{Kind: plan.FromCopy, Path: p.supply.Reason(picture).New, Why: from.Address})
	}
}
