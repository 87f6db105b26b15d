package decide

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/spec/config"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// requestOf is the request of an image that is made from words.
func requestOf(prompt string) state.Request {
	return state.Request{Kind: "flux", Action: "generate", Prompt: prompt, PromptHash: state.HashPrompt(prompt), Model: "flux-dev", Size: "1024x1024"}
}

// there is that an address has a picture of a prompt.
func there(address, prompt, artifact string) state.Event {
	r := requestOf(prompt)
	return state.Event{Kind: state.Collected, Record: &state.Record{
		Address: address, Request: &r, Picture: state.Picture{Key: r.Key(), Artifact: artifact, Format: "png", Width: 64, Height: 64},
	}}
}

func lies(address, path, output string) state.Event {
	return state.Event{Kind: state.Placed, Address: address, Path: path, Output: output}
}

// saidBy is what a plan has, one a change, with its reasons and notes.
func saidBy(p *Prepared) []string {
	var said []string
	for _, c := range p.Changes {
		var why []string
		for _, r := range c.Reasons {
			why = append(why, r.String())
		}
		for _, n := range c.Notes {
			why = append(why, n.String())
		}
		said = append(said, fmt.Sprintf("%s %s: %s", c.Address, c.Action, strings.Join(why, "; ")))
	}
	for _, s := range p.Strays {
		said = append(said, fmt.Sprintf("stray %s", s.Address))
	}
	return said
}

// TestMake makes plans of what is declared and what happened before. Each plan is
// plain data.
func TestMake(t *testing.T) {
	for _, test := range []struct {
		name   string
		config string
		files  map[string]string                 // by name
		past   func(stored string) []state.Event // stored is an artifact in the store
		ask    func(s *Situation)
		want   []string // of the plan
		errors []string // or these
	}{
		{name: "a new image", config: `image "a" { prompt = "x" }`, want: []string{"image.a generate: not made yet"}},
		{name: "an image that is no longer declared",
			past: func(a string) []state.Event {
				return []state.Event{there("image.a", "x", a), lies("image.a", "a.png", a)}
			},
			want: []string{"image.a remove: no longer declared"}},
		{name: "one whose output is to stay", config: "removed {\n  from = image.a\n  lifecycle {\n    destroy = false\n  }\n}",
			past: func(a string) []state.Event {
				return []state.Event{there("image.a", "x", a), lies("image.a", "a.png", a)}
			},
			want: []string{"image.a forget: a removed block keeps the output"}},
		{name: "one whose output was changed", files: map[string]string{"a.png": "mine"},
			past: func(a string) []state.Event {
				return []state.Event{there("image.a", "x", a), lies("image.a", "a.png", a)}
			},
			want: []string{"image.a remove: no longer declared; a.png: its output was changed after gesso wrote it: the file stays"}},
		{name: "one whose output can be none",
			past: func(a string) []state.Event {
				return []state.Event{there("image.a", "x", a), lies("image.a", "../a.png", a)}
			},
			want: []string{"image.a remove: no longer declared; the record's path ../a.png leads out of the configuration's directory: no file there is touched"}},
		{name: "all of it goes", config: `image "a" { prompt = "x" }`,
			past: func(a string) []state.Event { return []state.Event{there("image.a", "x", a)} },
			ask:  func(s *Situation) { s.Destroy = true },
			want: []string{"image.a remove: everything is to be removed"}},
		{name: "a file lies where the output goes", config: `image "a" { prompt = "x" }`, files: map[string]string{"images/a.png": "mine"},
			want: []string{"image.a generate: not made yet; images/a.png is not gesso's: it would be replaced, and kept in .gesso/objects/3f/3fd30542fe3f61b14bd4a4b2dc0b6fb30fa6f63ebce52dd1778aaa8c4dc02cff"}},
		{name: "a folder lies where the output goes", config: `image "a" { prompt = "x" }`, files: map[string]string{"images/a.png/b": ""},
			errors: []string{"Output cannot be written"}},
		{name: "a moved block", config: "image \"b\" { prompt = \"x\" }\nmoved {\n  from = image.a\n  to   = image.b\n}", files: map[string]string{"images/b.png": ""},
			past: func(a string) []state.Event {
				empty := state.HashPrompt("")
				return []state.Event{there("image.a", "x", a), lies("image.a", "images/b.png", empty)}
			},
			want: []string{"image.b move: moved from image.a"}},
		{name: "a moved block, and another prompt", config: "image \"b\" { prompt = \"y\" }\nmoved {\n  from = image.a\n  to   = image.b\n}",
			past: func(a string) []state.Event { return []state.Event{there("image.a", "x", a)} },
			want: []string{"image.b regenerate: prompt changed; moved from image.a"}},
		{name: "another name, and nothing else", config: `image "b" { prompt = "x" }`,
			past: func(a string) []state.Event { return []state.Event{there("image.a", "x", a)} },
			want: []string{"image.b restore: the output is missing; moved from image.a"}},
		{name: "a protected image", config: "image \"a\" {\n  prompt = \"y\"\n  lifecycle { prevent_destroy = true }\n}",
			past:   func(a string) []state.Event { return []state.Event{there("image.a", "x", a)} },
			errors: []string{"Picture is protected from destruction"}},
		{name: "a prompt whose changes are ignored", config: "image \"a\" {\n  prompt = \"y\"\n  lifecycle { ignore_changes = [prompt] }\n}",
			past: func(a string) []state.Event { return []state.Event{there("image.a", "x", a)} },
			want: []string{"image.a restore: the output is missing"}},
		{name: "all of whose changes are ignored", config: "image \"a\" {\n  prompt = \"y\"\n  size = \"1:1\"\n  model = \"z\"\n  lifecycle { ignore_changes = all }\n}",
			past: func(a string) []state.Event { return []state.Event{there("image.a", "x", a)} },
			want: []string{"image.a restore: the output is missing"}},
		{name: "what the provider does not take", config: `image "a" { prompt = "x" }`,
			ask: func(s *Situation) {
				s.Check = func(_ *config.Provider, model, size string, edit bool) []provider.Problem {
					return []provider.Problem{{Argument: "model", Summary: "No such model"}, {Argument: "size", Summary: "No size"}, {Argument: "model", Summary: "Old model", Warning: true}}
				}
			},
			errors: []string{"No such model"}},
		{name: "a source that is a picture", config: "image \"a\" {\n  prompt = \"x\"\n  source = \"cat.png\"\n}", files: map[string]string{"cat.png": blank(t)},
			want: []string{"image.a generate: not made yet"}},
		{name: "a source that is none", config: "image \"a\" {\n  prompt = \"x\"\n  source = \"cat.png\"\n}", files: map[string]string{"cat.png": "meow"},
			errors: []string{"Source is not a picture"}},
		{name: "a source that is not there", config: "image \"a\" {\n  prompt = \"x\"\n  source = \"cat.png\"\n}",
			errors: []string{"Source not found"}},
		{name: "a source that cannot be read", config: "image \"a\" {\n  prompt = \"x\"\n  source = \"cat.png\"\n}", files: map[string]string{"cat.png/b": ""},
			errors: []string{"Unreadable source"}},
		{name: "a source at a URL", config: "image \"a\" {\n  prompt = \"x\"\n  source = \"https://x.test/cat.png\"\n}",
			want: []string{"image.a generate: not made yet"}},
		{name: "a prompt of a picture to come", config: "image \"a\" { prompt = \"x\" }\nimage \"b\" { prompt = image.a.sha256 }",
			past: func(a string) []state.Event { return []state.Event{there("image.b", "z", a)} },
			want: []string{"image.a generate: not made yet", "image.b regenerate: prompt: known after apply"}},
		{name: "an import of a file", config: "image \"a\" { prompt = \"x\" }\nimport {\n  to = image.a\n  id = \"./cat.png\"\n}", files: map[string]string{"cat.png": blank(t)},
			want: []string{"image.a import: an import block has it: cat.png"}},
		{name: "an import of a task", config: "image \"a\" { prompt = \"x\" }\nimport {\n  to = image.a\n  id = \"task\"\n}",
			want: []string{"image.a import: an import block has it: task"}},
		{name: "an import that is done", config: "image \"a\" { prompt = \"x\" }\nimport {\n  to = image.a\n  id = \"./cat.png\"\n}",
			past: func(a string) []state.Event { return []state.Event{there("image.a", "x", a)} },
			want: []string{"image.a restore: the output is missing"}},
		{name: "an import of what is not there", config: "image \"a\" { prompt = \"x\" }\nimport {\n  to = image.a\n  id = \"./cat.png\"\n}",
			errors: []string{"Import of a file that does not exist"}},
		{name: "an import of what is no picture", config: "image \"a\" { prompt = \"x\" }\nimport {\n  to = image.a\n  id = \"./cat.png\"\n}", files: map[string]string{"cat.png": "meow"},
			errors: []string{"Import of a file that is not a picture"}},
		{name: "an import of what cannot be read", config: "image \"a\" { prompt = \"x\" }\nimport {\n  to = image.a\n  id = \"./cat.png\"\n}", files: map[string]string{"cat.png/b": ""},
			errors: []string{"Unreadable file to import"}},
		{name: "an import of what fails a condition",
			config: "image \"a\" {\n  prompt = \"x\"\n  lifecycle {\n    postcondition {\n      condition     = self.width > 9000\n      error_message = \"Small.\"\n    }\n  }\n}\nimport {\n  to = image.a\n  id = \"./cat.png\"\n}",
			files:  map[string]string{"cat.png": blank(t)}, errors: []string{"Imported picture does not meet a condition"}},
		{name: "what waits for a decision",
			config: "image \"a\" {\n  prompt = \"x\"\n  lifecycle {\n    postcondition {\n      condition     = self.width > 9000\n      error_message = \"Small.\"\n    }\n  }\n}\nimage \"b\" {\n  prompt = \"y\"\n  source = image.a\n}",
			past:   func(a string) []state.Event { return []state.Event{there("image.a", "x", a)} },
			want:   []string{"image.a tainted: its picture fails a postcondition", "image.b generate: not made yet; waits for image.a"}},
		{name: "a request that made nothing once, of two attempts", config: `image "a" {
  prompt = "x"
  lifecycle { attempts = 2 }
}`,
			past: func(string) []state.Event { return fruitlessly(1) },
			ask:  func(s *Situation) { s.Unattended = true },
			want: []string{"image.a generate: an earlier request was accepted and made nothing, once, perhaps charged"}},
		{name: "a request that made nothing twice", config: `image "a" { prompt = "x" }`,
			past: func(string) []state.Event { return fruitlessly(2) },
			want: []string{"image.a generate: an earlier request was accepted and made nothing, 2 times, perhaps charged"}},
		{name: "one that may be sent once", config: `image "a" { prompt = "x" }`,
			past: func(string) []state.Event { return fruitlessly(1) },
			ask:  func(s *Situation) { s.Unattended = true },
			want: []string{"image.a unmade: an earlier request was accepted and made nothing, once, perhaps charged"}},
		{name: "that of another image", config: `image "b" { prompt = "x" }`,
			past: func(string) []state.Event { return fruitlessly(1) },
			ask:  func(s *Situation) { s.Unattended = true },
			want: []string{"image.b unmade: an earlier request was accepted and made nothing, once, perhaps charged"}},
		{name: "and nobody watches", config: `image "a" { prompt = "x" }`,
			past: func(string) []state.Event { return fruitlessly(2) },
			ask:  func(s *Situation) { s.Unattended = true },
			want: []string{"image.a unmade: an earlier request was accepted and made nothing, 2 times, perhaps charged"}},
		{name: "a request that was refused for what it shows", config: `image "a" { prompt = "x" }`,
			past: func(string) []state.Event { return moderated() },
			ask:  func(s *Situation) { s.Unattended = true },
			want: []string{"image.a unmade: the provider's moderation refused the same request"}},
		{name: "a picture that was looked for in vain", config: `image "a" { prompt = "x" }`,
			past: func(string) []state.Event {
				e := there("image.old", "x", state.HashPrompt("gone"))
				e.Record.Task, e.Record.URL = "t", "https://cdn.test/x"
				return []state.Event{e, removed("image.old"), {Kind: state.Lost, Record: e.Record}}
			},
			want: []string{"image.a generate: not made yet; its earlier picture is neither here nor at the provider any more"}},
		{name: "a call that nothing declares",
			past: func(string) []state.Event {
				r := requestOf("x")
				return []state.Event{{Kind: state.Intended, Intent: "i", Addresses: []string{"image.a"}, Request: &r, Endpoint: here}}
			},
			want: []string{"stray image.a"}},
		{name: "a record of older rules", config: "image \"a\" { prompt = \"x\\ny\" }",
			past: func(a string) []state.Event { return []state.Event{there("image.a", "x\r\ny", a)} },
			want: []string{"image.a restore: the output is missing"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := &ladderTest{Situation: situationOf(t, "provider \"flux\" {}\n"+test.config)}
			for name, content := range test.files {
				file := filepath.Join(s.Config.Dir, filepath.FromSlash(name))
				if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(content), 0o666)); err != nil {
					t.Fatal(err)
				}
			}
			if test.past != nil {
				s.happened(t, test.past(disktest.Store(t, s.Workspace, "a picture")))
			}
			if test.ask != nil {
				test.ask(&s.Situation)
			}
			p, diags, err := Make(t.Context(), s.Situation)
			if err != nil {
				t.Fatal(err)
			}
			var mistakes []string
			for _, d := range diags.Errs() {
				mistakes = append(mistakes, d.Error())
			}
			if len(mistakes) != len(test.errors) || len(mistakes) > 0 && !strings.Contains(mistakes[0], test.errors[0]) {
				t.Fatalf("the mistakes are %q, want %q", mistakes, test.errors)
			}
			if len(mistakes) > 0 {
				return
			}
			if diff := cmp.Diff(test.want, saidBy(p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			isPlain(t, p.Plan)
		})
	}
}

// isPlain writes a plan down and reads it back: it is the same plan.
func isPlain(t *testing.T, p *plan.Plan) {
	t.Helper()
	written, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var read plan.Plan
	if err := json.Unmarshal(written, &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, &read, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the plan is read back as another (-written +read):\n%s", diff)
	}
}

// blank is a picture.
func blank(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 64)))
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// fruitlessly is that requests were accepted so often and made nothing.
func fruitlessly(times int) []state.Event {
	r := requestOf("x")
	var events []state.Event
	for n := range times {
		intent := fmt.Sprint(n)
		events = append(events, state.Event{Kind: state.Intended, Intent: intent, Addresses: []string{"image.a"}, Request: &r, Endpoint: here},
			accepted(intent), state.Event{Kind: state.Refused, Intent: intent, Problem: "nothing came"})
	}
	return events
}

func moderated() []state.Event {
	r := requestOf("x")
	return []state.Event{
		{Kind: state.Intended, Intent: "i", Addresses: []string{"image.a"}, Request: &r, Endpoint: here},
		{Kind: state.Refused, Intent: "i", Problem: "no", Moderated: true},
	}
}
