package decide

import (
	"errors"
	"strings"
	"testing"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/spec/config"
	"gesso/state"
	"gesso/state/disk/disktest"
)

// The request of image.label is known when image.animal is made.
const labelled = `
provider "flux" {}
image "animal" { prompt = "a cat" }
image "label" {
  prompt = "${image.animal.width} wide"
  lifecycle {
    replace_triggered_by = [image.animal]
    precondition {
      condition     = image.animal.width >= 100
      error_message = "The animal is too small."
    }
  }
}
image "frame" {
  prompt = "a frame"
  lifecycle {
    postcondition {
      condition     = self.width == image.animal.width
      error_message = "It does not fit."
    }
  }
}
`

// animal is that the picture of image.animal is made, so wide.
func animal(width int) state.Event {
	e := there("image.animal", "a cat", state.HashPrompt("a cat"))
	e.Record.Width = width
	return e
}

// TestLearnOfAPrompt learns of a request whose prompt needs a picture to come.
func TestLearnOfAPrompt(t *testing.T) {
	big := animal(128)
	for _, test := range []struct {
		name   string
		past   []state.Event
		made   []state.Event // by the run, before
		refuse bool          // the provider does not take it
		action plan.Action
		learn  error // or these, by their text
		buy    error
	}{
		{name: "the prompt is known now", made: []state.Event{big}, action: plan.Generate},
		{name: "it is the recorded one", past: []state.Event{there("image.label", "128 wide", state.HashPrompt("gone"))}, made: []state.Event{big}, action: plan.Regenerate},
		{name: "a precondition forbids it", made: []state.Event{animal(64)}, action: plan.Generate, buy: errors.New("The animal is too small.")},
		{name: "the provider does not take it", made: []state.Event{big}, refuse: true, action: plan.Generate, learn: errors.New("invalid request: no such size")},
		{name: "nothing was made", action: plan.Generate, learn: errors.New("has no value although everything that it depends on is done")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := &ladderTest{Situation: situationOf(t, labelled)}
			s.happened(t, test.past)
			if test.refuse {
				s.Check = func(_ *config.Provider, _, _ string, _ bool) []provider.Problem {
					return []provider.Problem{{Argument: "model", Summary: "Old", Warning: true}, {Argument: "size", Summary: "No such size", Detail: "no such size"}}
				}
			}
			p := prepare(t, s.Situation)
			c := p.all["image.label"]
			if c.Known() || !c.Action.Paid() || !c.Declared.Undecided {
				t.Fatalf("it is to %s, known %v, undecided %v", c.Action, c.Known(), c.Declared.Undecided)
			}
			now := s.State.Clone()
			for _, e := range test.made {
				now.Apply(e)
			}
			e := p.Evaluate(now)
			action, err := e.Learn(c.Change)
			if !says(err, test.learn) || action != test.action {
				t.Fatalf("it is to %s, error %v", action, err)
			}
			if err != nil {
				return
			}
			if c.Request.Prompt != "128 wide" && test.buy == nil || c.Declared.Undecided || len(c.Triggers()) != 1 {
				t.Errorf("its prompt is %q, its conditions are undecided: %v, its triggers are %v", c.Request.Prompt, c.Declared.Undecided, c.Triggers())
			}
			if err := e.MayBuy(c.Change); !says(err, test.buy) {
				t.Errorf("it may be bought: %v", err)
			}
		})
	}
}

// says reports whether an error has the words of another one.
func says(err, want error) bool {
	if err == nil || want == nil {
		return err == nil && want == nil
	}
	return strings.Contains(err.Error(), want.Error())
}

// prepare is made for what has mistakes that a provider tells of at the planning.
func prepare(t *testing.T, s Situation) *Prepared {
	t.Helper()
	check := s.Check
	s.Check = nil
	p := made(t, s)
	p.situation.Check = check
	return p
}

// A picture is judged by others when they are made, and what is no image's by nobody.
func TestUnmetOfOthers(t *testing.T) {
	s := &ladderTest{Situation: situationOf(t, labelled)}
	p := made(t, s.Situation)
	now := s.State.Clone()
	now.Apply(animal(128))
	e := p.Evaluate(now)
	frame := p.all["image.frame"].Change
	if why := e.Unmet(frame, &state.Picture{Width: 64}); why != "It does not fit." {
		t.Errorf("it fails %q", why)
	}
	if why := e.Unmet(frame, &state.Picture{Width: 128}); why != "" {
		t.Errorf("it fails %q", why)
	}
	if why := e.Unmet(&plan.Change{Address: "image.frame"}, &state.Picture{}); why != "" {
		t.Errorf("a stray fails %q", why)
	}
}

// A trigger that is not known yet waits for the run, which keeps the picture when all
// is as it was.
func TestLearnOfATrigger(t *testing.T) {
	for name, test := range map[string]struct {
		width int
		want  plan.Action
	}{
		"it is what it was":    {64, plan.Restore},
		"it is something else": {128, plan.Regenerate},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &ladderTest{Situation: situationOf(t, `
provider "flux" {}
image "animal" { prompt = "a cat" }
image "label" {
  prompt = "a label"
  lifecycle { replace_triggered_by = [image.animal.width] }
}
`)}
			kept := disktest.Store(t, s.Workspace, "a label")
			was := triggersOf(t, s.Situation, animal(64))
			label := there("image.label", "a label", kept)
			label.Record.Triggers = was
			s.happened(t, []state.Event{label})
			p := made(t, s.Situation)
			c := p.all["image.label"]
			if c.Known() || c.Action != plan.Regenerate || c.Reasons[0].Cause != plan.Later {
				t.Fatalf("it is to %s, known %v, because of %v", c.Action, c.Known(), c.Reasons)
			}
			now := s.State.Clone()
			now.Apply(animal(test.width))
			if action, err := p.Evaluate(now).Learn(c.Change); err != nil || action != test.want {
				t.Errorf("it is to %s, error %v", action, err)
			}
		})
	}
}

// triggersOf are those of image.label when something is made.
func triggersOf(t *testing.T, s Situation, e state.Event) state.Triggers {
	t.Helper()
	p := made(t, s)
	now := s.State.Clone()
	now.Apply(e)
	c := p.all["image.label"]
	if _, err := p.Evaluate(now).Learn(c.Change); err != nil || len(c.Triggers()) != 1 {
		t.Fatal(err, c.Triggers())
	}
	return c.Triggers()
}

// What made nothing twice is not bought unattended, also when only the run knows that
// it is the same.
func TestMayBuyWhatMadeNothing(t *testing.T) {
	s := &ladderTest{Situation: situationOf(t, labelled)}
	r := requestOf("128 wide")
	var events []state.Event
	for _, intent := range []string{"i", "j"} {
		events = append(events, state.Event{Kind: state.Intended, Intent: intent, Addresses: []string{"image.label"}, Request: &r, Endpoint: here},
			accepted(intent), state.Event{Kind: state.Refused, Intent: intent, Problem: "nothing came"})
	}
	s.happened(t, events)
	for _, unattended := range []bool{true, false} {
		s.Unattended = unattended
		p := made(t, s.Situation)
		now := s.State.Clone()
		now.Apply(animal(128))
		e, c := p.Evaluate(now), p.all["image.label"].Change
		if _, err := e.Learn(c); err != nil {
			t.Fatal(err)
		}
		var held *plan.UnmadeError
		if err := e.MayBuy(c); errors.As(err, &held) != unattended || held != nil && held.Times != 2 {
			t.Errorf("unattended %v: %v", unattended, err)
		}
	}
}

// An edit whose source was not made has no request.
func TestLearnWithoutASource(t *testing.T) {
	s := &ladderTest{Situation: situationOf(t, laddered)}
	p := made(t, s.Situation)
	_, err := p.Evaluate(s.State).Learn(p.all[snow].Change)
	if !says(err, errors.New("its source image.fox has no picture")) {
		t.Errorf("error %v", err)
	}
}
