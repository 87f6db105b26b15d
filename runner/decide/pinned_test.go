package decide

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"gesso/runner/plan"
	"gesso/runner/wishes"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// stocked is a project whose image asks for "x", and has a picture of that, and whose store
// has an older picture of "y".
func stocked(t *testing.T, arguments string) (s *ladderTest, now, older string) {
	t.Helper()
	s = &ladderTest{Situation: situationOf(t, "provider \"flux\" {}\nimage \"a\" {\n  prompt = \"x\"\n"+arguments+"\n}\n")}
	now, older = disktest.Store(t, s.Workspace, painted(t, 100, 0)), disktest.Store(t, s.Workspace, painted(t, 200, 0))
	return s, now, older
}

// shaOf is the hash of a picture in a store.
func shaOf(t *testing.T, gray uint8) string { return state.HashPrompt(painted(t, gray, 0)) }

// boughtTwice is that an address bought a picture of "y", and later one of "x".
func boughtTwice(now, older string) []state.Event {
	var events []state.Event
	for _, made := range []struct{ intent, prompt, artifact string }{{"i", "y", older}, {"j", "x", now}} {
		r := requestOf(made.prompt)
		has := there("image.a", made.prompt, made.artifact)
		has.Intent, has.Record.Task = made.intent, "t-"+made.intent
		events = append(events, state.Event{Kind: state.Intended, Intent: made.intent, Addresses: []string{"image.a"}, Request: &r, Endpoint: here}, accepted(made.intent), has)
	}
	return append(events, lies("image.a", "images/a.png", now))
}

// TestPinned makes plans of an image that is pinned to a picture, whatever it asks for.
func TestPinned(t *testing.T) {
	pinned := func(gray uint8) string { return `pin = "sha256:` + shaOf(t, gray) + `"` }
	narrow := "\nlifecycle {\n  postcondition {\n    condition     = self.width > 9000\n    error_message = \"Small.\"\n  }\n}"
	for _, test := range []struct {
		name      string
		arguments string
		nothing   bool // was made
		ask       func(*Situation)
		want      []string
		errors    []string // or these
	}{
		{name: "to what it has", arguments: pinned(100), want: []string{"image.a restore: the output is missing"}},
		{name: "to what it had", arguments: pinned(200), want: []string{"image.a reuse: pinned; the store has this picture"}},
		{name: "to what it had, and fails a condition", arguments: pinned(200) + narrow,
			want: []string{"image.a tainted: its picture fails a postcondition"}},
		{name: "to what nobody has", arguments: pinned(50), errors: []string{"Pinned picture is not here"}},
		{name: "and another is wanted", arguments: pinned(100), ask: func(s *Situation) { s.Choice.Replaces = []string{"image.a"} },
			errors: []string{"Pinned, and to be made anew"}},
		{name: "to what the store has, and nothing tells how it was made", arguments: pinned(200), nothing: true,
			want: []string{"image.a reuse: pinned; the store has this picture"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, now, older := stocked(t, test.arguments)
			if !test.nothing {
				s.happened(t, boughtTwice(now, older))
			}
			if test.ask != nil {
				test.ask(&s.Situation)
			}
			p := madeOr(t, s.Situation, test.errors)
			if p == nil {
				return
			}
			if diff := cmp.Diff(test.want, short(saidBy(p))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			isPlain(t, p.Plan)
		})
	}
}

// short cuts hashes out of what plans say.
func short(said []string) []string {
	for i, line := range said {
		if at, end := strings.Index(line, ": sha256:"), strings.Index(line, "; the store"); at > 0 && end > at {
			said[i] = line[:at] + line[end:]
		}
	}
	return said
}

// TestChosen makes plans of an image for which somebody has chosen a take, or wants
// another picture.
func TestChosen(t *testing.T) {
	for _, test := range []struct {
		name      string
		arguments string
		decision  plan.Decision
		want      []string
		standing  plan.Standing
	}{
		{name: "a take of another request", decision: plan.Decision{Verdict: "select", Take: shaOf(t, 200)},
			want: []string{"image.a reuse: the image asks for something else now; the store has this picture"}, standing: plan.Acting},
		{name: "a take of an image that is pinned", arguments: `pin = "sha256:` + shaOf(t, 100) + `"`, decision: plan.Decision{Verdict: "select", Take: shaOf(t, 200)},
			want: []string{"image.a restore: the output is missing"}, standing: plan.Fixed},
		{name: "another picture", decision: plan.Decision{Verdict: "again", Note: "six fingers"},
			want: []string{"image.a regenerate: reviewed: six fingers"}, standing: plan.Acting},
		{name: "another picture, of one that it has no more", decision: plan.Decision{Verdict: "again", Artifact: shaOf(t, 200)},
			want: []string{"image.a restore: the output is missing"}, standing: plan.Outdated},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, now, older := stocked(t, test.arguments)
			s.happened(t, boughtTwice(now, older))
			d := test.decision
			d.Address = "image.a"
			if d.Artifact == "" {
				d.Artifact = now
			}
			w, err := wishes.Make(wishes.Ground{State: s.State, Workspace: s.Workspace}, []plan.Decision{d})
			if err != nil {
				t.Fatal(err)
			}
			s.Wishes, s.Reviews = w, w.Reviews
			p := made(t, s.Situation)
			said := saidBy(p)
			for i := range said {
				if at, end := strings.Index(said[i], "selected by hand"), strings.Index(said[i], "the image asks"); at > 0 && end > at {
					said[i] = said[i][:at] + said[i][end:]
				}
			}
			if diff := cmp.Diff(test.want, said); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if settled := w.Settle(p.Plan); settled[0].Standing != test.standing {
				t.Errorf("the decision %s, want %s", settled[0].Standing, test.standing)
			}
		})
	}
}

// TestImported makes plans of a picture that a command imports, which takes the place of
// one that the image has.
func TestImported(t *testing.T) {
	for _, test := range []struct {
		name    string
		id      eval.Import
		nothing bool // was made
		want    []string
		fails   string // of a plan for the import alone
	}{
		{name: "a file, where there is nothing", id: eval.Import{File: "cat.png"}, nothing: true,
			want: []string{"image.a import: an import block has it: cat.png"}},
		{name: "a file, in the place of another picture", id: eval.Import{File: "cat.png"},
			want: []string{"image.a import: an import block has it: cat.png"}},
		{name: "the file of the picture that it has", id: eval.Import{File: "same.png"},
			want: []string{"image.a import: an import block has it: same.png"}, fails: "image.a has this picture already"},
		{name: "a task, where there is a picture", id: eval.Import{Task: "t"},
			want: []string{"image.a restore: the output is missing"}, fails: "image.a has a picture already, and only a file takes its place"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, now, older := stocked(t, "")
			if !test.nothing {
				s.happened(t, boughtTwice(now, older))
			}
			write(t, s.Config.Dir, map[string]string{"cat.png": painted(t, 50, 0), "same.png": painted(t, 100, 0)})
			id := test.id
			id.Range = hcl.Range{} // no file has it
			s.Config.Imports = map[string]*eval.Import{"image.a": &id}
			p := made(t, s.Situation)
			if diff := cmp.Diff(test.want, saidBy(p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			only, err := p.ImportOnly("image.a")
			if err != nil || test.fails != "" {
				if test.fails == "" || err == nil || !strings.HasPrefix(err.Error(), test.fails) {
					t.Errorf("the error is %v, want %q", err, test.fails)
				}
				return
			}
			c := only.Changes[0]
			if len(only.Changes) != 1 || *only.Budget.MaxImages != 0 {
				t.Errorf("the import alone is %v", saidBy(only))
			}
			if stands := c.Picture.Adopted != nil; stands == test.nothing {
				t.Errorf("it stands in for another picture: %t", stands)
			}
		})
	}
}

// An import block for an image that has another picture does nothing, and is told of; the
// block of a file that the image had has been done.
func TestImportBlockOffers(t *testing.T) {
	for _, test := range []struct {
		gray  uint8
		warns bool
	}{{50, true}, {100, false}, {200, false}} {
		s, now, older := stocked(t, "}\nimport {\n  to = image.a\n  id = \"./cat.png\"")
		s.happened(t, boughtTwice(now, older))
		write(t, s.Config.Dir, map[string]string{"cat.png": painted(t, test.gray, 0)})
		p, diags, err := Make(t.Context(), s.Situation)
		if err != nil || diags.HasErrors() {
			t.Fatal(err, diags)
		}
		if diff := cmp.Diff([]string{"image.a restore: the output is missing"}, saidBy(p)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		offered := func(d *hcl.Diagnostic) bool { return d.Summary == "Import block for an image that has a picture" }
		if warns := slices.ContainsFunc(diags, offered); warns != test.warns {
			t.Errorf("of gray %d it says %v", test.gray, diags)
		}
	}
}

// write writes files into a folder.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
