package revert_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner"
	"gesso/runner/plan"
	"gesso/runner/revert"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
	"gesso/state/disk/workspaces"
)

func folder(t *testing.T) *disk.Workspace {
	t.Helper()
	return disktest.Open(t, t.TempDir())
}

// of is a record of a picture.
func of(address, artifact, prompt string) *state.Record {
	return &state.Record{Address: address, Request: &state.Request{Kind: "flux", Prompt: prompt}, Path: address[6:] + ".png", Picture: state.Picture{Artifact: artifact, Key: state.Key("k1:" + prompt), Provider: "flux"}}
}

func recorded(records ...*state.Record) *state.State {
	s := new(state.State)
	for _, r := range records {
		s.Apply(state.Event{Kind: state.Collected, Record: r})
	}
	return s
}

var asked = plan.Reason{Cause: plan.Undone, New: "after run 1"}

// told is what a plan comes to: address, action and artifact of each change.
func told(m *revert.Made) []string {
	var all []string
	for _, c := range m.Changes {
		text := c.Address + " " + c.Action.String()
		if c.Picture != nil {
			text += " " + c.Picture.Artifact
		}
		all = append(all, text)
	}
	for _, gone := range m.Missing {
		all = append(all, gone.Address+" missing: "+gone.Why)
	}
	return all
}

// TestMake plans for each target what makes it as it was, in the order of addresses, and
// nothing that costs.
func TestMake(t *testing.T) {
	w := folder(t)
	first, second, lost := disktest.Store(t, w, "first"), disktest.Store(t, w, "second"), "ff"+disktest.Store(t, w, "x")[2:]
	now := recorded(of("image.same", second, "same"), of("image.back", second, "now"), of("image.new", second, "new"), of("image.lost", second, "lost"), of("image.other", second, "other"), of("image.bare", second, "bare"), of("image.taken", second, "taken"))
	bare := of("image.bare", first, "")
	bare.Request = nil
	theirs := of("image.taken", first, "then")
	theirs.Path = "theirs.png"
	made, err := revert.Make(t.Context(), revert.Situation{State: now, Workspace: w, Others: workspaces.Outputs{"theirs.png": {Address: "image.x", Workspace: "draft"}}}, []revert.Target{
		{Address: "image.new", Reason: asked},
		{Address: "image.same", Record: of("image.same", second, "same"), Reason: asked},
		{Address: "image.gone", Record: of("image.gone", first, "gone"), Reason: asked},
		{Address: "image.back", Record: of("image.back", first, "then"), Reason: asked},
		{Address: "image.lost", Record: of("image.lost", lost, "then"), Reason: asked},
		{Address: "image.bare", Record: bare, Reason: asked},
		{Address: "image.taken", Record: theirs, Reason: asked},
		{Address: "image.never", Reason: asked},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"image.back reuse " + first, "image.gone reuse " + first, "image.new remove",
		"image.bare missing: its record did not tell what it was made by",
		"image.lost missing: neither the store nor an output has it",
		"image.taken missing: its output would replace that of image.x in the workspace draft",
	}
	if diff := cmp.Diff(want, told(made)); diff != "" {
		t.Error(diff)
	}
	if cost := made.Cost(); cost.Pictures != 0 {
		t.Errorf("it costs %+v", cost)
	}
	if c := made.Changes[0]; c.Request.Prompt != "then" || c.Key != "k1:then" || c.Path != "back.png" || c.Reasons[0] != asked {
		t.Errorf("back it is %+v", c)
	}
	var kept []string
	for _, c := range made.Unchanged {
		kept = append(kept, c.Address)
	}
	if diff := cmp.Diff([]string{"image.other"}, kept); diff != "" {
		t.Errorf("what is nobody's target: %s", diff)
	}
}

// What an output has can be had, whatever became of the store.
func TestMakeFromAnOutput(t *testing.T) {
	w := folder(t)
	then := of("image.a", disktest.Store(t, w, "a fox"), "then")
	if _, err := w.Outputs().Place("b.png", func(out io.Writer) error { _, err := io.WriteString(out, "a fox"); return err }); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(w.Dir(), ".gesso", "objects", then.Artifact[:2], then.Artifact)); err != nil {
		t.Fatal(err)
	}
	other := of("image.b", then.Artifact, "b")
	other.Path, other.Output = "b.png", then.Artifact
	made, err := revert.Make(t.Context(), revert.Situation{State: recorded(other), Workspace: w}, []revert.Target{{Address: "image.a", Record: then, Reason: asked}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"image.a reuse " + then.Artifact}, told(made)); diff != "" {
		t.Error(diff)
	}
}

// What is beside a picture, and changes with each delivery, is no difference.
func TestMakeLeavesWhatIsAlike(t *testing.T) {
	w := folder(t)
	now := of("image.a", disktest.Store(t, w, "a"), "a")
	now.URL, now.Unwanted = "https://x.test/a", "too dark"
	now.Derived = []state.Derivative{{Path: "a-small.png"}}
	made, err := revert.Make(t.Context(), revert.Situation{State: recorded(now), Workspace: w}, []revert.Target{{Address: "image.a", Record: of("image.a", now.Artifact, "a"), Reason: asked}})
	if err != nil || len(made.Changes)+len(made.Missing) > 0 {
		t.Errorf("got %q, %v", told(made), err)
	}
}

// Derived files are counted where their picture is another one, and made by nobody here.
func TestDerived(t *testing.T) {
	w := folder(t)
	first, second := disktest.Store(t, w, "first"), disktest.Store(t, w, "second")
	small := []state.Derivative{{Path: "a-small.png"}}
	now, then := of("image.a", second, "now"), of("image.a", first, "then")
	now.Derived = small
	came := of("image.b", first, "b")
	came.Derived = small
	made, err := revert.Make(t.Context(), revert.Situation{State: recorded(now), Workspace: w}, []revert.Target{
		{Address: "image.a", Record: then, Reason: asked}, {Address: "image.b", Record: came, Reason: asked}, {Address: "image.c", Record: of("image.c", first, "c"), Reason: asked},
	})
	if err != nil || made.Derived() != 2 {
		t.Errorf("got %d, %v", made.Derived(), err)
	}
}

// A run of the plan knows all accounts that it names, and asks none of them.
func TestTools(t *testing.T) {
	w := folder(t)
	then := of("image.a", disktest.Store(t, w, "a"), "a")
	then.Tainted = "it is blank"
	made, err := revert.Make(t.Context(), revert.Situation{State: recorded(), Workspace: w}, []revert.Target{{Address: "image.a", Record: then, Reason: asked}})
	if err != nil {
		t.Fatal(err)
	}
	tools := made.Tools(runner.Tools{Workspace: w})
	if _, known := tools.Connections["flux"]; !known || len(tools.Connections) != 1 {
		t.Errorf("its connections are %v", tools.Connections)
	}
	if got := tools.Evaluation.Unmet(made.Changes[0], &then.Picture); got != "it is blank" {
		t.Errorf("it fails %q", got)
	}
	if tools.Supply.Asked(&state.Picture{URL: "https://x.test/a", Task: "t"}) {
		t.Error("somebody is asked")
	}
	if dir, name := tools.Place("b/c.png"); dir != w.Dir() || name != "b/c.png" {
		t.Errorf("a path is %q in %q", name, dir)
	}
}

func TestMakeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := folder(t)
	if _, err := revert.Make(ctx, revert.Situation{State: recorded(), Workspace: w}, []revert.Target{{Address: "image.a", Reason: asked}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
