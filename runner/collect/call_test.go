package collect

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/state"
)

var request = state.Request{Action: "generate", Prompt: "a fox", PromptHash: state.HashPrompt("a fox"), Model: "flux-dev"}

// pictures is a task's end with a picture for each URL.
func pictures(urls ...string) provider.Task {
	task := provider.Task{ID: "T", TraceID: "trace", State: provider.Succeeded, Cost: 0.5}
	for n, url := range urls {
		task.Pictures = append(task.Pictures, provider.Picture{URL: url, Seed: fmt.Sprint("seed ", n)})
	}
	return task
}

// collected runs Pictures for two addresses, and returns what each got.
func (b *bench) collected(t *testing.T, call Call, refuse error) (got [2]state.Picture, said []string) {
	t.Helper()
	var mu sync.Mutex
	errs, err := b.Pictures(t.Context(), b.desk, call, []Want{{"image.a", 0}, {"image.b", 1}}, func(n int, p state.Picture) error {
		mu.Lock()
		defer mu.Unlock()
		got[n] = p
		return refuse
	})
	for _, err := range append(errs, err) {
		if err != nil {
			said = append(said, err.Error())
		}
	}
	return got, said
}

func TestPictures(t *testing.T) {
	b := newBench(t)
	b.at["https://x/a"], b.at["https://x/b"] = []answer{{bytes: shade(1)}}, []answer{{bytes: shade(2)}}
	over := 0
	got, said := b.collected(t, Call{Intent: "I", Task: pictures("https://x/a", "https://x/b"), Request: request, Count: 2, Over: func() { over++ }}, nil)
	if said != nil || over != 1 {
		t.Errorf("errors %q, over %d times", said, over)
	}
	for n, url := range []string{"https://x/a", "https://x/b"} {
		want := state.Picture{
			Key: request.Key(), Artifact: got[n].Artifact, Bytes: int64(len(shade(uint8(n + 1)))), Format: "png", Width: 16, Height: 16,
			Task: "T", TraceID: "trace", URL: url, Seed: fmt.Sprint("seed ", n), Charge: state.Charge{Cost: 0.25}, Position: n + 1, Provider: "flux.second",
			Generated: now.Truncate(time.Second),
		}
		if diff := cmp.Diff(want, got[n]); diff != "" || b.Store.Verify(got[n].Artifact) != nil {
			t.Error(diff)
		}
	}
	b.check(t, "", "")
}

// A task is waited for, and one of another run says how many pictures it should have.
func TestPicturesWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.at["https://x/a"], b.at["https://x/b"] = []answer{{bytes: shade(1)}}, []answer{{bytes: shade(2)}}
		finished := pictures("https://x/a", "https://x/b")
		finished.Finished = now.Add(-time.Hour)
		b.tasks["T"] = []provider.Task{{}, {}, finished}
		got, said := b.collected(t, Call{Intent: "I", Task: provider.Task{ID: "T"}, Request: request, Count: 2}, nil)
		if said != nil || b.waits != 2 || !got[1].Generated.Equal(finished.Finished.Truncate(time.Second)) {
			t.Errorf("errors %q, %d pictures expected, generated %s", said, b.waits, got[1].Generated)
		}
	})
}

// What becomes of a call that does not bring what was asked for.
func TestPicturesFail(t *testing.T) {
	moderated := &provider.Error{Class: provider.Moderation, Message: "not this"}
	lost := func(address, why string) string {
		return "its picture was paid for and is lost: neither the store nor the provider has it; " +
			"gesso resolve '" + address + "' -abandon gives it up, and the next apply buys another (" + why + ")"
	}
	tests := []struct {
		name    string
		task    provider.Task
		refuse  error // of whoever takes a picture
		journal error
		said    []string
		kinds   string
	}{
		{name: "a failed task", task: provider.Task{ID: "T", State: provider.Failed}, said: []string{"no picture: the task failed"}, kinds: "refused"},
		{name: "one that moderation stopped", task: provider.Task{ID: "T", State: provider.Failed, Failure: moderated}, said: []string{"moderation: not this"}, kinds: "refused"},
		{name: "a task that nobody knows", task: provider.Task{ID: "unknown"},
			said:  []string{lost("image.a", "gone: the provider does not know task unknown"), lost("image.b", "gone: the provider does not know task unknown")},
			kinds: "lost lost"},
		{name: "fewer pictures", task: pictures("https://x/a"), said: []string{"no picture: the provider returned 1 of 2 pictures; the next apply asks for the rest (trace trace)"}, kinds: "refused"},
		{name: "a picture that is gone", task: pictures("https://x/a", "https://x/gone"), said: []string{lost("image.b", "gone: HTTP 404")}, kinds: "lost"},
		{name: "one that is not taken", task: pictures("https://x/a", "https://x/b"), refuse: errors.New("too dark"), said: []string{"too dark", "too dark"}},
		{name: "a journal that cannot be written", task: pictures("https://x/a", "https://x/gone"), journal: errors.New("a full disk"), said: []string{"a full disk"}, kinds: "lost"},
		{name: "the same for a failed task", task: provider.Task{ID: "T", State: provider.Failed}, journal: errors.New("a full disk"), said: []string{"a full disk"}, kinds: "refused"},
		{name: "and a short one", task: pictures("https://x/a"), journal: errors.New("a full disk"), said: []string{"a full disk"}, kinds: "refused"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				b.at["https://x/a"], b.at["https://x/b"] = []answer{{bytes: shade(1)}}, []answer{{bytes: shade(2)}}
				b.fails = test.journal
				_, said := b.collected(t, Call{Intent: "I", Task: test.task, Request: request, Count: 2}, test.refuse)
				if diff := cmp.Diff(test.said, said); diff != "" {
					t.Error(diff)
				}
				b.check(t, test.kinds, "")
				if moderated := len(b.events) > 0 && b.events[0].Moderated; moderated != strings.Contains(test.name, "moderation") {
					t.Errorf("moderated: %v", moderated)
				}
			})
		})
	}
}

// What a provider makes beyond what it was asked for is kept, once.
func TestExtras(t *testing.T) {
	task := pictures("https://x/a", "https://x/b", "https://x/c")
	tests := []struct {
		name   string
		change func(b *bench, c *Call)
		kinds  string
		said   string
		err    string
	}{
		{"one more", func(*bench, *Call) {}, "collected", "", ""},
		{"nobody knows how many were asked for", func(_ *bench, c *Call) { c.Count = 0 }, "", "", ""},
		{"a killed run has kept it", func(b *bench, _ *Call) {
			b.ledger = []state.Entry{{Outcome: state.OutcomeCollected, Intent: "I", Index: 2}}
		}, "", "", ""},
		{"it is gone", func(b *bench, _ *Call) { b.at["https://x/c"] = nil }, "",
			"image.a: the provider made one picture more than it was asked for, and it cannot be had: gone: HTTP 404", ""},
		{"a ledger that cannot be read", func(b *bench, _ *Call) { b.spoilt = errors.New("damaged") }, "", "", "damaged"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			for n, p := range task.Pictures {
				b.at[p.URL] = []answer{{bytes: shade(uint8(n + 1))}}
			}
			call := Call{Intent: "I", Task: task, Request: request, Count: 2}
			test.change(b, &call)
			for range 2 {
				if _, said := b.collected(t, call, nil); strings.Join(said, "") != test.err {
					t.Errorf("errors %q", said)
				}
				test.err = "" // the second one to resume the call leaves them to the first
			}
			b.check(t, test.kinds, test.said)
		})
	}
}

func TestFetch(t *testing.T) {
	broken, network := &provider.Error{Class: provider.BadPicture}, &provider.Error{Class: provider.Network}
	tests := []struct {
		name    string
		answers []answer
		task    []provider.Task // what asking for it tells
		silent  error
		id      string
		err     string
		asked   string
	}{
		{name: "at once", answers: []answer{{bytes: shade(1)}}, asked: "https://x/a"},
		{name: "broken, then whole", answers: []answer{{bytes: shade(1)[:40]}, {bytes: shade(1)}}, id: "T", asked: "https://x/a task T https://x/a"},
		{name: "broken, and no task to ask", answers: []answer{{err: broken}, {bytes: shade(1)}}, asked: "https://x/a https://x/a"},
		{name: "broken each time", answers: []answer{{err: broken}}, err: "bad picture", asked: "https://x/a https://x/a https://x/a"},
		{name: "gone, and at another address", task: []provider.Task{pictures("https://x/new")}, id: "T", asked: "https://x/a task T https://x/new"},
		{name: "gone for good", task: []provider.Task{pictures("https://x/a")}, id: "T", err: "gone: HTTP 404", asked: "https://x/a task T https://x/a task T https://x/a"},
		{name: "gone, and nobody can be asked", silent: network, id: "T", err: "network", asked: "https://x/a"},
		{name: "what the client has tried again", answers: []answer{{err: network}}, id: "T", err: "network", asked: "https://x/a"},
		{name: "the store's own", answers: []answer{{err: errors.New("a full disk")}}, err: "a full disk", asked: "https://x/a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.at["https://x/a"], b.at["https://x/new"] = test.answers, []answer{{bytes: shade(2)}}
			b.tasks["T"], b.silent = test.task, test.silent
			task := pictures("https://x/a")
			task.ID = test.id
			p, err := b.Fetch(t.Context(), b.desk, task, 0)
			if err == nil && (test.err != "" || b.Store.Verify(p.Artifact) != nil || (p.Position != 1) != (p.Task == "")) || err != nil && err.Error() != test.err {
				t.Errorf("%+v, error %v", p, err)
			}
			var own *log.BrokenError
			if errors.As(err, &own) != (test.err == "a full disk") {
				t.Errorf("error %T", err)
			}
			if diff := cmp.Diff(test.asked, strings.Join(b.asked, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A task that shows fewer pictures than it had does not tell where each of them is: another
// one would be taken for it.
func TestFetchOfFewer(t *testing.T) {
	b := newBench(t)
	b.at["https://x/new"] = []answer{{bytes: shade(2)}}
	b.tasks["T"] = []provider.Task{pictures("https://x/new")}
	task := pictures("https://x/a", "https://x/b")
	task.ID = "T"
	if p, err := b.Fetch(t.Context(), b.desk, task, 0); err == nil || slices.Contains(b.asked, "https://x/new") {
		t.Errorf("%+v, error %v, asked %q", p, err, b.asked)
	}
}

func TestTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.at["https://x/a"] = []answer{{bytes: shade(1)}}
		b.tasks["T"] = []provider.Task{{}, {}, pictures("https://x/a")}
		b.tasks["failed"] = []provider.Task{{State: provider.Failed}}
		if p, err := b.Task(t.Context(), b.desk, "T"); err != nil || !p.Imported || p.Task != "T" {
			t.Errorf("%+v, error %v", p, err)
		}
		for id, want := range map[string]string{
			"failed":  "task failed has no such picture",
			"unknown": "the provider does not know task unknown; a file to import has a slash or the extension of a picture in its path",
		} {
			if _, err := b.Task(t.Context(), b.desk, id); err == nil || err.Error() != want {
				t.Errorf("error %v", err)
			}
		}
		b.silent = gone
		if _, err := b.Task(t.Context(), b.desk, "T"); !errors.Is(err, error(gone)) {
			t.Errorf("error %v", err)
		}
	})
}

// The answer to an earlier run may lead to something else by now.
func TestRenew(t *testing.T) {
	for _, test := range []struct {
		name string
		call state.Call
		now  []provider.Task
		want string
	}{
		{"it tells of its pictures", state.Call{Task: "T", URLs: []string{"https://x/old"}}, []provider.Task{pictures("https://x/new")}, "https://x/new"},
		{"it is not known", state.Call{Task: "T", URLs: []string{"https://x/old"}}, nil, "https://x/old"},
		{"it has fewer than it had", state.Call{Task: "T", URLs: []string{"https://x/old", "https://x/2"}}, []provider.Task{pictures("https://x/new")}, "https://x/old"},
		{"there is none", state.Call{URLs: []string{"https://x/old"}}, nil, "https://x/old"},
		{"it runs, as far as is known", state.Call{Task: "T"}, []provider.Task{pictures("https://x/new")}, ""},
	} {
		b := newBench(t)
		b.tasks["T"] = test.now
		call := b.desk.Renew(t.Context(), Pending(test.call))
		got := ""
		if len(call.Task.Pictures) > 0 {
			got = call.Task.Pictures[0].URL
		}
		if got != test.want {
			t.Errorf("%s: got %q", test.name, got)
		}
	}
}

func TestShortError(t *testing.T) {
	err := &ShortError{Made: 1, Asked: 3, Again: errors.New("the budget is spent")}
	want := "no picture: the provider returned 1 of 3 pictures, and the rest was not asked for: the budget is spent; the next apply asks for the rest"
	var failure *provider.Error
	if err.Error() != want || !errors.As(err, &failure) || failure.Charge() != provider.PerhapsCharged {
		t.Errorf("%s", err)
	}
}
