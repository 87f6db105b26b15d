package gallery_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/gallery"
	"gesso/runner/plan"
	"gesso/runner/timeline"
	"gesso/spec/eval"
	"gesso/state"
	"gesso/state/disk/history"
	"gesso/state/statetest"
)

// canary is what must be shown nowhere.
const canary = "hunter2"

// secrets are facts with a secret in each place that one can be in.
func secrets() gallery.Facts {
	secret := func(second int) *state.Record {
		return with(statetest.Record(at, second), func(r *state.Record) {
			q := *r.Request
			q.Prompt, q.Source = "a "+canary, state.ParseSource("url:https://"+canary+"@a.test/x.png")
			r.Request = &q
			r.URL, r.Task, r.TraceID, r.Provider = "https://a.test/"+canary, "task-"+canary, "trace-"+canary, canary
			r.Path = "/home/" + canary + "/a.png"
			r.Pending = []state.Call{{Intent: canary, Endpoint: "https://" + canary, Task: canary, URLs: []string{canary}, Problem: canary, Request: q, Key: q.Key()}}
			r.Rivals = []state.Rival{statetest.Record(at, 7).Rival()}
		})
	}
	f := past(facts(secret(1)), secret(2))
	f.Declared = []*eval.Instance{declared(at, func(i *eval.Instance) {
		i.Prompt, i.Tags, i.Path, i.Source.URL = canary, map[string]string{"word": canary}, "/"+canary, "https://"+canary
		i.Sensitive = []string{"prompt", "tags", "source"}
	})}
	c := &plan.Change{
		Address: at, Action: plan.Regenerate, Before: secret(1), Request: *secret(1).Request, Path: "/" + canary, Account: canary,
		Declared: &plan.Declaration{Terms: &plan.Terms{Sensitive: []string{"prompt", "source"}}}, Call: &secret(1).Pending[0], Home: canary, Look: "/" + canary,
	}
	for _, cause := range []plan.Cause{plan.Offered, plan.Uncollected, plan.Stranded, plan.Imported, plan.Converted} {
		c.Reasons = append(c.Reasons, plan.Reason{Cause: cause, New: canary})
	}
	c.Reasons = append(c.Reasons, plan.Reason{Cause: plan.Changed, Argument: "prompt", Old: canary, New: canary, Sensitive: true})
	return base(planned(f, c), secret(3))
}

// TestSecrets: nothing that is sensitive, no endpoint, URL, task, trace, token or absolute
// path is in a gallery.
func TestSecrets(t *testing.T) {
	g := gallery.Make(secrets(), gallery.Wishes{Planned: true})
	if text := written(t, g); bytes.Contains(text, []byte(canary)) {
		t.Errorf("the secret is in %s", text)
	}
	i := image(t, g, at)
	if i.Planned == nil || i.Before == nil || i.Reason == "" || len(i.Takes) < 2 {
		t.Errorf("the test does not show all: %+v", i)
	}
}

// TestWordless: what somebody has written is in no gallery that is to have no words.
func TestWordless(t *testing.T) {
	word := func(second int) *state.Record {
		return with(statetest.Record(at, second), func(r *state.Record) {
			q := *r.Request
			q.Prompt = "a " + canary
			r.Request, r.Tainted, r.Unwanted = &q, canary, canary
			r.Reviews = []state.Review{{Artifact: r.Artifact, Verdict: state.Reject, Note: canary, At: statetest.At(1)}}
		})
	}
	f := past(facts(word(1)), word(2))
	f.Declared = []*eval.Instance{declared(at, func(i *eval.Instance) { i.Prompt, i.Tags = canary, map[string]string{"word": canary} })}
	f = planned(f, &plan.Change{
		Address: at, Action: plan.Regenerate, Before: word(1), Request: *word(1).Request,
		Reasons: []plan.Reason{{Cause: plan.Unwanted, New: canary}, {Cause: plan.Adopted, New: canary}, {Cause: plan.Unmet, New: canary}},
	})
	if text := written(t, gallery.Make(f, gallery.Wishes{Planned: true})); !bytes.Contains(text, []byte(canary)) {
		t.Error("the word is nowhere: the test looks for the wrong thing")
	}
	if text := written(t, gallery.Make(f, gallery.Wishes{Planned: true, Wordless: true})); bytes.Contains(text, []byte(canary)) {
		t.Errorf("the word is in %s", text)
	}
}

// TestBefore is what an image is compared with.
func TestBefore(t *testing.T) {
	now, then, first := statetest.Record(at, 1), statetest.Record(at, 2), statetest.Record(at, 3)
	approved := with(now, func(r *state.Record) {
		r.Reviews = []state.Review{{Artifact: first.Artifact, Verdict: state.Approve, At: statetest.At(9)}}
	})
	moved := past(facts(with(now, func(r *state.Record) { r.Address = "image.new" })))
	moved.Archive = timeline.NewArchive([]*state.Record{statetest.Under(*now, "image.new")}, nil, moved.Archive.Log)
	moved.Archive.Log.Batches[0].All[0].From = at
	moved.Archive = timeline.NewArchive([]*state.Record{statetest.Under(*now, "image.new")}, nil, moved.Archive.Log)
	for _, test := range []struct {
		name  string
		facts gallery.Facts
		at    string
		want  string // the artifact
	}{
		{"nothing", facts(now), at, ""},
		{"the take before", past(facts(now), first, then), at, then.Artifact},
		{"the one that was there before it was taken up again", past(facts(now), now, then), at, then.Artifact},
		{"the last one that was approved", past(facts(approved), first, then), at, first.Artifact},
		{"of before the next one, which a run has made meanwhile", beside(later(past(facts(now), first), then), 9), at, first.Artifact},
		{"the base's", base(past(facts(now), then), first), at, first.Artifact},
		{"not in the base", base(past(facts(now), then)), at, ""},
		{"the base's, where it had another address then", base(moved, then), "image.new", then.Artifact},
		{"the base's, where nothing but its picture tells that it was renamed", base(facts(statetest.Under(*now, "image.new")), now), "image.new", now.Artifact},
		{"before a move that is planned", planned(renamed(now), &plan.Change{Address: "image.new", From: at, Action: plan.Move, Before: now}), "image.new", ""},
	} {
		g := gallery.Make(test.facts, gallery.Wishes{})
		got := image(t, g, test.at)
		artifact := ""
		if got.Before != nil {
			artifact = got.Before.Artifact
		}
		if artifact != test.want {
			t.Errorf("%s: %q, want %q", test.name, artifact, test.want)
		}
		if len(g.Images) != 1 {
			t.Errorf("%s: %d images", test.name, len(g.Images))
		}
	}
}

// later adds what the history tells of after the state.
func later(f gallery.Facts, r *state.Record) gallery.Facts {
	log := f.Archive.Log
	n := len(log.Batches) + 1
	log.Batches = append(log.Batches, history.Batch{Run: history.Run{Serial: n, Time: statetest.At(n)}, All: []history.Change{{Serial: n, Address: r.Address, Record: r}}})
	f.Archive = timeline.NewArchive(slices.Collect(f.State.All()), nil, log)
	return f
}

// renamed is an image that is declared at another address than it is recorded at.
func renamed(r *state.Record) gallery.Facts {
	f := facts(r)
	f.Declared = []*eval.Instance{declared("image.new")}
	return f
}

// TestReason is why images changed.
func TestReason(t *testing.T) {
	now := statetest.Record(at, 1)
	asked := func(change func(*state.Request)) *state.Record {
		return with(statetest.Record(at, 2), func(r *state.Record) {
			q := *now.Request
			change(&q)
			r.Request = &q
		})
	}
	for want, then := range map[string]*state.Record{
		"prompt changed":                           asked(func(q *state.Request) { q.Prompt, q.PromptHash = "an owl", state.HashPrompt("an owl") }),
		"prompt, model and size changed":           asked(func(q *state.Request) { q.PromptHash, q.Model, q.Size = "0", "m", "s" }),
		"another picture of the same request":      asked(func(*state.Request) {}),
		"nothing tells what it was asked for with": with(statetest.Record(at, 2), func(r *state.Record) { r.Request = nil }),
	} {
		if got := image(t, gallery.Make(past(facts(now), then), gallery.Wishes{}), at).Reason; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestTainted is why a picture is not as it should be.
func TestTainted(t *testing.T) {
	now := statetest.Record(at, 1)
	reject := func(note string) []state.Review {
		return []state.Review{{Artifact: now.Artifact, Verdict: state.Reject, By: "design", Note: note, At: statetest.At(3)}}
	}
	unmet := &plan.Change{Address: at, Action: plan.Tainted, Before: now, Reasons: []plan.Reason{{Cause: plan.Unmet, New: "It is small."}}}
	for want, f := range map[string]gallery.Facts{
		"":                      facts(now),
		"It is blank.":          facts(with(now, func(r *state.Record) { r.Tainted, r.Reviews = "It is blank.", reject("no") })),
		"too dark":              facts(with(now, func(r *state.Record) { r.Unwanted = "too dark" })),
		"rejected: six fingers": planned(facts(with(now, func(r *state.Record) { r.Reviews = reject("six fingers") })), unmet),
		"rejected":              facts(with(now, func(r *state.Record) { r.Reviews = reject("") })),
		"It is small.":          planned(facts(now), unmet),
	} {
		i := image(t, gallery.Make(f, gallery.Wishes{}), at)
		if i.Tainted != want || (want == "") != (i.Status != gallery.Tainted) {
			t.Errorf("%s: %q, want %q", i.Status, i.Tainted, want)
		}
	}
}

// TestDiff compares prompts in any script.
func TestDiff(t *testing.T) {
	text := func(s string) *string { return &s }
	for _, test := range []struct {
		before, now *string
		want        []gallery.Word
	}{
		{nil, text("a"), nil},
		{text("a"), nil, nil},
		{text("a"), text("a"), nil},
		{text("a red fox"), text("a blue fox"), []gallery.Word{{Change: "=", Text: "a "}, {Change: "-", Text: "red"}, {Change: "+", Text: "blue"}, {Change: "=", Text: " fox"}}},
		{text("红色"), text("蓝色"), []gallery.Word{{Change: "-", Text: "红"}, {Change: "+", Text: "蓝"}, {Change: "=", Text: "色"}}},
		{text("ثعلب أحمر"), text("ثعلب أزرق"), []gallery.Word{{Change: "=", Text: "ثعلب "}, {Change: "-", Text: "أحمر"}, {Change: "+", Text: "أزرق"}}},
	} {
		if diff := cmp.Diff(test.want, gallery.Diff(test.before, test.now)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestOnly shows what is wanted alone, and the comparison stays the same.
func TestOnly(t *testing.T) {
	approved := with(statetest.Record("image.d", 5), func(r *state.Record) {
		r.Blank, r.Reviews = true, []state.Review{{Artifact: r.Artifact, Verdict: state.Approve, At: statetest.At(1)}}
	})
	f := past(facts(statetest.Record("image.a", 1), statetest.Record("image.b", 3), approved), statetest.Record("image.a", 2))
	f.Declared = append(f.Declared, declared("image.c"))
	f = planned(f, &plan.Change{Address: "image.c", Action: plan.Generate, Reasons: []plan.Reason{{Cause: plan.New}}})
	whole := gallery.Make(f, gallery.Wishes{})
	for text, want := range map[string]string{
		"":                  "image.a image.b image.c image.d",
		"new":               "image.b",
		"new,changed":       "image.a image.b",
		"new, not-made":     "image.b image.c",
		"not made":          "image.c",
		"undecided":         "image.a image.b",
		"changed,undecided": "image.a",
		"approved":          "image.d",
		"blank,approved":    "image.d",
		"blank,rejected":    "",
		"planned":           "image.c",
	} {
		var w gallery.Wishes
		if text != "" {
			if err := w.Only.Add(text); err != nil {
				t.Fatal(err)
			}
		}
		w.Planned = w.Only.AsksForPlan()
		g := gallery.Make(f, w)
		var got []string
		for _, i := range g.Images {
			got = append(got, i.Address)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if g.ID != whole.ID || len(g.Groups) != len(g.Images) {
			t.Errorf("%q: %s with %d groups", text, g.ID, len(g.Groups))
		}
	}
	var o gallery.Only
	if err := o.Add("changd"); err == nil || !strings.Contains(err.Error(), `did you mean "changed"`) && !strings.Contains(err.Error(), "changed") {
		t.Errorf("%v", err)
	}
}

// TestIdentity: a gallery has the name of what it compares.
func TestIdentity(t *testing.T) {
	now, then := statetest.Record(at, 1), statetest.Record(at, 2)
	ids := map[string]string{}
	for name, f := range map[string]gallery.Facts{"one": facts(now), "other": facts(then), "changed": past(facts(now), then), "base": base(facts(now), then)} {
		id := gallery.Make(f, gallery.Wishes{}).ID
		if ids[id] != "" {
			t.Errorf("%s and %s are one", name, ids[id])
		}
		ids[id] = name
	}
	decided := with(now, func(r *state.Record) {
		r.Reviews = []state.Review{{Artifact: r.Artifact, Verdict: state.Reject, At: statetest.At(1)}}
	})
	if ids[gallery.Make(facts(decided), gallery.Wishes{Planned: true}).ID] != "one" {
		t.Error("a decision makes another comparison")
	}
}

// TestMany: the time is that of reading, and the same facts make the same bytes.
func TestMany(t *testing.T) {
	f := many(2000)
	began := time.Now()
	g := gallery.Make(f, gallery.Wishes{Planned: true})
	t.Logf("%d images in %s", len(g.Images), time.Since(began))
	if !bytes.Equal(written(t, g), written(t, gallery.Make(many(2000), gallery.Wishes{Planned: true}))) {
		t.Error("two galleries of the same facts differ")
	}
}

// many are facts of so many images, each with two pictures.
func many(n int) gallery.Facts {
	var now, then []*state.Record
	for i := range n {
		at := fmt.Sprintf(`image.x["%d/%d"]`, i/50, i%50)
		now, then = append(now, statetest.Record(at, 2*i)), append(then, statetest.Record(at, 2*i+1))
	}
	f := past(facts(now...), then...)
	for _, i := range f.Declared {
		_, key, _ := strings.Cut(strings.TrimSuffix(i.Address, `"]`), `["`)
		keyed(i, key)
	}
	return f
}

func BenchmarkMake(b *testing.B) {
	f := many(10_000)
	for b.Loop() {
		gallery.Make(f, gallery.Wishes{Planned: true})
	}
}
