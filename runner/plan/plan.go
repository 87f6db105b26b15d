package plan

import (
	"iter"
	"slices"

	"gesso/runner/budget"
	"gesso/spec/address"
	"gesso/state"
)

// Plan is what a configuration's directory needs to become what is declared. It
// is plain data: it can be written down as JSON and read back. What it has of
// requests is whole, also what is sensitive of them, since a run sends it.
type Plan struct {
	Changes     []*Change     `json:"changes,omitempty"`      // all but those with action None, in address order
	Unchanged   []*Change     `json:"unchanged,omitempty"`    // those with action None, in address order
	Deselected  []*Change     `json:"deselected,omitempty"`   // what the selection leaves out, as it is recorded, declared or not
	Strays      []Call        `json:"strays,omitempty"`       // calls of earlier runs that no change takes up
	Moves       []state.Event `json:"moves,omitempty"`        // what a run records first: that records stand under other addresses
	Renames     []Rename      `json:"renames,omitempty"`      // moved blocks that would say of Moves what none says
	Renewals    []state.Event `json:"renewals,omitempty"`     // what a run records then: requests of older rules as today's have them
	Accounts    Accounts      `json:"accounts,omitempty"`     // of the configuration, in their order
	Budget      budget.Budget `json:"budget,omitzero"`        // that a run of the plan keeps to
	Selection   *Selection    `json:"selection,omitempty"`    // what of it all a user has selected; nil: everything
	Unmoved     bool          `json:"unmoved,omitempty"`      // no record moves that no moved block names
	StaleAnew   bool          `json:"stale_anew,omitempty"`   // a user wants anew what is stale
	Decisions   []Decision    `json:"decisions,omitempty"`    // what people have decided about pictures, and was handed in, in the order of addresses
	RefreshOnly bool          `json:"refresh_only,omitempty"` // it is about what is recorded, and not about what the configuration changes
}

// Rename is what is recorded at one address and stands at another from now on: of an
// image, of all images of a block, or of a module.
type Rename struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Selected are the changes of the declared images that the plan is about: those among
// Changes, and those with action None.
func (p *Plan) Selected() iter.Seq[*Change] {
	return func(yield func(*Change) bool) {
		for _, c := range p.Changes {
			if c.Declared != nil && !yield(c) {
				return
			}
		}
		for _, c := range p.Unchanged {
			if !yield(c) {
				return
			}
		}
	}
}

// Declared are the changes of all images that are declared: the selected ones, and
// those that the selection leaves out.
func (p *Plan) Declared() iter.Seq[*Change] {
	return func(yield func(*Change) bool) {
		for c := range p.Selected() {
			if !yield(c) {
				return
			}
		}
		for _, c := range p.Deselected {
			if c.Declared != nil && !yield(c) {
				return
			}
		}
	}
}

// Count returns how many changes have each action.
func (p *Plan) Count() map[Action]int {
	counts := map[Action]int{}
	for _, c := range p.Changes {
		counts[c.Action]++
	}
	return counts
}

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool { return len(p.Changes)+len(p.Strays) == 0 }

// Held counts the images that stay as they are because their pictures were made by hand,
// though they would be replaced else.
func (p *Plan) Held() int {
	n := 0
	for _, c := range p.Unchanged {
		if len(c.Holds) > 0 {
			n++
		}
	}
	return n
}

// Waiting counts the changes that no run carries out before a user decides.
func (p *Plan) Waiting() int {
	counts := p.Count()
	return p.InDoubt() + counts[Tainted] + counts[Unmade]
}

// Rejected counts the images whose pictures a person has rejected, and for which there is
// nothing more to do before another word.
func (p *Plan) Rejected() int {
	n := 0
	for _, c := range p.Changes {
		if c.Action == Tainted && c.Reasons[0].Cause == Rejected {
			n++
		}
	}
	return n
}

// PinnedBadly counts the images whose pictures nobody wants, and which the configuration
// holds to these.
func (p *Plan) PinnedBadly() int {
	n := 0
	for _, c := range p.Changes {
		if (c.Action == Tainted || c.Action == Reject) && c.Declared != nil && c.Declared.Pin != "" {
			n++
		}
	}
	return n
}

// Stale are the changes whose pictures are kept although another one is asked for.
func (p *Plan) Stale() []*Change {
	var stale []*Change
	for c := range p.Selected() {
		if len(c.Stale) > 0 {
			stale = append(stale, c)
		}
	}
	slices.SortStableFunc(stale, func(a, b *Change) int { return address.Compare(a.Address, b.Address) })
	return stale
}

// AsDeclared counts the images that there is nothing to do about, and that have the
// picture that is asked for.
func (p *Plan) AsDeclared() int {
	n := 0
	for _, c := range p.Unchanged {
		if len(c.Stale) == 0 {
			n++
		}
	}
	return n
}

// InDoubt counts the requests whose fate is unknown.
func (p *Plan) InDoubt() int {
	n := p.Count()[InDoubt]
	for _, s := range p.Strays {
		if s.InDoubt() {
			n++
		}
	}
	return n
}

// Lost counts the pictures that were paid for and that nobody has any more, as far as is
// known, and that the plan does not buy again.
func (p *Plan) Lost() int {
	n := 0
	for _, c := range p.Changes {
		if c.Lost() {
			n++
		}
	}
	return n
}

// LeftOut counts the paid changes of a plan that its budget does not allow, if
// they are bought in the order of the plan.
func (p *Plan) LeftOut() int { return len(p.beyondBudget()) }

// Leaves reports whether a change of the plan is one of those.
func (p *Plan) Leaves(c *Change) bool { return slices.Contains(p.beyondBudget(), c) }

func (p *Plan) beyondBudget() []*Change {
	purse := budget.NewPurse(p.Budget)
	var left []*Change
	for _, c := range p.Changes {
		if !c.Action.Paid() {
			continue
		}
		if purse.ReserveAll(c.Pictures(), c.Price, c.Currency) != nil {
			left = append(left, c)
		}
	}
	return left
}

// Call is a call of an earlier run at one of its addresses. What a plan lists of
// them are strays: nothing declares their requests any more. Their pictures are
// collected into the store; those in doubt are shown.
type Call struct {
	Address string `json:"address"`
	state.Call
	Home string `json:"home,omitempty"` // the account to ask about it; "": none has its endpoint
}

// Stranded reports whether the call has a picture that no account can collect.
func (c Call) Stranded() bool { return !c.InDoubt() && c.Home == "" }

// Reasons are why a call is collected that nothing declares now.
func (c Call) Reasons() []Reason { return ToCollect(&c.Call) }

// ToCollect are the reasons to collect a call of an earlier run.
func ToCollect(call *state.Call) []Reason {
	reasons := []Reason{{Cause: Uncollected, New: call.Task}}
	if call.Lost {
		reasons = append(reasons, Reason{Cause: Vanished})
	}
	return reasons
}
