// Package unsettled finds the calls of earlier runs that a person decides about: those
// in doubt, and those whose picture is paid for and not collected.
//
// Its promises:
//
//   - A decision is about the call that was meant. Where an address has several it is
//     asked which one, and none is guessed: a picture would be taken for that of another
//     request, and its own be bought again.
//   - A decision about several addresses is about each request once, and leaves alone
//     what the next apply collects.
//
// The order is that of the state: by address, the oldest first.
//
//	call, err := unsettled.Choose(s, "image.hero", "")
package unsettled

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gesso/runner/plan"
	"gesso/state"
)

// ErrNothing says that there is nothing to decide about.
var ErrNothing = errors.New("nothing to resolve")

// Calls lists the calls of an address that are not settled, or of all addresses for "".
func Calls(s *state.State, address string) []plan.Call {
	var calls []plan.Call
	for owner, call := range s.Pending() {
		if address == "" || owner == address {
			calls = append(calls, plan.Call{Address: owner, Call: call})
		}
	}
	return calls
}

// Select picks the calls that a decision about more than one address is about: those
// in doubt, each request once, and those whose picture was lost. What can be collected
// is left to the next apply.
func Select(s *state.State, chosen func(address string) bool) []plan.Call {
	var calls []plan.Call
	doubts := map[string]bool{}
	for _, c := range Calls(s, "") {
		if !chosen(c.Address) || !c.InDoubt() && !c.Lost || doubts[c.Intent] {
			continue
		}
		doubts[c.Intent] = c.InDoubt()
		calls = append(calls, c)
	}
	return calls
}

// Choose picks the call of an address that a decision is about: the one of a request, by
// the beginning of its id, or for "" the only one in doubt, else the only one whose
// picture was lost, else the only one. The error matches ErrNothing where there is none,
// and is a *SeveralError where it could be more than one.
func Choose(s *state.State, address, request string) (plan.Call, error) {
	all := Calls(s, address)
	if len(all) == 0 {
		return plan.Call{}, fmt.Errorf("%s has no request in doubt: %w", address, ErrNothing)
	}
	meant := all
	if request != "" {
		meant = slices.DeleteFunc(slices.Clone(all), func(c plan.Call) bool { return !begins(c.Intent, request) })
	} else if meant = having(all, (*state.Call).InDoubt); len(meant) == 0 {
		if meant = having(all, func(c *state.Call) bool { return c.Lost }); len(meant) == 0 {
			meant = all
		}
	}
	switch {
	case len(meant) == 0:
		return plan.Call{}, &SeveralError{address, request, all}
	case slices.ContainsFunc(meant, func(c plan.Call) bool { return c.Intent != meant[0].Intent }):
		return plan.Call{}, &SeveralError{address, "", meant}
	}
	return meant[0], nil
}

// begins reports whether the id of a request begins with what somebody has typed.
func begins(id, typed string) bool {
	return len(typed) <= len(id) && strings.EqualFold(id[:len(typed)], typed)
}

func having(calls []plan.Call, is func(*state.Call) bool) []plan.Call {
	var some []plan.Call
	for _, c := range calls {
		if is(&c.Call) {
			some = append(some, c)
		}
	}
	return some
}

// SeveralError is a decision about an address that has other requests, or more than one,
// and of which nobody has said which one it is about.
type SeveralError struct {
	Address string
	Request string      // that the address does not have; "": it was not said
	Calls   []plan.Call // that it could be about
}

func (e *SeveralError) Error() string {
	var ids []string
	for _, c := range e.Calls {
		id := fmt.Sprintf("%s (sent %s)", c.Intent, c.Time.UTC().Format("2006-01-02 15:04:05 UTC"))
		if !slices.Contains(ids, id) { // it may bring several pictures
			ids = append(ids, id)
		}
	}
	what := fmt.Sprintf("%s has %d requests that are not settled, and a decision is about one: say which with -request=ID", e.Address, len(ids))
	if e.Request != "" {
		what = fmt.Sprintf("%s has no request %q that is not settled; -request=ID is one", e.Address, e.Request)
	}
	return what + " of " + strings.Join(ids, ", ")
}
