package report

// Interruption says what becomes of requests that were sent when a run is interrupted.
type Interruption int

const (
	Nothing  Interruption = iota // there are none
	Kept                         // providers go on with them, and the next run collects them
	Fleeting                     // they were sent to the sandbox inside this process, and end with it
	Both                         // some are kept, some are not
)

// Waiting returns the line that is shown at once.
func (i Interruption) Waiting() string {
	what := "waiting a moment for what was sent"
	switch i {
	case Nothing:
		what = "ending what is under way"
	case Fleeting:
		what = "what is under way in the built-in sandbox ends with this run, and costs nothing"
	}
	return "gesso: interrupted: " + what + "; a second interrupt ends at once"
}

// Interrupted says how to continue after an interrupted run of a command, apply or destroy.
func Interrupted(s *Screen, command string, i Interruption) {
	goesOn := "gesso " + command + " goes on where this run was interrupted."
	sandboxed := "What was under way in the built-in sandbox ended with this run, and cost nothing: it is made anew."
	switch i {
	case Kept:
		s.wrapped("", "What was sent is kept: "+goesOn)
	case Both:
		s.wrapped("", "What was sent is kept: "+goesOn)
		s.wrapped("", sandboxed)
	case Fleeting:
		s.wrapped("", "What is done is kept: "+goesOn)
		s.wrapped("", sandboxed)
	default:
		s.wrapped("", "What is done is kept: "+goesOn)
	}
}
