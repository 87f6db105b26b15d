package walk

// State is how far a unit has come. The zero State is Waiting.
type State int

const (
	Waiting State = iota // for units that it needs
	Ready                // for a slot of its lane
	Running              // it is worked on
	Done                 // its work is over, and nothing went wrong
	Failed
	Tainted   // its picture fails a condition, and waits for a decision
	Unmade    // its request made nothing before, and waits for a decision
	InDoubt   // its request may have been paid for, and waits for a decision
	LeftOut   // the budget does not allow it
	Skipped   // it needs an image that came to such an end
	Postponed // its provider was stopped, and the next run continues
	Left      // the run was interrupted, and the next one continues
)

// traits is the table of what each state means for the units that need such a one.
var traits = [...]struct {
	name   string
	from   []State // the states before it
	became string  // what became of an image, for whoever needs it; "" does not block
}{
	Waiting:   {"waiting", nil, ""},
	Ready:     {"ready", []State{Waiting}, ""},
	Running:   {"running", []State{Ready}, ""},
	Done:      {"done", []State{Ready, Running}, ""},
	Failed:    {"failed", []State{Running}, "it failed"},
	Tainted:   {"tainted", []State{Waiting, Running}, "its picture fails a postcondition"},
	Unmade:    {"unmade", []State{Waiting}, "its request made nothing, and waits for a decision"},
	InDoubt:   {"in doubt", []State{Waiting, Running}, "its request is in doubt"},
	LeftOut:   {"left out", []State{Ready, Running}, "left out by the budget"},
	Skipped:   {"skipped", []State{Ready}, "it was skipped"},
	Postponed: {"postponed", []State{Ready, Running}, "its provider was stopped"},
	Left:      {"left", []State{Ready, Running}, ""},
}

func (s State) String() string { return traits[s].name }

// Became is what became of an image that came to this end, in words for whoever needs it;
// "" where that is no reason not to go on.
func (s State) Became() string { return traits[s].became }

// ended reports whether a unit in this state is over.
func (s State) ended() bool { return s >= Done }
