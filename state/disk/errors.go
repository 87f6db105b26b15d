package disk

import (
	"errors"

	"gesso/state/disk/objects"
)

// ErrStale is wrapped when gesso.state or a left-over journal is not what it
// was when the State was loaded, because another program wrote it meanwhile
// (a git checkout during the approval prompt). Nothing is lost: load again.
var ErrStale = errors.New("the state was changed by another program since it was loaded")

// CorruptError is an object of the store whose content is not what its name says.
type CorruptError = objects.CorruptError
