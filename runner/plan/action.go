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
	InDoubt                  // a request was cut before its answer: it waits for a decision
	Tainted                  // its picture fails a postcondition: it waits for a decision
	Unmade                   // its request made nothing, more than once: it waits for a decision
	Remove                   // recorded, and declared no longer
	Forget                   // the same, and a removed block keeps the output
)

var actions = [...]struct{ word, sign string }{
	None:       {"none", " "},
	Generate:   {"generate", "+"},
	Regenerate: {"regenerate", "-/+"},
	Resume:     {"resume", ">"},
	Reuse:      {"reuse", "<"},
	Import:     {"import", "^"},
	Move:       {"move", "~"},
	Place:      {"place", "~"},
	Restore:    {"restore", "!"},
	InDoubt:    {"in doubt", "?"},
	Tainted:    {"tainted", "x"},
	Unmade:     {"unmade", "?"},
	Remove:     {"remove", "-"},
	Forget:     {"forget", "."},
}

// String is the word that users see.
func (a Action) String() string { return actions[a].word }

// Sign is the action's mark in a plan.
func (a Action) Sign() string { return actions[a].sign }

// Paid reports whether the action buys a picture.
func (a Action) Paid() bool { return a == Generate || a == Regenerate }

// Waits reports whether the action is to do nothing until a user decides.
func (a Action) Waits() bool { return a == InDoubt || a == Tainted || a == Unmade }
