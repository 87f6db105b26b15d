package collect

import (
	"errors"
	"fmt"

	"gesso/runner/provider"
	"gesso/state"
)

// short records that a call brought fewer pictures than requested.
func (c *Collector) short(call Call, w Want, task provider.Task, wants int) error {
	err := &ShortError{Made: len(task.Pictures), Asked: max(wants, call.Count), TraceID: task.TraceID}
	e := state.Event{Kind: state.Refused, Intent: call.Intent, Address: w.Address, Problem: err.Error(), TraceID: task.TraceID}
	if broken := c.Log.Record(e); broken != nil {
		return broken
	}
	return err
}

// ShortError is the error of a want that got no picture because its call brought fewer than
// requested. It unwraps to a *provider.Error.
type ShortError struct {
	Made, Asked int
	TraceID     string
	Again       error // why the same run did not request the rest; nil: calls that make nothing are not repeated
}

func (e *ShortError) Error() string {
	text := fmt.Sprintf("the provider returned %d of %d pictures", e.Made, e.Asked)
	if e.Again != nil {
		text += ", and the rest was not asked for: " + e.Again.Error()
	}
	return (&provider.Error{Class: provider.Unmade, Message: text + "; the next apply asks for the rest", TraceID: e.TraceID}).Error()
}

func (e *ShortError) Unwrap() error {
	return &provider.Error{Class: provider.Unmade, TraceID: e.TraceID}
}

// lost records that the provider no longer has a paid picture, for audits. The call stays
// pending and every run asks again, until somebody abandons it.
func (c *Collector) lost(call Call, w Want, task provider.Task, err error) error {
	if !isGone(err) {
		return err
	}
	if broken := c.Log.Record(state.Event{Kind: state.Lost, Intent: call.Intent, Index: w.Index, Problem: err.Error(), Charge: shareOf(task)}); broken != nil {
		return broken
	}
	return &LostError{Remedy: fmt.Sprintf("gesso resolve '%s' -abandon gives it up, and the next apply buys another", w.Address), Err: err}
}

func isGone(err error) bool {
	var failure *provider.Error
	return errors.As(err, &failure) && failure.Class == provider.Gone
}

// LostError is a picture that was paid for, or made by hand, and that nobody has any more.
type LostError struct {
	Remedy string // the option that buys another
	Err    error
	ByHand bool // it was made by hand, not bought
}

func (e *LostError) Error() string {
	if e.ByHand {
		return fmt.Sprintf("its picture was made by hand and is lost: neither the store nor an output has it; %s", e.Remedy)
	}
	return fmt.Sprintf("its picture was paid for and is lost: neither the store nor the provider has it; %s (%v)", e.Remedy, e.Err)
}

func (e *LostError) Unwrap() error { return e.Err }
