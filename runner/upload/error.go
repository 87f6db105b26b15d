package upload

// SourceError is a source that is not sent because of what it is. No provider was
// asked for the edit, so that nothing is charged.
type SourceError struct {
	Problem string
	Remedy  string // what the user can do, lower case, no full stop
}

func (e *SourceError) Error() string { return e.Problem }

// Advice is what a user can do about it.
func (e *SourceError) Advice() string { return e.Remedy }

// planAnew is the remedy for what is not as the plan found it: the next plan asks
// for an edit of what there is then.
const planAnew = "run gesso apply again"

func changed(name string) error {
	return &SourceError{"its source " + name + " changed after the plan was made", planAnew}
}
