package cli

import (
	"fmt"

	"gesso/runner/decide/moving"
	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/runner/session"
	"gesso/runner/unsettled"
)

// target is what a decision is about: the calls of the images that a pattern matches, or
// all.
type target struct {
	pattern string
	all     bool
	request string // beginning of the call's id if the image has several; "": it has only one
}

// calls returns the target's calls, and whether they are of more than one image. The error
// may match unsettled.ErrNothing, or be a *selection.UnknownError or an
// *unsettled.SeveralError.
func (t target) calls(s *session.Session) (calls []plan.Call, wide bool, err error) {
	chosen := func(string) bool { return true }
	if !t.all {
		exact := moving.RecordedAs(t.pattern, s.Config, s.State)
		if len(unsettled.Calls(s.State, exact)) > 0 {
			call, err := unsettled.Choose(s.State, exact, t.request)
			return []plan.Call{call}, false, err
		}
		found, err := selection.Find("", []string{t.pattern}, recordedImages(s))
		if err != nil {
			return nil, false, err
		}
		if t.request != "" {
			return nil, false, fmt.Errorf("-request is one of an image's, and %s is no image that has any: %w", t.pattern, unsettled.ErrNothing)
		}
		chosen = found.Means
	}
	if calls = unsettled.Select(s.State, chosen); len(calls) == 0 {
		what := t.pattern
		if t.all {
			what = "the configuration"
		}
		return nil, true, fmt.Errorf("%s has no request in doubt, and no picture that is lost: %w", what, unsettled.ErrNothing)
	}
	return calls, true, nil
}

// recordedImages returns the images that have a record.
func recordedImages(s *session.Session) []selection.Image {
	var images []selection.Image
	for r := range s.State.All() {
		images = append(images, selection.Image{Address: r.Address})
	}
	return images
}
