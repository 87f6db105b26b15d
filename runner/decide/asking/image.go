// Package asking is what an image asks for, as a request, and what of all that is recorded
// is that: by the rules of now, and by those of every version before.
//
// Its promises:
//
//   - No request is another one than a recorded one only because gesso makes requests by
//     other rules than it did, or because its source is the same picture in other bytes.
//   - Whatever differs from what is recorded has a reason that says so.
//
// It reads no files and decides nothing: how an image gets its picture, runner/decide says.
//
//	image.Request = asking.NewRequest(kind, instance, source)
//	image.Key = image.Request.Key()
//	if !image.UpToDate() {
//		why := image.Differences()
//	}
package asking

import (
	"gesso/runner/account"
	"gesso/runner/plan"
	"gesso/spec/eval"
	"gesso/state"
)

// Image is a declared image, what is planned for it, and what is recorded of it. It is not
// safe for concurrent use.
type Image struct {
	*plan.Change
	Instance *eval.Instance
	Buyer    *account.Account // whom the image's block buys from
	Renewed  bool             // Before was recorded under older rules, and has been put into those of today; or is to be written for another reason
	Calls    []string         // the intents of calls from before somebody asked for another picture; nil: that was just now
	Sources  []state.Source   // what the request's source is recorded as elsewhere: the same picture in other bytes

	keys *keyring // nil until somebody asks, see Keys
}

// UpToDate reports whether the record has a picture of the change's request.
func (c *Image) UpToDate() bool { return c.Before.HasPicture() && c.Before.Key == c.Key }

// RecordedSource is the source of the recorded request, or none.
func (c *Image) RecordedSource() state.Source {
	if c.Before == nil || c.Before.Request == nil {
		return state.Source{}
	}
	return c.Before.Request.Source
}

// PinnedTo is the picture that an image which is pinned has or takes; nil where that is a mistake.
func (c *Image) PinnedTo() *state.Picture {
	if c.Picture != nil || !c.Before.HasPicture() {
		return c.Picture
	}
	return &c.Before.Picture
}
