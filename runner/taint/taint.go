// Package taint says which recorded pictures a user wants replaced, by hand, and takes
// that back. The mark is a field of the record: the next plan replaces the picture, paid,
// and says who asked; the picture stays in the store.
//
// Its promises:
//
//   - It is about pictures that are recorded, needs no configuration, and buys nothing.
//   - What a postcondition says of a picture is not taken back here: the condition is
//     asked in every plan.
//   - One picture is marked, or none of those that were named.
//
// It writes nothing: the events are the caller's to record, in their order.
//
//	events, err := taint.Mark(recorded, []string{"image.hero[\"a*\"]"}, "too dark")
package taint

import (
	"errors"
	"fmt"

	"gesso/runner/selection"
	"gesso/state"
)

// NoReason stands for the reason of whoever gave none.
const NoReason = "no reason given"

// Mark returns the events by which the pictures that patterns mean are to be replaced.
// An image that is marked for the same reason already has none. The error is a
// *selection.UnknownError, several joined, or a *NoPictureError.
func Mark(recorded *state.State, patterns []string, reason string) ([]state.Event, error) {
	if reason == "" {
		reason = NoReason
	}
	records, err := find(recorded, patterns)
	if err != nil {
		return nil, err
	}
	var events []state.Event
	for _, r := range records {
		if r.Unwanted != reason {
			events = append(events, state.Event{Kind: state.Tainted, Address: r.Address, Problem: reason})
		}
	}
	return events, nil
}

// Unmark returns the events that take marks back, of those that have one among the images
// that patterns mean. The error is like Mark's, or a *NotMarkedError when none has.
func Unmark(recorded *state.State, patterns []string) ([]state.Event, error) {
	records, err := find(recorded, patterns)
	if err != nil {
		return nil, err
	}
	var events []state.Event
	for _, r := range records {
		if r.Unwanted != "" {
			events = append(events, state.Event{Kind: state.Untainted, Address: r.Address})
		}
	}
	if len(events) == 0 {
		return nil, &NotMarkedError{Address: records[0].Address, Images: len(records), Unmet: records[0].Tainted}
	}
	return events, nil
}

// find returns the records that patterns mean, by address, of which each has a picture
// where a pattern means one image.
func find(recorded *state.State, patterns []string) ([]*state.Record, error) {
	var images, bare []selection.Image
	for r := range recorded.All() {
		image := selection.Image{Address: r.Address}
		if bare = append(bare, image); r.HasPicture() {
			images = append(images, image)
		}
	}
	found, err := selection.Find("", patterns, images)
	if err != nil {
		if all, missing := selection.Find("", patterns, bare); missing == nil && all.Len() > 0 {
			return nil, &NoPictureError{Patterns: patterns}
		}
		return nil, err
	}
	var records []*state.Record
	for r := range recorded.All() {
		if found.Means(r.Address) && r.HasPicture() {
			records = append(records, r)
		}
	}
	if len(records) == 0 {
		return nil, errors.New("no address is given")
	}
	return records, nil
}

// NoPictureError is images of which only open calls are recorded.
type NoPictureError struct{ Patterns []string }

func (e *NoPictureError) Error() string {
	return fmt.Sprintf("there is no picture yet to be replaced: of what %s means only calls are recorded", quoted(e.Patterns))
}

func quoted(patterns []string) string {
	text := ""
	for i, p := range patterns {
		if i > 0 {
			text += ", "
		}
		text += selection.Quote(p)
	}
	return text
}

// NotMarkedError is that nothing is to be taken back.
type NotMarkedError struct {
	Address string // of the first image
	Images  int    // how many there are
	Unmet   string // the postcondition that the first one's picture fails; "" if it fails none
}

func (e *NotMarkedError) Error() string {
	switch {
	case e.Unmet != "":
		return fmt.Sprintf("%s is not tainted by hand: its picture fails a postcondition, which only another condition or another picture puts right: %s", e.Address, e.Unmet)
	case e.Images == 1:
		return e.Address + " is not tainted"
	}
	return fmt.Sprintf("none of these %d images is tainted by hand", e.Images)
}
