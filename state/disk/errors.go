package disk

import (
	"errors"

	"gesso/state/disk/objects"
)

// ErrStale is wrapped when gesso.state or a left-over journal has changed since the State
// was loaded, because another program wrote it (such as git checkout during the approval
// prompt). Nothing is lost: load again.
var ErrStale = errors.New("the state was changed by another program since it was loaded")

// CorruptError says that an object of the store does not match its name.
type CorruptError = objects.CorruptError
