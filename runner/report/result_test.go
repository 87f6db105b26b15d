package report

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"gesso/runner"
	"gesso/runner/decide/refusals"
	"gesso/runner/provider"
	"gesso/runner/upload"
)

// What a provider said is advised on by its class, and what gesso found by itself is
// not blamed on the provider.
func TestOutcomesSayWhatCanBeDone(t *testing.T) {
	tests := []struct {
		err  error
		want string
	}{
		{errors.New("no"), "image.a: no"},
		{fmt.Errorf("at last: %w", &provider.Error{Class: provider.Invalid, Status: 400}),
			"image.a: at last: invalid request: HTTP 400 (not charged; correct the image's arguments or the provider's endpoint)"},
		{&upload.SourceError{Problem: "its source changed", Remedy: "run gesso apply again"},
			"image.a: its source changed (not charged; run gesso apply again)"},
		{fmt.Errorf("at last: %w", &refusals.InvalidError{Problem: provider.Problem{Detail: "The size is odd."}}),
			"image.a: at last: invalid request: The size is odd. (not charged; correct the image's arguments)"},
	}
	for _, test := range tests {
		got := stream(t, func(s *Screen) {
			Result(s, "Apply", &runner.Result{Failed: []runner.Outcome{{Address: "image.a", Err: test.err}}}, ".")
		})
		if want := "Failed:\n  " + test.want + "\n"; !strings.HasPrefix(got, want) {
			t.Errorf("got:\n%swant:\n%s", got, want)
		}
	}
}
