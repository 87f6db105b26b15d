package disk

import (
	"errors"
	"fmt"
)

// ErrStale is wrapped when gesso.state or a left-over journal is not what it
// was when the State was loaded, because another program wrote it meanwhile
// (a git checkout during the approval prompt). Nothing is lost: load again.
var ErrStale = errors.New("the state was changed by another program since it was loaded")

// CorruptError is an object of the store whose content is not what its name
// says: something edited or damaged it.
type CorruptError struct {
	File   string // relative to the workspace, slash-separated
	Want   string // SHA-256, hexadecimal
	Actual string // SHA-256, hexadecimal
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("%s: damaged: its content has SHA-256 %s", e.File, e.Actual)
}
