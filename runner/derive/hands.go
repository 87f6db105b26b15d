package derive

import (
	"context"

	"gesso/runner/picture"
	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk"
)

// Hands tell the work of hands among what lay in the place of files that a run makes. They
// are safe for concurrent use, and read what they need when somebody asks.
type Hands struct{ beholder *beholder }

// NewHands returns those of a workspace.
func NewHands(w *disk.Workspace) *Hands {
	// Not the memory in which files are made: who makes one has some of that, and would
	// wait here for more.
	return &Hands{&beholder{workspace: w, memory: picture.NewMemory(picture.DefaultMemory)}}
}

// Of returns what tells of an object in the store, which lay where a file of the picture of
// an address goes, what picture it is, and whether somebody has made it: not what gesso made
// there once, and not the same in other bytes. Where nobody can tell it is nobody's.
func (h *Hands) Of(address string, f plan.File, p *state.Picture) func(sha string) (state.Picture, bool) {
	return func(sha string) (state.Picture, bool) {
		object, err := h.beholder.workspace.Store().Open(sha)
		if err != nil {
			return state.Picture{}, false
		}
		defer object.Close()
		ctx := context.Background() // what lay there has gone already
		if h.beholder.lookAt(ctx, address, f, p, sha, object) != edited {
			return state.Picture{}, false
		}
		info, err := picture.Verify(object, 0)
		return state.Picture{Artifact: sha, Format: info.Format, Width: info.Width, Height: info.Height, Bytes: object.Size(), Blank: info.Blank}, err == nil
	}
}
