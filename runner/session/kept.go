package session

import (
	"fmt"
	"io"

	"gesso/state/disk"
)

// SayKept says where the copy of the previous state is and how to restore it. The state of
// a home elsewhere is changed only through its log, so there the copy is for reading.
func SayKept(out io.Writer, w *disk.Workspace, copied string) {
	if w.HomeOf() != nil {
		fmt.Fprintf(out, "The state of before is kept as %s, for reading: what stands at the home is changed by commands alone.\n", copied)
		return
	}
	fmt.Fprintf(out, "The state of before is kept: cp %s %s takes it back.\n", copied, w.StateFile())
}
