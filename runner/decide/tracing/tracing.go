// Package tracing keeps what the ladder answered about the one image that is to be explained.
//
// It is not for who reads it: that is a plan.Explanation.
//
//	trace.Answer(plan.RungBuy, true, reasons...)
package tracing

import (
	"slices"

	"gesso/runner/decide/asking"
	"gesso/runner/plan"
)

// Trace is what the ladder answered about one image. Nil is that of all others, and takes
// no notes. It is for one goroutine.
type Trace struct{ answers []plan.Answer }

// Answers are the notes, in the order in which they were taken.
func (t *Trace) Answers() []plan.Answer {
	if t == nil {
		return nil
	}
	return t.answers
}

// Answer notes whether a rung held, and why.
func (t *Trace) Answer(rung plan.Rung, held bool, reasons ...plan.Reason) {
	if t != nil {
		t.answers = append(t.answers, plan.Answer{Rung: rung, Held: held, Reasons: reasons})
	}
}

// Cut drops all notes but the first ones: what was asked after them was asked in vain.
func (t *Trace) Cut(length int) {
	if t != nil {
		t.answers = t.answers[:length]
	}
}

// Recorded notes why the recorded picture of an image does or does not stay.
func (t *Trace) Recorded(c *asking.Image, held bool, against []plan.Reason) {
	switch {
	case t == nil:
	case held:
		t.Answer(plan.RungRecorded, true)
	case !c.Before.HasPicture():
		t.Answer(plan.RungRecorded, false, plan.Reason{Cause: plan.New})
	case !c.UpToDate():
		t.Answer(plan.RungRecorded, false, c.Differences()...)
	case against != nil:
		t.Answer(plan.RungRecorded, false, against...)
	default:
		t.Answer(plan.RungRecorded, false, plan.LostOf(plan.Lost, &c.Before.Picture))
	}
}

// Lent notes that a call of another address was found after all: a plan asks for it
// when all images are decided.
func (t *Trace) Lent(reasons []plan.Reason) {
	if t == nil {
		return
	}
	t.answers = slices.DeleteFunc(t.answers, func(a plan.Answer) bool { return a.Rung == plan.RungOtherCall || a.Rung == plan.RungBuy })
	t.Answer(plan.RungOtherCall, true, reasons...)
}
