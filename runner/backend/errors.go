package backend

// SetupError says that a folder's home is not set up, or not as the configuration has it.
type SetupError struct {
	Message string // lower case, without a full stop
	Remedy  string // a command that can be pasted, or a sentence
	Err     error  // behind it, may be nil
}

func (e *SetupError) Error() string { return e.Message }

// Hint says what can be done.
func (e *SetupError) Hint() string { return e.Remedy }

// Unwrap returns the error behind it.
func (e *SetupError) Unwrap() error { return e.Err }

// What is to be done about a home that is not set up.
const (
	setUp       = "gesso init"
	migrate     = "gesso init -migrate-state"
	reconfigure = "gesso init -reconfigure"
)
