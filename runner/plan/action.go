package plan

// Action is what a plan intends for one address.
type Action int

const (
	None       Action = iota // nothing to do
	Generate                 // a new picture, paid
	Regenerate               // another picture in place of the recorded one, paid
	Resume                   // a task that was paid for and never collected
	Reuse                    // a picture for the key was paid for, and can be had
	Import                   // a picture that exists already, as an import block says
	Move                     // its record stands under another address
	Place                    // the same picture at another path or in another format
	Restore                  // the output is missing or differs, and the picture can be had
	Derive                   // files are to be made from the picture, which stays
	Keep                     // the output was changed by hand, and is the picture from now on
	Review                   // a person has decided about the picture, which stays
	Reject                   // a person has rejected it: what lies at the output is an older one, or goes
	InDoubt                  // a request was cut before its answer: it waits for a decision
	Tainted                  // its picture fails a postcondition, or is rejected: it waits for a decision
	Unmade                   // its request made nothing, as often as attempts allow, or was refused by moderation: it waits
	Remove                   // recorded, and declared no longer
	Forget                   // the same, and a removed block keeps the output
)

// pay is the closed set of answers to whether an action costs money.
type pay int

const (
	free    pay = iota
	perhaps     // nobody can know
	paid
)

func (p pay) String() string { return [...]string{"no", "perhaps", "yes"}[p] }

// Tone tells at a glance what costs, what is free and what goes.
type Tone int

const (
	Plain  Tone = iota
	Good        // something new
	Beware      // something else than there is, or something to look into
	Bad         // something that goes, or is not as it should be
)

// actions is the table of all that is known of an action by itself. What is shown
// in a plan, a result, the help and the README follows it, in this order.
var actions = [...]struct {
	word   string
	past   string // when it is carried out; "" where nothing is
	sign   string
	tone   Tone
	pay    pay
	waits  bool // nothing is done until a user decides
	output bool // a picture is at the output afterwards
}{
	None:       {"none", "", " ", Plain, free, false, false},
	Generate:   {"generate", "generated", "+", Good, paid, false, true},
	Regenerate: {"regenerate", "regenerated", "-/+", Beware, paid, false, true},
	Resume:     {"resume", "resumed", ">", Plain, free, false, true},
	Reuse:      {"reuse", "reused", "<", Plain, free, false, true},
	Import:     {"import", "imported", "^", Plain, free, false, true},
	Move:       {"move", "moved", "~", Plain, free, false, true},
	Place:      {"place", "placed", "~", Plain, free, false, true},
	Restore:    {"restore", "restored", "!", Plain, free, false, true},
	Derive:     {"derive", "derived", "~", Plain, free, false, true},
	Keep:       {"keep", "kept", "=", Plain, free, false, true},
	Review:     {"review", "reviewed", "~", Plain, free, false, true},
	Reject:     {"reject", "rejected", "x", Bad, free, false, false},
	InDoubt:    {"in doubt", "", "?", Beware, perhaps, true, false},
	Tainted:    {"tainted", "", "x", Bad, free, true, false},
	Unmade:     {"unmade", "", "?", Beware, free, true, false},
	Remove:     {"remove", "removed", "-", Bad, free, false, false},
	Forget:     {"forget", "forgotten", ".", Plain, free, false, false},
}

// Actions lists all actions in the order in which they are told. None is the first.
func Actions() []Action {
	all := make([]Action, len(actions))
	for i := range all {
		all[i] = Action(i)
	}
	return all
}

// String is the word that users see.
func (a Action) String() string { return actions[a].word }

// Past is the word for an action that was carried out, such as "placed". It is ""
// for None and for what waits, which never is.
func (a Action) Past() string { return actions[a].past }

// Sign is the action's mark in a plan.
func (a Action) Sign() string { return actions[a].sign }

// Tone is how the action's mark is coloured.
func (a Action) Tone() Tone { return actions[a].tone }

// Paid reports whether the action buys a picture.
func (a Action) Paid() bool { return actions[a].pay == paid }

// Free reports whether the action does something, and costs nothing.
func (a Action) Free() bool { return actions[a].past != "" && !a.Paid() }

// Waits reports whether the action is to do nothing until a user decides.
func (a Action) Waits() bool { return actions[a].waits }

// LeavesOutput reports whether there is a picture to look at when the action was
// carried out, if the image has a path.
func (a Action) LeavesOutput() bool { return actions[a].output }
