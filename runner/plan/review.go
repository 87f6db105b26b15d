package plan

import (
	"cmp"
	"fmt"

	"gesso/spec/pin"
	"gesso/state"
)

// Instead is what is to lie at the output of a rejected picture.
type Instead struct {
	Record *state.Record `json:"record,omitempty"` // of an earlier picture of the address; nil: there is none, and the output goes
	Take   int           `json:"take,omitempty"`   // its number among the takes
}

// Rejection is the review by which the picture that the change is about must not be what
// its address shows; nil: nobody has rejected it.
func (c *Change) Rejection() *state.Review {
	switch {
	case c.Picture != nil:
		return c.Before.Rejected(c.Picture)
	case c.Before.HasPicture():
		return c.Before.Rejected(&c.Before.Picture)
	}
	return nil
}

// Decided are the reason of a change for what somebody has decided about a picture.
func Decided(v *state.Review) Reason {
	by := cmp.Or(v.By, "somebody")
	switch v.Verdict {
	case state.Reject:
		return Reason{Cause: Rejected, Old: by, New: v.Note}
	case state.Approve:
		return Reason{Cause: Approved, Old: by, New: v.Note}
	}
	return Reason{Cause: Undecided}
}

// String names the picture, in a few words.
func (i *Instead) String() string {
	if i.Record == nil {
		return "none"
	}
	return fmt.Sprintf("take %d, %s", i.Take, pin.Text(i.Record.Artifact))
}
