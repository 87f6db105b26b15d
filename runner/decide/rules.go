package decide

import (
	"gesso/runner/library"
	"gesso/runner/plan"
	"gesso/state"
)

// want is what the change asks the library for.
func (c *change) want() library.Want {
	w := library.Want{Address: c.Address, Former: c.From, Keys: c.Keys(), Under: c.MadeUnder}
	if w.Keys != nil {
		w.Own = c.OwnKeys()
	}
	if c.unwanted {
		w.Unwanted = &c.Before.Picture
	}
	return w
}

// want is what a change asks for, and what is asked for of its picture.
func (l *ladder) want(c *change) library.Want {
	w := c.want()
	w.Edits = l.edits[c.Address]
	return w
}

// editing is what changes ask for of the images that are their sources, by the addresses of
// these, where they do not have it.
func (p *planner) editing() map[string][]state.Key {
	edits := map[string][]state.Key{}
	for _, c := range p.sequence {
		if of, key := c.Edits(); of != "" && !c.kept {
			edits[of] = append(edits[of], key)
		}
	}
	return edits
}

// renewals lists what the plan's run rewrites for nothing: the records that
// stay and were made under older rules. Any apply does it, also one that has
// nothing else to do; the next one then finds nothing to write.
func (p *planner) renewals() []state.Event {
	var events []state.Event
	for _, c := range p.inOrder() {
		if !c.Renewed || c.Replace {
			continue
		}
		switch c.Action {
		case plan.None, plan.Place, plan.Move, plan.Restore, plan.Tainted:
			if c.Action == plan.Tainted && c.Picture.Artifact != c.Before.Artifact {
				continue // it is recorded with the picture that it is about
			}
			r := *c.Before
			r.Pending = nil
			events = append(events, state.Event{Kind: state.Collected, Record: &r})
		}
	}
	return events
}
