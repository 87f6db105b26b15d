package cli

import (
	"fmt"

	"gesso/runner"
	"gesso/runner/decide/moving"
	"gesso/runner/plan"
	"gesso/runner/selection"
	"gesso/runner/session"
)

// target is what a decision is about: what a pattern means, or all.
type target struct {
	pattern string
	all     bool
}

// calls are the target's, and whether it is more than one image. The error may match
// runner.ErrNothingToResolve, or be a *selection.UnknownError.
func (t target) calls(s *session.Session) (calls []plan.Call, wide bool, err error) {
	chosen := func(string) bool { return true }
	if !t.all {
		exact := moving.RecordedAs(t.pattern, s.Config, s.State)
		if len(runner.Unsettled(s.State, exact)) > 0 {
			call, err := runner.Choose(s.State, exact)
			return []plan.Call{call}, false, err
		}
		found, err := selection.Find("", []string{t.pattern}, recordedImages(s))
		if err != nil {
			return nil, false, err
		}
		chosen = found.Means
	}
	if calls = runner.Select(s.State, chosen); len(calls) == 0 {
		what := t.pattern
		if t.all {
			what = "the configuration"
		}
		return nil, true, fmt.Errorf("%s has no request in doubt, and no picture that is lost: %w", what, runner.ErrNothingToResolve)
	}
	return calls, true, nil
}

// recordedImages are the images of which something is recorded.
func recordedImages(s *session.Session) []selection.Image {
	var images []selection.Image
	for r := range s.State.All() {
		images = append(images, selection.Image{Address: r.Address})
	}
	return images
}
