package hometest

import (
	"testing"
	"time"

	"gesso/state/home/shelf"
)

// Kind is a way of keeping a workspace.
type Kind struct {
	Shelf  func(t *testing.T) shelf.Shelf // a new empty one; nil: the folder itself is the home
	Lease  time.Duration                  // 0 is the default one
	Bubble bool                           // the shelf waits for nothing outside, so each case runs in a synctest bubble
}
