package decide

import (
	"slices"
	"testing"

	"gesso/runner/plan"
	"gesso/state"
)

// The picture that the tests of the ladder are about is an edit of another one, so that
// its request is known to a plan, or only to the run, by whether that one is recorded.
const laddered = `
provider "flux" {}
image "fox" { prompt = "a fox" }
image "style" { prompt = "flat" }
image "snow" {
  prompt = "in snow"
  source = image.fox
  path   = "snow.png"
  lifecycle {
    replace_triggered_by = [image.style.prompt]
    postcondition {
      condition     = self.width >= 100
      error_message = "It is too narrow."
    }
  }
}
`

const (
	here      = "https://a.test"
	elsewhere = "https://gone.test"
)

// names are the contents of pictures, and the triggers that they were made under.
type names struct {
	good, bad, other string // artifacts in the store: one that meets the condition, one that fails it, one more
	gone, badGone    string // artifacts that nobody has: one that meets the condition, one that fails it
	now, then        state.Triggers
	request, old     state.Request // what is asked for, and what was before
}

func (n names) picture(artifact string, r state.Request) state.Picture {
	width := 128
	if artifact == n.bad || artifact == n.badGone {
		width = 64
	}
	return state.Picture{Key: r.Key(), Artifact: artifact, Format: "png", Width: width, Height: 128}
}

// has is that an address has a picture.
func (n names) has(address, artifact string, r state.Request, t state.Triggers) state.Event {
	return state.Event{Kind: state.Collected, Record: &state.Record{Address: address, Request: &r, Picture: n.picture(artifact, r), Triggers: t}}
}

// called is that an address made a call, which is in doubt while it has no task.
func (n names) called(address, intent string, t state.Triggers) state.Event {
	return state.Event{Kind: state.Intended, Intent: intent, Addresses: []string{address}, Request: &n.request, Endpoint: here, Triggers: t}
}

func accepted(intent string) state.Event {
	return state.Event{Kind: state.Accepted, Intent: intent, Task: "t-" + intent}
}

// bought is that an address bought a picture.
func (n names) bought(address, intent, artifact string, r state.Request, t state.Triggers) []state.Event {
	call := n.called(address, intent, t)
	call.Request = &r
	has := n.has(address, artifact, r, t)
	has.Intent = intent
	has.Record.Task = "t-" + intent
	return []state.Event{call, accepted(intent), has}
}

func placed(path, output string) state.Event {
	return state.Event{Kind: state.Placed, Address: "image.snow", Path: path, Output: output}
}

// tainted is that a user wants another picture.
func tainted() state.Event {
	return state.Event{Kind: state.Tainted, Address: snow, Problem: "Too dark."}
}

func removed(address string) state.Event {
	return state.Event{Kind: state.Removed, Address: address}
}

// row is something that the ladder decides about. The reasons are those of the ladder,
// which a plan may add to.
type row struct {
	name    string
	past    func(n names) []state.Event
	file    func(n names) string // the artifact that lies at the output; nil: none
	asked   bool                 // a user wants another picture
	lost    bool                 // a user wants another one of all that are lost
	action  plan.Action
	causes  []plan.Cause
	learned *outcome // where a run knows less; nil: the same
}

// situations are the closed set of what the ladder decides about. Each is asked twice:
// while a plan is made, and in a run that learns the request of the change. The
// reasons are those of the ladder, which a plan may add to.
var situations = []row{
	// Rung 10: there is no other way.
	{name: "nothing is there", action: plan.Generate, causes: []plan.Cause{plan.New}},

	// Rung 3: what is recorded.
	{name: "it has the picture, in place",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good)}
		},
		file:   func(n names) string { return n.good },
		action: plan.None},
	{name: "it has the picture, and the output is gone",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good)}
		},
		action: plan.Restore, causes: []plan.Cause{plan.Missing}},
	{name: "it has the picture, and the output is another",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good)}
		},
		file:   func(n names) string { return n.other },
		action: plan.Restore, causes: []plan.Cause{plan.Differs}},
	{name: "it has the picture, at another path",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("ice.png", n.good)}
		},
		action: plan.Place, causes: []plan.Cause{plan.Changed}},
	{name: "it has the picture, which was never placed",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.good, n.request, n.now)} },
		action: plan.Restore, causes: []plan.Cause{plan.Missing}},
	{name: "it has the picture, which failed a condition that it meets now",
		past: func(n names) []state.Event {
			e := n.has(snow, n.good, n.request, n.now)
			e.Record.Tainted = "It was too wide."
			return []state.Event{e}
		},
		action: plan.Place, causes: []plan.Cause{plan.Met}},
	{name: "it has the picture, at the provider alone",
		past: func(n names) []state.Event {
			e := n.has(snow, n.gone, n.request, n.now)
			e.Record.URL = "https://cdn.test/snow"
			return []state.Event{e}
		},
		action: plan.Restore, causes: []plan.Cause{plan.Missing}},
	{name: "it has the picture, and nobody has it",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.gone, n.request, n.now), placed("snow.png", n.gone)}
		},
		action: plan.Restore, causes: []plan.Cause{plan.Missing}, learned: &outcome{plan.Regenerate, []plan.Cause{plan.Lost}}},
	{name: "it has the picture, and nobody has it, and what is lost is to be bought again",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.gone, n.request, n.now), placed("snow.png", n.gone)}
		},
		lost:   true,
		action: plan.Regenerate, causes: []plan.Cause{plan.Lost}},
	{name: "what is lost is to be bought again, and it has the picture",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good)}
		},
		lost:   true,
		action: plan.Restore, causes: []plan.Cause{plan.Missing}},
	{name: "nobody has it, and the store has another of its request",
		past: func(n names) []state.Event {
			return append(n.bought("image.old", "i", n.good, n.request, n.now), removed("image.old"), n.has(snow, n.gone, n.request, n.now))
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Stored}},
	{name: "it has a picture of another request",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.good, n.old, n.now)} },
		action: plan.Regenerate, causes: []plan.Cause{plan.Changed}},

	// Rung 4: an own call.
	{name: "it has a call with a task",
		past:   func(n names) []state.Event { return []state.Event{n.called(snow, "i", n.now), accepted("i")} },
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected}},
	{name: "it has a call without an answer",
		past:   func(n names) []state.Event { return []state.Event{n.called(snow, "i", n.now)} },
		action: plan.InDoubt, causes: []plan.Cause{plan.Unanswered}},
	{name: "it has a call whose endpoint nobody has",
		past: func(n names) []state.Event {
			call := n.called(snow, "i", n.now)
			call.Endpoint = elsewhere
			return []state.Event{call, accepted("i")}
		},
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected, plan.Stranded}},
	{name: "it has a call whose picture was gone",
		past: func(n names) []state.Event {
			return []state.Event{n.called(snow, "i", n.now), accepted("i"), {Kind: state.Lost, Intent: "i"}}
		},
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected, plan.Vanished}},
	{name: "it has a picture of another request, and a call",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.old, n.now), n.called(snow, "i", n.now), accepted("i")}
		},
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected}},
	{name: "it has a picture that fails a condition, and a call",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.bad, n.request, n.now), n.called(snow, "i", n.now), accepted("i")}
		},
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected}},
	{name: "nobody has its picture, and it has a call",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.gone, n.request, n.now), n.called(snow, "i", n.now), accepted("i")}
		},
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected}},

	// Rung 5: a picture that fails a postcondition.
	{name: "it has a picture that fails a condition",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.bad, n.request, n.now)} },
		action: plan.Tainted, causes: []plan.Cause{plan.Unmet}},
	{name: "it has a picture that fails a condition, and nobody has it",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.badGone, n.request, n.now)} },
		action: plan.Tainted, causes: []plan.Cause{plan.Unmet}},
	{name: "it has one that fails, and the store has one that does not",
		past: func(n names) []state.Event {
			return append(n.bought("image.old", "i", n.good, n.request, n.now), removed("image.old"), n.has(snow, n.bad, n.request, n.now))
		},
		action: plan.Tainted, causes: []plan.Cause{plan.Unmet}},

	// Rung 6: the record of an address that nothing declares.
	{name: "an address that nothing declares has the picture",
		past:   func(n names) []state.Event { return []state.Event{n.has("image.old", n.good, n.request, n.now)} },
		action: plan.Restore, causes: []plan.Cause{plan.Missing},
		learned: &outcome{plan.Reuse, []plan.Cause{plan.Stored}}},
	{name: "an address that nothing declares has one that fails a condition",
		past:   func(n names) []state.Event { return []state.Event{n.has("image.old", n.bad, n.request, n.now)} },
		action: plan.Tainted, causes: []plan.Cause{plan.Unmet},
		learned: &outcome{plan.Generate, []plan.Cause{plan.New}}},
	{name: "an address that nothing declares has one, made under other triggers",
		past:   func(n names) []state.Event { return []state.Event{n.has("image.old", n.good, n.request, n.then)} },
		action: plan.Regenerate, causes: []plan.Cause{plan.Triggered},
		learned: &outcome{plan.Reuse, []plan.Cause{plan.Stored}}},

	// Rungs 7 and 8: a picture that was paid for, and that nobody has.
	{name: "the store has a picture",
		past: func(n names) []state.Event {
			return append(n.bought("image.old", "i", n.good, n.request, n.now), removed("image.old"))
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Stored}},
	{name: "the store has a picture, in place of one of another request",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.good, n.request, n.now), n.has(snow, n.other, n.old, n.now))
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Changed, plan.Stored}},
	{name: "the store has a picture, and another address has a call",
		past: func(n names) []state.Event {
			return append(n.bought("image.old", "i", n.good, n.request, n.now), removed("image.old"), n.called("image.lost", "j", n.now), accepted("j"))
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Stored}},
	{name: "the store has only one that fails a condition, bought for it",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.bad, n.request, n.now), n.has(snow, n.other, n.old, n.now))
		},
		action: plan.Tainted, causes: []plan.Cause{plan.Unmet}},
	{name: "the store has only one that fails a condition, bought for another",
		past: func(n names) []state.Event {
			return append(n.bought("image.old", "i", n.bad, n.request, n.now), removed("image.old"))
		},
		action: plan.Generate, causes: []plan.Cause{plan.New}},
	{name: "the store has only one that fails, and another address has a call",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.bad, n.request, n.now), n.has(snow, n.other, n.old, n.now), n.called("image.lost", "j", n.now), accepted("j"))
		},
		action: plan.Tainted, causes: []plan.Cause{plan.Unmet}},

	// Rung 9: a call of another address.
	{name: "another address has a call with a task",
		past:   func(n names) []state.Event { return []state.Event{n.called("image.lost", "i", n.now), accepted("i")} },
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected}},
	{name: "another address has a call without an answer",
		past:   func(n names) []state.Event { return []state.Event{n.called("image.lost", "i", n.now)} },
		action: plan.InDoubt, causes: []plan.Cause{plan.Unanswered}},
	{name: "it has a call, and so has another address",
		past: func(n names) []state.Event {
			return []state.Event{n.called("image.lost", "j", n.now), accepted("j"), n.called(snow, "i", n.now), accepted("i")}
		},
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected}},

	// Rung 1: another picture is wanted, whatever there is.
	{name: "a user wants another",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good)}
		},
		file:  func(n names) string { return n.good },
		asked: true, action: plan.Regenerate, causes: []plan.Cause{plan.Replaced}},
	{name: "a user wants another, and it has a call",
		past:  func(n names) []state.Event { return []state.Event{n.called(snow, "i", n.now), accepted("i")} },
		asked: true, action: plan.Generate, causes: []plan.Cause{plan.Replaced}},
	{name: "a user wants another, and the store has one",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.good, n.request, n.now), n.has(snow, n.other, n.old, n.now))
		},
		asked: true, action: plan.Regenerate, causes: []plan.Cause{plan.Replaced, plan.Changed}},
	{name: "a trigger has changed",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.good, n.request, n.then)} },
		action: plan.Regenerate, causes: []plan.Cause{plan.Triggered}},
	{name: "a trigger has changed, and so has the request",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.good, n.old, n.then)} },
		action: plan.Regenerate, causes: []plan.Cause{plan.Triggered, plan.Changed}},
	{name: "a trigger has changed, and a call was begun after that",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.then), n.called(snow, "i", n.now), accepted("i")}
		},
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected}},
	{name: "a trigger has changed, and a call was begun before that",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.then), n.called(snow, "i", n.then), accepted("i")}
		},
		action: plan.Regenerate, causes: []plan.Cause{plan.Triggered}},
	{name: "a trigger has changed, and another address has a call",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.then), n.called("image.lost", "i", n.now), accepted("i")}
		},
		action: plan.Regenerate, causes: []plan.Cause{plan.Triggered}},
	{name: "a trigger is what it was, and a picture was made under it",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.good, n.request, n.now), n.has(snow, n.other, n.request, n.then))
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Triggered, plan.Stored}},
	{name: "a trigger has changed, and the store has a picture made under the old one",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.good, n.request, n.then), n.has(snow, n.other, n.request, n.then))
		},
		action: plan.Regenerate, causes: []plan.Cause{plan.Triggered}},
	{name: "a trigger has changed since its first call",
		past:   func(n names) []state.Event { return []state.Event{n.called(snow, "i", n.then), accepted("i")} },
		action: plan.Generate, causes: []plan.Cause{plan.Triggered}},

	// Rung 1, for a picture that a user has tainted.
	{name: "it is tainted by hand",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.good, n.request, n.now), tainted()} },
		action: plan.Regenerate, causes: []plan.Cause{plan.Unwanted}},
	{name: "it is tainted by hand, and no longer",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good), tainted(), {Kind: state.Untainted, Address: snow}}
		},
		file:   func(n names) string { return n.good },
		action: plan.None},
	{name: "it is tainted by hand, and its output is gone",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), placed("snow.png", n.good), tainted()}
		},
		action: plan.Regenerate, causes: []plan.Cause{plan.Unwanted}},
	{name: "it is tainted by hand, and fails a condition",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.bad, n.request, n.now), tainted()} },
		action: plan.Regenerate, causes: []plan.Cause{plan.Unwanted}},
	{name: "it is tainted by hand, and a trigger has changed",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.good, n.request, n.then), tainted()} },
		action: plan.Regenerate, causes: []plan.Cause{plan.Unwanted, plan.Triggered}},
	{name: "it is tainted by hand, and another one is asked for",
		past:  func(n names) []state.Event { return []state.Event{n.has(snow, n.good, n.request, n.now), tainted()} },
		asked: true, action: plan.Regenerate, causes: []plan.Cause{plan.Replaced, plan.Unwanted}},
	{name: "it is tainted by hand, and a call for another was begun",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), tainted(), n.called(snow, "i", n.now), accepted("i")}
		},
		action: plan.Resume, causes: []plan.Cause{plan.Uncollected}},
	{name: "it is tainted by hand, and a call for another is in doubt",
		past: func(n names) []state.Event {
			return []state.Event{n.has(snow, n.good, n.request, n.now), tainted(), n.called(snow, "i", n.now)}
		},
		action: plan.InDoubt, causes: []plan.Cause{plan.Unanswered}},
	{name: "it is tainted by hand, and is the last that was bought",
		past: func(n names) []state.Event {
			return append(append(n.bought(snow, "i", n.other, n.request, n.now), n.bought(snow, "j", n.good, n.request, n.now)...), tainted())
		},
		action: plan.Regenerate, causes: []plan.Cause{plan.Unwanted}},
	{name: "it is tainted by hand, and a state of before it was replaced is taken back",
		past: func(n names) []state.Event {
			return append(append(n.bought(snow, "i", n.good, n.request, n.now), n.bought(snow, "j", n.other, n.request, n.now)...),
				n.has(snow, n.good, n.request, n.now), tainted())
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Unwanted, plan.Stored}},
	{name: "what is tainted by hand is of another request",
		past:   func(n names) []state.Event { return []state.Event{n.has(snow, n.good, n.old, n.now), tainted()} },
		action: plan.Regenerate, causes: []plan.Cause{plan.Changed}},
	{name: "what is tainted by hand is of another request, and the store has a picture of this one",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.other, n.request, n.now), n.has(snow, n.good, n.old, n.now), tainted())
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Changed, plan.Stored}},
	{name: "what is tainted by hand was removed",
		past: func(n names) []state.Event {
			return append(n.bought(snow, "i", n.good, n.request, n.now), tainted(), removed(snow))
		},
		action: plan.Reuse, causes: []plan.Cause{plan.Stored}},
	{name: "what is tainted by hand moves here",
		past: func(n names) []state.Event {
			e := n.has("image.old", n.good, n.request, n.now)
			e.Record.Unwanted = "Too dark."
			return []state.Event{e}
		},
		action: plan.Regenerate, causes: []plan.Cause{plan.Unwanted}, learned: &outcome{plan.Reuse, []plan.Cause{plan.Stored}}},
}

const snow = "image.snow"

// outcome is what a row of situations ends in.
type outcome struct {
	Action plan.Action
	Causes []plan.Cause
}

// told are the causes that a plan adds to those of the ladder.
var told = []plan.Cause{plan.Moved, plan.Sought, plan.Waits, plan.Fruitless, plan.Moderated}

func outcomeOf(action plan.Action, reasons []plan.Reason) outcome {
	o := outcome{Action: action}
	for _, r := range reasons {
		if !slices.Contains(told, r.Cause) {
			o.Causes = append(o.Causes, r.Cause)
		}
	}
	return o
}

// TestLadder asks about every situation twice: a plan that knows the request, and a
// run that learns it. Both decide the same.
func TestLadder(t *testing.T) {
	for _, row := range slices.Concat(situations, rejections) {
		want := outcome{row.action, row.causes}
		t.Run(row.name+", in a plan", func(t *testing.T) {
			t.Parallel()
			s, n := ladderOf(t)
			events := []state.Event{n.foxed()}
			if row.past != nil {
				events = append(events, row.past(n)...)
			}
			s.happened(t, events)
			s.lay(t, row.file, n)
			if row.asked {
				s.Choice.Replaces = []string{snow}
			}
			s.ReplaceLost = row.lost
			c := made(t, s.Situation).all[snow]
			if !c.Known() {
				t.Fatal("its request is not known")
			}
			check(t, outcomeOf(c.Action, c.Reasons), want)
		})
		t.Run(row.name+", in a run", func(t *testing.T) {
			t.Parallel()
			want := want
			s, n := ladderOf(t)
			if row.past != nil {
				s.happened(t, row.past(n))
			}
			s.lay(t, row.file, n)
			if row.asked {
				s.Choice.Replaces = []string{snow}
			}
			s.ReplaceLost = row.lost
			p := made(t, s.Situation)
			c := p.all[snow]
			if c.Known() || !c.Action.Paid() {
				t.Fatalf("before its source is made it is to %s, known %v", c.Action, c.Known())
			}
			now := s.State.Clone()
			now.Apply(n.foxed())
			e := p.Evaluate(now)
			action, err := e.Learn(c.Change)
			if err != nil || c.Key != n.request.Key() {
				t.Fatalf("error %v, its request is %+v", err, c.Request)
			}
			if row.learned != nil {
				want = *row.learned
			}
			check(t, outcomeOf(action, c.Reasons), want)
			if is := action == plan.Place || action == plan.Restore; is && c.Action != action || !is && !c.Action.Paid() {
				t.Errorf("the change is to %s", c.Action)
			}
			if taken := action == plan.Resume || action == plan.InDoubt; taken != (c.Call != nil) || taken != (len(e.Strays()) < len(p.Strays)) {
				t.Errorf("it has the call %v, and %d of %d are left", c.Call, len(e.Strays()), len(p.Strays))
			}
			if (action == plan.Reuse || action == plan.Tainted) != (c.Picture != nil) {
				t.Errorf("it has the picture %v", c.Picture)
			}
		})
	}
}
