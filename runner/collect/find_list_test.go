package collect

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/provider"
	"gesso/state"
)

// shelf is a provider's list, and what it was asked for.
type shelf struct {
	list  []provider.Listed
	fails bool
	asked []string
}

func (s *shelf) List(_ context.Context, from, to time.Time) ([]provider.Listed, bool, error) {
	s.asked = append(s.asked, from.Format("15:04")+" to "+to.Format("15:04"))
	if s.fails {
		return nil, false, errors.New("no list")
	}
	return s.list, true, nil
}

// However many requests are in doubt, each provider is asked once, about the time of
// all of them; one without a list takes nothing from another.
func TestFindAsksOnce(t *testing.T) {
	at := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	var calls []state.Call
	s := &shelf{}
	for i := range 60 {
		prompt := fmt.Sprintf("fox %d", i)
		calls = append(calls, state.Call{
			Intent: fmt.Sprint(i), Problem: "cut", Time: at.Add(time.Duration(59-i) * time.Minute), Request: state.Request{Action: "generate", PromptHash: state.HashPrompt(prompt)},
		})
		s.list = append(s.list, provider.Listed{Task: fmt.Sprintf("T%d", i), Prompt: prompt})
	}
	findings := Find(t.Context(), s, calls, map[string]bool{"T7": true})
	if diff := cmp.Diff([]string{"09:58 to 11:14"}, s.asked); diff != "" {
		t.Error(diff)
	}
	for i, f := range findings {
		want := fmt.Sprintf("T%d", i)
		if i == 7 {
			want = "" // that task is known to be another's
		}
		if f.Certain() != want {
			t.Errorf("call %d: %s", i, f)
		}
	}
	if len(findings) != 60 {
		t.Errorf("%d findings", len(findings))
	}
	none := &shelf{fails: true}
	if found := Find(t.Context(), none, calls, nil); found != nil || len(none.asked) != 1 {
		t.Errorf("found %v after %d questions", found, len(none.asked))
	}
}
