package plan

import (
	"fmt"

	"gesso/runner/budget"
)

// Explanation is everything that decided about one image, as plain data.
type Explanation struct {
	Change    *Change       `json:"change"`
	Rungs     []Answer      `json:"rungs,omitempty"`     // that were asked, in their order; none of what nothing declares
	Arguments []Argument    `json:"arguments,omitempty"` // of the declaration, in their order
	Triggers  []Trigger     `json:"triggers,omitempty"`
	Needed    []Step        `json:"needed,omitempty"`   // what the image depends on, and what becomes of that
	Budget    budget.Budget `json:"budget,omitzero"`    // of the run
	LeftOut   bool          `json:"left_out,omitempty"` // the budget does not allow it, if the plan's order is kept
	Awaiting  []Step        `json:"awaiting,omitempty"` // what depends on the image
}

// Answer is what a rung of the ladder answered.
type Answer struct {
	Rung    Rung     `json:"rung"`
	Held    bool     `json:"held"`              // it decided, or the next one did after it had changed what there is
	Reasons []Reason `json:"reasons,omitempty"` // for that, or against it
}

// Argument is an argument of an image and where its value comes from.
type Argument struct {
	Name     string   `json:"name"`
	Value    string   `json:"value,omitempty"` // "" where it is withheld, not known, or nothing
	Withheld bool     `json:"withheld,omitempty"`
	Later    bool     `json:"later,omitempty"` // it is known after apply
	Place    string   `json:"place,omitempty"` // main.hcl:12; "" where nobody has written it
	Default  string   `json:"default,omitempty"`
	Uses     []string `json:"uses,omitempty"` // what the expression refers to, sorted
}

// Rung is a rung of the ladder, or a question that is asked before it or after it.
type Rung int

const (
	RungImport    Rung = iota // before the ladder
	RungPinned                // before it: nothing else counts
	RungKnown                 // whether there is a request to ask about
	RungHand                  // before the ladder, too
	RungStale                 // before the ladder: of an image that is not made anew by itself
	RungAnother               // 1
	RungTrigger               // 2
	RungRecorded              // 3
	RungOwnCall               // 4
	RungTainted               // 5
	RungReleased              // 6
	RungShared                // after 6: of an image that may share its picture
	RungBought                // 7
	RungRejected              // 8
	RungOtherCall             // 9
	RungBuy                   // 10
	RungOutput                // after it: of a picture that stays
	RungUnmade                // after it: of what is to be bought
)

// rungs has of every rung its name in JSON, its number on the ladder and what it asks.
var rungs = [...]struct{ name, number, question string }{
	RungImport:    {"import", "", "has an import block a picture for it, and it has none?"},
	RungPinned:    {"pinned", "", "does the configuration say which picture it has?"},
	RungKnown:     {"request", "", "is the whole request known?"},
	RungHand:      {"hand", "", "was its picture made, or its output changed, by hand?"},
	RungStale:     {"stale", "", "is its request another one, and its picture kept until a user says so?"},
	RungAnother:   {"another", "1", "is another picture wanted than the recorded one, by -replace or a trigger?"},
	RungTrigger:   {"trigger", "2", "does a trigger depend on pictures that are yet to come?"},
	RungRecorded:  {"recorded", "3", "is its recorded picture of the request, good by its postconditions, and to be had?"},
	RungOwnCall:   {"own call", "4", "is a call of its own open for the request?"},
	RungTainted:   {"tainted", "5", "does its recorded picture fail a postcondition, or is it rejected?"},
	RungReleased:  {"released", "6", "has an address that is no longer declared a picture of the request?"},
	RungShared:    {"shared", "", "has an image of the request that may share its picture one, or buys one?"},
	RungBought:    {"bought", "7", "is there a picture of the request that nobody uses and that can be had?"},
	RungRejected:  {"rejected", "8", "is there one that fails a postcondition, or is rejected?"},
	RungOtherCall: {"other call", "9", "is a call of another address open for the request that has no use for it?"},
	RungBuy:       {"buy", "10", "is there no other way than to buy it?"},
	RungOutput:    {"output", "", "is its output other than it should be?"},
	RungUnmade:    {"unmade", "", "has the request made nothing before, and is nobody asked?"},
}

// String is the rung's name.
func (r Rung) String() string { return rungs[r].name }

// Number is the rung's on the ladder as it is written down, or "" of a question beside
// it.
func (r Rung) Number() string { return rungs[r].number }

// Question is what the rung asks. Its answer is yes or no.
func (r Rung) Question() string { return rungs[r].question }

// MarshalText is the rung as JSON has it.
func (r Rung) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Rung) UnmarshalText(text []byte) error {
	for i := range rungs {
		if rungs[i].name == string(text) {
			*r = Rung(i)
			return nil
		}
	}
	return fmt.Errorf("no rung is called %q", text)
}
