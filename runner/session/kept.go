package session

import (
	"fmt"
	"io"

	"gesso/state/disk"
)

// SayKept tells where a copy of a workspace's state of before is, and how it is taken
// back: a state whose home is elsewhere is changed by what its log says, and by no file.
func SayKept(out io.Writer, w *disk.Workspace, copied string) {
	if w.HomeOf() != nil {
		fmt.Fprintf(out, "The state of before is kept as %s, for reading: what stands at the home is changed by commands alone.\n", copied)
		return
	}
	fmt.Fprintf(out, "The state of before is kept: cp %s %s takes it back.\n", copied, w.StateFile())
}
