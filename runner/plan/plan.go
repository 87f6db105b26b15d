package plan

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"gesso/runner/budget"
	"gesso/spec/eval"
	"gesso/state"
)

// Plan is what a configuration's directory needs to become what is declared.
type Plan struct {
	Changes   []*Change // all but those with action None, in address order
	Strays    []Stray   // calls of earlier runs that no change takes up
	Unchanged int
	Moves     []state.Event // what a run records first: that records stand under other addresses
	Renewals  []state.Event // what a run records then: requests of older rules as today's have them
	Situation Situation     // that it was made from
	Supply    *Supply       // of what was paid for already

	expansion *eval.Expansion
	all       map[string]*Change // of every declared instance
	library   *library
}

// Expansion is the configuration as the plan leaves it: with the pictures that
// stay, and unknowns for those that will be made.
func (p *Plan) Expansion() *eval.Expansion { return p.expansion }

// Declared are the changes of all images that are declared, in no order: those
// among Changes, and those with action None.
func (p *Plan) Declared() iter.Seq[*Change] { return maps.Values(p.all) }

// Change is what is intended for one address. Who has the plan reads it; only an
// Evaluation completes what could not be known before.
type Change struct {
	Address string
	From    string // the address of its record until now, when that is another; else ""
	Action  Action
	Reasons []Reason
	Before  *state.Record // nil when there is no record
	Request state.Request // what is wanted; fields of unknown arguments are ""
	Path    string        // the output
	Price   *float64      // of the picture, when Action is paid; nil: unknown

	Key      state.Key      // of the request; "" while it is not known
	Instance *eval.Instance // what is declared; nil for Remove and Forget
	Account  *Account       // whom the image's block buys from; nil for Remove and Forget
	Replace  bool           // a new picture is wanted, whatever there is
	Call     *state.Pending // of an earlier run, that Resume collects or InDoubt waits for; else nil
	Lent     bool           // Call was begun for another address: its picture is as good as one of the store
	Home     *Account       // whom to ask about Call; nil: nobody has its endpoint
	Picture  *state.Picture // that Reuse takes, Import found in a file, or Tainted is about; else nil
	Notes    []Note         // what happens to files that are not gesso's, or not any more
	Look     string         // where the picture of Tainted can be seen; "" when it is not here

	asked   bool // a user wants a new picture
	renewed bool // Before was recorded under older rules
	keys    keyring
}

// Stray is a call of an earlier run whose request nothing declares any more.
// Its picture is collected into the store; when it is in doubt, it is shown.
type Stray struct {
	Address string
	state.Pending
	Home *Account // whom to ask about it; nil: nobody has its endpoint
}

// Stranded reports whether the call has a picture that no account can collect.
func (s Stray) Stranded() bool { return !s.InDoubt() && s.Home == nil }

// Reasons are why a call is collected that nothing declares now.
func (s Stray) Reasons() []Reason { return uncollected(&s.Pending) }

// Known reports whether the whole request is known before apply.
func (c *Change) Known() bool { return c.Key != "" }

// Provider is what the configuration calls the provider of the change's image,
// such as flux.second, or "" for the default one.
func (c *Change) Provider() string {
	if c.Account == nil {
		return ""
	}
	return c.Account.Name()
}

// Worker is the account in whose lane the change is carried out.
func (c *Change) Worker() *Account {
	if c.Action == Resume && c.Home != nil {
		return c.Home
	}
	return c.Account
}

// Cost is an estimate of what a plan's paid changes cost.
type Cost struct {
	Pictures int     // paid ones
	Known    float64 // the sum of those with a price
	Unpriced int     // pictures whose model has no price
}

// Cost adds up the paid changes.
func (p *Plan) Cost() Cost {
	var cost Cost
	for _, c := range p.Changes {
		cost.Add(c)
	}
	return cost
}

// Most adds up what the paid changes cost when each takes all of its attempts.
func (p *Plan) Most() Cost {
	var cost Cost
	for _, c := range p.Changes {
		for range c.Attempts() {
			cost.Add(c)
		}
	}
	return cost
}

// Attempts is how many pictures a run may buy for the change; 0 when it is not
// paid.
func (c *Change) Attempts() int {
	if !c.Action.Paid() {
		return 0
	}
	return c.Instance.Attempts
}

// Add adds a change, if it is paid.
func (c *Cost) Add(change *Change) {
	if !change.Action.Paid() {
		return
	}
	c.Pictures++
	if change.Price == nil {
		c.Unpriced++
		return
	}
	c.Known += *change.Price
}

// Take undoes an Add.
func (c *Cost) Take(change *Change) {
	if !change.Action.Paid() {
		return
	}
	c.Pictures--
	if change.Price == nil {
		c.Unpriced--
		return
	}
	c.Known -= *change.Price
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

// Waiting counts the changes that no run carries out before a user decides.
func (p *Plan) Waiting() int {
	counts := p.Count()
	return p.InDoubt() + counts[Tainted] + counts[Unmade]
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

// Sensitive reports whether an argument of the change must not be shown.
func (c *Change) Sensitive(argument string) bool {
	return c.Instance != nil && slices.Contains(c.Instance.Sensitive, argument)
}

// SourceText names the edit source as it was declared: an address, a file or
// an URL. It is "" where there is none, or where it is sensitive.
func (c *Change) SourceText() string {
	if c.Instance == nil || c.Sensitive("source") {
		return ""
	}
	return cmp.Or(c.Instance.Source.Image, c.Instance.Source.File, c.Instance.Source.URL)
}

// LeftOut counts the paid changes of a plan that its budget does not allow, if
// they are bought in the order of the plan.
func (p *Plan) LeftOut() int {
	purse := budget.NewPurse(p.Situation.Budget)
	left := 0
	for _, c := range p.Changes {
		if !c.Action.Paid() {
			continue
		}
		if _, err := purse.Reserve(1, c.Price); err != nil {
			left++
		}
	}
	return left
}
