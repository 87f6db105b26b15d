package opencalls

import (
	"gesso/runner/plan"
	"gesso/state"
)

// Left are those of a plan's strays that nobody has taken up by now.
func (b *Book) Left(strays []plan.Call) []*plan.Call {
	open := map[*state.Call]bool{}
	for _, call := range b.Strays() {
		open[call.Call] = true
	}
	var left []*plan.Call
	for i := range strays {
		if s := &strays[i]; open[&s.Call] {
			left = append(left, s)
		}
	}
	return left
}
