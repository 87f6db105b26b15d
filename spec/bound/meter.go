package bound

import (
	"reflect"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

const (
	// maxSteps bounds the elements that for expressions and splats make in one
	// evaluation, at one or two microseconds and 100 bytes each.
	maxSteps = 2_000_000
	// maxText bounds the text, in bytes, that templates of one evaluation take in.
	maxText = 64 << 20
	// maxAllSteps and maxAllText bound the same of all evaluations.
	maxAllSteps = 20_000_000
	maxAllText  = 2 << 30
)

// Meter counts what evaluations cost. Its zero value is ready. It is not safe
// for concurrent use: evaluations at the same time have a meter each.
type Meter struct {
	steps, text       int // of the evaluation at hand
	allSteps, allText int
	work              // of functions
	exhausted         bool
	dear              int // what everything counts times; 0 is once
	stop              <-chan struct{}
	seals             bool // see SealArguments
}

// meterName is what a scope has its meter under. No name of the language is
// like it, nor one that could be meant.
const meterName = "what evaluating may take"

var meterType = cty.Capsule(meterName, reflect.TypeFor[Meter]())

// Join makes the meter that of all that is evaluated in a scope, or in a child
// of it. The scope has no parent.
func (m *Meter) Join(scope *hcl.EvalContext) {
	if scope.Variables == nil {
		scope.Variables = map[string]cty.Value{}
	}
	scope.Variables[meterName] = cty.CapsuleVal(meterType, m)
}

// meterOf is the meter of a scope, or nil.
func meterOf(scope *hcl.EvalContext) *Meter {
	if scope == nil {
		return nil
	}
	for parent := scope.Parent(); parent != nil; parent = scope.Parent() {
		scope = parent
	}
	if value, ok := scope.Variables[meterName]; ok {
		return value.EncapsulatedValue().(*Meter)
	}
	return nil
}

// Begin is called before each evaluation: one by itself is bounded too.
func (m *Meter) Begin() {
	m.steps, m.text = 0, 0
	m.work.begin()
}

// Reset starts all counts afresh.
func (m *Meter) Reset() {
	*m = Meter{stop: m.stop, dear: m.dear, seals: m.seals}
}

// Tighten divides all that may be taken by a number, for those who try how evaluations
// end: to reach the limits themselves takes seconds each time.
func (m *Meter) Tighten(by int) { m.dear = by }

// Heed makes what is evaluated from now on end soon after the channel is
// closed; nil makes it deaf.
func (m *Meter) Heed(stop <-chan struct{}) { m.stop = stop }

// Listen is Heed until the returned function is called.
func (m *Meter) Listen(stop <-chan struct{}) (deaf func()) {
	m.Heed(stop)
	return func() { m.Heed(nil) }
}

// Interrupted tells whether the channel that the meter heeds is closed. A value
// that was evaluated then is worth nothing.
func (m *Meter) Interrupted() bool {
	select {
	case <-m.stop: // never, of a nil one
		return true
	default:
		return false
	}
}

// Exceeded tells whether the evaluations have taken more than they may. Their
// latest value is then worth nothing, and none after it will be.
func (m *Meter) Exceeded() bool {
	by := max(m.dear, 1)
	return m.exhausted || m.steps > maxSteps/by || m.text > maxText/by || m.allSteps > maxAllSteps/by || m.allText > maxAllText/by || m.work.exceeded(by)
}

// over tells whether evaluating is to end.
func (m *Meter) over() bool { return m.Exceeded() || m.Interrupted() }

func (m *Meter) take(value cty.Value) {
	value, _ = value.Unmark()
	m.exhausted = m.exhausted || Excessive(value)
	if value.Type() == cty.String && value.IsKnown() && !value.IsNull() {
		n := len(value.AsString())
		m.text += n
		m.allText += n
	}
}

// Weigh charges for going through a value so many times, and reports whether one may.
// Each part counts as often as it is found: values share their parts, and forty that
// each hold the one before twice are made in no time, and never gone through.
func (m *Meter) Weigh(value cty.Value, times int) bool {
	if value.Type().IsPrimitiveType() {
		return !m.over()
	}
	load := Gauge(value, MaxParts)
	if load.Over {
		m.exhausted = true
	}
	return m.Spend(Product(load.Work, times))
}
