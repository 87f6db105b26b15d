package decide

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gesso/runner/plan"
	"gesso/state"
	"gesso/state/disk/disktest"
	"slices"
)

func check(t *testing.T, got, want outcome) {
	t.Helper()
	if want.Action == plan.Restore && got.Action == plan.Move { // what a plan says of a record that moves
		got.Action = want.Action
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// ladderTest is a directory with the configuration of the ladder's tests.
type ladderTest struct {
	Situation
}

func ladderOf(t *testing.T) (*ladderTest, names) {
	t.Helper()
	s := &ladderTest{Situation: situationOf(t, laddered)}
	n := names{
		good: disktest.Store(t, s.Workspace, "a fox in snow"), bad: disktest.Store(t, s.Workspace, "narrow"), other: disktest.Store(t, s.Workspace, "another"),
		gone: state.HashPrompt("gone"), badGone: state.HashPrompt("gone, and narrow"),
	}
	fox := disktest.Store(t, s.Workspace, foxBytes)
	n.request = state.Request{
		Kind: "flux", Action: "edit", Prompt: "in snow", PromptHash: state.HashPrompt("in snow"), Model: "flux-dev", Size: "1024x1024", Source: state.Source{Form: state.ContentSource, Value: fox},
	}
	n.old = n.request
	n.old.Prompt, n.old.PromptHash = "in rain", state.HashPrompt("in rain")
	n.now = made(t, s.Situation).all[snow].Triggers()
	n.then = state.Triggers{}
	for name := range n.now {
		n.then[name] = state.HashPrompt("what it was")
	}
	if len(n.now) != 1 {
		t.Fatalf("its triggers are %v", n.now)
	}
	return s, n
}

const foxBytes = "the bytes of a fox"

// foxed is that the source of the picture is made.
func (n names) foxed() state.Event {
	r := state.Request{Kind: "flux", Action: "generate", Prompt: "a fox", PromptHash: state.HashPrompt("a fox"), Model: "flux-dev", Size: "1024x1024"}
	return n.has("image.fox", state.HashPrompt(foxBytes), r, nil)
}

// happened writes events down as runs do, so that the ledger tells of them too.
func (s *ladderTest) happened(t *testing.T, events []state.Event) {
	t.Helper()
	dated := slices.Clone(events)
	for i := range dated {
		dated[i].Time = time.Date(2000, 1, 1, 0, 0, i, 0, time.UTC)
	}
	s.State = disktest.Happen(t, s.Workspace, dated...).State
}

// lay puts an artifact where the output is, if there is one to put.
func (s *ladderTest) lay(t *testing.T, file func(names) string, n names) {
	t.Helper()
	if file == nil {
		return
	}
	if err := s.Workspace.Outputs().PlaceCopy("snow.png", file(n)); err != nil {
		t.Fatal(err)
	}
}

// made is the plan of a situation, without a mistake. It is plain data.
func made(t *testing.T, s Situation) *Prepared {
	t.Helper()
	p, diags, err := Make(t.Context(), s)
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	return p
}
