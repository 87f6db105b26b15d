package buy

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/log"
	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/state"
)

// bench is a desk of a provider that gives its answers in their order, and the last one
// again and again, each after a second.
type bench struct {
	*Desk
	mu      sync.Mutex
	answers []answer
	events  []state.Event
	sent    []string // what the journal had of each request when it came
	got     provider.Request
	fails   map[state.Kind]error // of the journal
	halted  []string
	paused  []time.Duration
}

type answer struct {
	task provider.Task
	err  error
}

func (b *bench) Append(e state.Event) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.fails[e.Kind]; err != nil {
		return err
	}
	b.events = append(b.events, e)
	return nil
}

func (b *bench) Submit(ctx context.Context, r provider.Request) (provider.Task, error) {
	b.mu.Lock()
	b.got = r
	b.sent = append(b.sent, b.last())
	a := b.answers[0]
	if len(b.answers) > 1 {
		b.answers = b.answers[1:]
	}
	b.mu.Unlock()
	select {
	case <-time.After(time.Second):
		return a.task, a.err
	case <-ctx.Done():
		return provider.Task{}, &provider.Error{Class: provider.InDoubt, Err: ctx.Err()}
	}
}

func (*bench) Poll(context.Context, []string) ([]provider.Task, error) { return nil, nil }

// last is the last event's kind. The caller holds the lock.
func (b *bench) last() string {
	if len(b.events) == 0 {
		return "nothing"
	}
	return string(b.events[len(b.events)-1].Kind)
}

func (b *bench) kinds() string {
	var kinds []string
	for _, e := range b.events {
		kinds = append(kinds, string(e.Kind))
	}
	return strings.Join(kinds, " ")
}

func newBench(t *testing.T, answers ...answer) *bench {
	t.Helper()
	b := &bench{answers: answers, fails: map[state.Kind]error{}}
	limits := traffic.Limits{}.WithDefaults()
	b.Desk = &Desk{
		Log: &log.Log{Journal: b}, Provider: b, Gate: traffic.NewGate(limits), Poller: traffic.NewPoller(t.Context(), b, limits, nil), Timeout: limits.Timeout,
		Halt:      func(err error) { b.halted = append(b.halted, err.Error()) },
		Throttled: func(_ Order, wait time.Duration, _ error) { b.paused = append(b.paused, wait) },
	}
	return b
}

// order is of two pictures, and of a prompt that files may not hold.
func order() Order {
	price := 0.5
	return Order{
		Addresses: []string{"image.a", "image.b"}, Wire: provider.Request{Action: provider.Generate, Prompt: "a secret", Count: 2},
		Recorded: state.Request{Action: "generate", PromptHash: state.HashPrompt("a secret")},
		Endpoint: "https://api.example", Provider: "flux.second", Price: &price, Triggers: state.Triggers{"image.x": "1"}, Replace: true,
	}
}

var (
	taken    = answer{task: provider.Task{ID: "T", TraceID: "trace"}}
	refused  = answer{err: &provider.Error{Class: provider.Invalid, Message: "no such size", TraceID: "trace"}}
	doubtful = answer{err: &provider.Error{Class: provider.InDoubt, Message: "cut"}}
	cut      = answer{err: &provider.Error{Class: provider.Network, Message: "no route"}}
)

func TestBuy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, taken)
		accepted, err := b.Buy(t.Context(), t.Context(), order(), nil)
		if err != nil || accepted.Task.ID != "T" || accepted.Intent == "" {
			t.Fatalf("%+v, error %v", accepted, err)
		}
		o := order()
		want := []state.Event{
			{Kind: state.Intended, Intent: accepted.Intent, Addresses: o.Addresses, Request: &o.Recorded, Endpoint: o.Endpoint,
				Provider: o.Provider, Price: o.Price, Replace: true, Triggers: o.Triggers, Time: b.events[0].Time},
			{Kind: state.Accepted, Intent: accepted.Intent, Task: "T", TraceID: "trace", Time: b.events[1].Time},
		}
		if diff := cmp.Diff(want, b.events); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(o.Wire, b.got); diff != "" {
			t.Error(diff)
		}
		accepted.Leave()
		accepted.Leave()
	})
}

// What each answer leaves in the journal, and whether it is asked again.
func TestAnswers(t *testing.T) {
	synchronous := answer{task: provider.Task{State: provider.Succeeded, Pictures: []provider.Picture{{URL: "https://x/a"}, {URL: "https://x/b"}}}}
	named := func(class provider.Class) answer {
		return answer{err: &provider.Error{Class: class, TaskID: "T", TraceID: "trace"}}
	}
	tests := []struct {
		name    string
		answers []answer
		kinds   string
		err     string
		halted  string
		took    time.Duration
	}{
		{"a task", []answer{taken}, "intended accepted", "", "", time.Second},
		{"the pictures themselves", []answer{synchronous}, "intended accepted", "", "", time.Second},
		{"a refusal", []answer{refused}, "intended refused", "invalid request: no such size (trace trace)", "", time.Second},
		{"a refusal that quotes the prompt", []answer{{err: &provider.Error{Class: provider.Invalid, Message: "a se\u200bcret? no: 'secret'"}}}, "intended refused",
			"invalid request: what the provider says is withheld, since it may tell what is sensitive", "", time.Second},
		{"one that all others would get", []answer{{err: &provider.Error{Class: provider.Balance}}}, "intended refused", "balance", "balance", time.Second},
		{"no answer", []answer{doubtful}, "intended doubted", "its request may have been paid for, and its answer was lost: cut", "", time.Second},
		{"no answer, and the name of the task", []answer{named(provider.InDoubt)}, "intended accepted", "", "", time.Second},
		{"an error that no provider may return", []answer{{err: errors.New("a bug")}}, "intended doubted",
			"its request may have been paid for, and its answer was lost: a bug", "", time.Second},
		{"accepted, and nothing made", []answer{named(provider.Unmade)}, "intended accepted refused", "no picture: (trace trace)", "", time.Second},
		{"it never left, twice", []answer{cut, cut, taken}, "intended refused intended refused intended accepted", "", "", (1 + 2 + 1 + 4 + 1) * time.Second},
		{"it never leaves", []answer{cut}, "intended refused intended refused intended refused intended refused", "network: no route", "network: no route",
			(4 + 2 + 4 + 8) * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, began := newBench(t, test.answers...), time.Now()
				accepted, err := b.Buy(t.Context(), t.Context(), order(), nil)
				if (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
					t.Errorf("error %v", err)
				}
				if InDoubt(err) != (b.last() == "doubted") {
					t.Errorf("in doubt: %v", InDoubt(err))
				}
				if got := []string{b.kinds(), strings.Join(b.halted, " ")}; got[0] != test.kinds || got[1] != test.halted || time.Since(began) != test.took {
					t.Errorf("got %q after %s", got, time.Since(began))
				}
				for _, before := range b.sent {
					if before != "intended" {
						t.Errorf("a request was sent after %s", before)
					}
				}
				intents := map[string]int{}
				for _, e := range b.events {
					intents[e.Intent]++
				}
				if len(intents) != len(b.sent) || intents[accepted.Intent] == 0 || b.events[len(b.events)-1].Intent != accepted.Intent {
					t.Errorf("%d intents of %d requests, and the last one is called %q", len(intents), len(b.sent), accepted.Intent)
				}
			})
		})
	}
}

func TestAcceptedTellsWhereThePicturesAre(t *testing.T) {
	task := provider.Task{Pictures: []provider.Picture{{URL: "https://x/a"}, {URL: "https://x/b"}}}
	if diff := cmp.Diff([]string{"https://x/a", "https://x/b"}, order().accepted(task).URLs); diff != "" {
		t.Error(diff)
	}
}

// Too many requests: one pause, told once, then it is sent anew.
func TestThrottled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, answer{err: &provider.Error{Class: provider.RateLimit, RetryAfter: 20 * time.Second}}, taken)
		began := time.Now()
		if _, err := b.Buy(t.Context(), t.Context(), order(), nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]time.Duration{20 * time.Second}, b.paused); diff != "" || time.Since(began) < 22*time.Second {
			t.Errorf("after %s %s", time.Since(began), diff)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, answer{err: &provider.Error{Class: provider.RateLimit}})
		b.Timeout = time.Minute
		if _, err := b.Buy(t.Context(), t.Context(), order(), nil); err == nil || len(b.paused) < 10 {
			t.Errorf("after %d pauses: %v", len(b.paused), err)
		}
	})
}

// The journal decides: without the intent nothing is sent, and what was accepted is named.
func TestJournalFails(t *testing.T) {
	tests := []struct {
		kind   state.Kind
		answer answer
		sent   int
		err    string
	}{
		{state.Intended, taken, 0, "a full disk"},
		{state.Accepted, taken, 1, "a full disk (the request of image.a was accepted as task T)"},
		{state.Accepted, answer{}, 1, "a full disk (the request of image.a was accepted as a call without a task)"},
		{state.Accepted, answer{task: provider.Task{Pictures: []provider.Picture{{URL: "https://x/a"}}}}, 1,
			"a full disk (the request of image.a was accepted as a call without a task, with its picture at https://x/a)"},
		{state.Accepted, answer{err: &provider.Error{Class: provider.Unmade, TaskID: "T"}}, 1, "a full disk"},
		{state.Refused, refused, 1, "a full disk"},
		{state.Doubted, doubtful, 1, "a full disk"},
	}
	for _, test := range tests {
		t.Run(string(test.kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, test.answer)
				b.fails[test.kind] = errors.New("a full disk")
				_, err := b.Buy(t.Context(), t.Context(), order(), nil)
				if !errors.As(err, new(*log.BrokenError)) || err.Error() != test.err || len(b.sent) != test.sent {
					t.Errorf("%d requests, error %v", len(b.sent), err)
				}
			})
		})
	}
}

// An edit is sent with the URL of its source, and nothing is written down before there is one.
func TestSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, tries := newBench(t, taken), 0
		source := func(context.Context) (string, error) {
			if tries++; tries < 3 {
				return "", cut.err
			}
			return "https://x/source", nil
		}
		if _, err := b.Buy(t.Context(), t.Context(), order(), source); err != nil || b.got.SourceURL != "https://x/source" || b.kinds() != "intended accepted" {
			t.Errorf("%s with %q, error %v", b.kinds(), b.got.SourceURL, err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		b, gone := newBench(t, taken), errors.New("it has changed")
		accepted, err := b.Buy(t.Context(), t.Context(), order(), func(context.Context) (string, error) { return "", gone })
		if !errors.Is(err, gone) || accepted.Intent != "" || len(b.events)+len(b.sent) != 0 {
			t.Errorf("%s, error %v", b.kinds(), err)
		}
	})
}

// What ends, and when, and what becomes of a request that is on its way then.
func TestEnds(t *testing.T) {
	tests := []struct {
		name  string
		slow  time.Duration // before the source is there
		ends  time.Duration // of the buying, or of the run
		run   bool
		kinds string
		doubt bool
		fails bool
	}{
		{"the buying, before it is sent", 2 * time.Second, time.Second, false, "", false, true},
		{"the buying, while it is sent", 0, time.Second / 2, false, "intended accepted", false, false},
		{"the run, while it is sent", 0, time.Second / 2, true, "intended accepted", false, false},
		{"the run, before anything", time.Second, 0, true, "", false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, taken)
				ended, cancel := context.WithTimeout(t.Context(), test.ends)
				defer cancel()
				run := t.Context()
				if test.run {
					run = ended
				}
				_, err := b.Buy(ended, run, order(), func(context.Context) (string, error) {
					time.Sleep(test.slow)
					return "https://x/source", nil
				})
				if b.kinds() != test.kinds || (err != nil) != test.fails || InDoubt(err) != test.doubt {
					t.Errorf("%s, error %v", b.kinds(), err)
				}
			})
		})
	}
}

// After an interrupt an answer has a moment to come; then the request is in doubt.
func TestGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, taken)
		b.Provider = never{}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		_, err := b.Buy(ctx, ctx, order(), nil)
		if !InDoubt(err) || time.Since(began) != time.Second+grace || b.kinds() != "intended doubted" {
			t.Errorf("%s after %s, error %v", b.kinds(), time.Since(began), err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, cut)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		if _, err := b.Buy(ctx, ctx, order(), nil); !errors.Is(err, context.DeadlineExceeded) || len(b.sent) != 1 {
			t.Errorf("%d requests, error %v", len(b.sent), err)
		}
	})
}

// never answers.
type never struct{}

func (never) Submit(ctx context.Context, _ provider.Request) (provider.Task, error) {
	<-ctx.Done()
	return provider.Task{}, &provider.Error{Class: provider.InDoubt, Err: ctx.Err()}
}

// As many doubts in a row as are let through at once end the buying.
func TestBrake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, doubtful)
		limits := traffic.Limits{Parallelism: 1}.WithDefaults()
		b.Gate = traffic.NewGate(limits)
		for n := range 3 {
			if len(b.halted) != 0 {
				t.Fatalf("halted after %d: %q", n, b.halted)
			}
			_, _ = b.Buy(t.Context(), t.Context(), order(), nil)
		}
		want := "3 requests in a row are in doubt, so that nothing more is bought: the last one, its request may have been paid for, and its answer was lost: cut"
		if diff := cmp.Diff([]string{want}, b.halted); diff != "" {
			t.Error(diff)
		}
	})
}

// A doubt that a killed run has left says so.
func TestDoubtError(t *testing.T) {
	err := &DoubtError{Pending: state.Call{Intent: "I"}}
	if got := err.Error(); got != "its request may have been paid for: gesso was cut off before the answer" {
		t.Error(got)
	}
}
