package plan

import (
	"time"

	"gesso/state"
)

// Decision is what somebody has decided about a picture, as a file of decisions says it, and
// what a plan makes of it.
type Decision struct {
	Address  string    `json:"address"`
	Artifact string    `json:"artifact"` // that it is about
	Verdict  string    `json:"verdict"`  // approve, reject, again, select
	Takes    int       `json:"takes,omitempty"`
	Take     string    `json:"take,omitempty"` // SHA-256 of the picture that is selected
	Note     string    `json:"note,omitempty"`
	By       string    `json:"by,omitempty"`
	At       time.Time `json:"at,omitzero"`
	Where    string    `json:"where,omitempty"` // the file and the line
	Standing Standing  `json:"standing"`
	Why      string    `json:"why,omitempty"` // more of it, for people; lower case, no full stop
}

// Standing is the closed set of what a plan makes of a decision.
type Standing string

const (
	Acting     Standing = "acts"         // the plan has it
	Done       Standing = "done"         // it is so already
	Outdated   Standing = "stale"        // the address has another picture now
	Older      Standing = "older"        // somebody has decided otherwise since
	Nowhere    Standing = "unknown"      // there is no such image
	Dropped    Standing = "not declared" // nothing declares the image any more
	Bare       Standing = "no picture"   // it was never made
	Doubted    Standing = "in doubt"     // a request of the image is in doubt
	Open       Standing = "open call"    // a call of the image is collected first
	Unselected Standing = "left out"     // the selection leaves out the image
	Fixed      Standing = "pinned"       // the configuration says which picture the image has
	Foreign    Standing = "no take"      // what is selected is no take of the image
	Gone       Standing = "lost"         // it is one, and nobody has it any more
	Refused    Standing = "rejected"     // it is one, and was rejected
	Repeated   Standing = "repeated"     // another one was bought since, and it has the same bytes
	Spent      Standing = "spent"        // another one was bought since, and is rejected or gone
)

// standings has of each what it says.
var standings = map[Standing]string{
	Acting: "", Done: "it is so already", Outdated: "the image has another picture now", Older: "somebody has decided otherwise since",
	Nowhere: "there is no such image", Dropped: "nothing declares the image any more", Bare: "the image has no picture",
	Doubted: "a request of the image is in doubt, and gesso resolve settles it first", Open: "a call of the image is paid for, and collected first",
	Unselected: "the plan leaves out the image", Fixed: "the configuration pins the picture of the image",
	Foreign: "what is selected is no take of the image", Gone: "neither the store nor an output nor the provider has the take that is selected", Refused: "the take that is selected was rejected",
	Repeated: "the image has got another picture with the same bytes since",
	Spent:    "the picture that was bought for it was rejected, or nobody has it any more",
}

// String is what the standing says, a phrase; "" of what acts.
func (s Standing) String() string { return standings[s] }

// Still reports whether nothing is done about the decision although something is to be
// seen to: it is neither done nor acted upon.
func (s Standing) Still() bool { return s != Acting && s != Done }

// Review is the decision as it is recorded, of one that approves or rejects; else nil.
func (d Decision) Review() *state.Review {
	switch v := state.Verdict(d.Verdict); v {
	case state.Approve, state.Reject:
		return &state.Review{Artifact: d.Artifact, Verdict: v, By: d.By, Note: d.Note, At: d.At}
	}
	return nil
}
