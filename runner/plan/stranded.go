package plan

// StrandedError is a call whose picture cannot be collected, because no
// provider block has the endpoint that it was sent to. The call is kept.
type StrandedError struct {
	Endpoint string
	Task     string // "" of a call that has none
}

func (e *StrandedError) Error() string {
	what := "its picture"
	if e.Task != "" {
		what = "task " + e.Task
	}
	return what + " is at " + e.Endpoint + ", and no provider block has that endpoint now; add one that has it, with an alias if need be, and apply collects the picture, or give it up with gesso resolve ADDRESS -abandon"
}
