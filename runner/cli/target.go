package cli

import (
	"fmt"
	"regexp"
	"strings"

	"gesso/runner"
	"gesso/runner/decide"
	"gesso/runner/plan"
	"gesso/runner/session"
)

// target is what a decision is about: the address of an image, of a block or of a
// module, one with wildcards, or all.
type target struct {
	address string
	all     bool
}

// calls are the target's. The error may match runner.ErrNothingToResolve.
func (t target) calls(s *session.Session) ([]plan.Call, error) {
	if !t.wide(s) {
		call, err := runner.Choose(s.State, t.recorded(s))
		return []plan.Call{call}, err
	}
	calls := runner.Select(s.State, t.matches)
	if len(calls) == 0 {
		what := t.address
		if t.all {
			what = "the configuration"
		}
		return nil, fmt.Errorf("%s has no request in doubt, and no picture that is lost: %w", what, runner.ErrNothingToResolve)
	}
	return calls, nil
}

// recorded is where the state has the target's image now.
func (t target) recorded(s *session.Session) string {
	return decide.RecordedAs(t.address, s.Config, s.State)
}

// wide reports whether the target is more than one image.
func (t target) wide(s *session.Session) bool {
	if t.all {
		return true
	}
	exact := t.recorded(s)
	if len(runner.Unsettled(s.State, exact)) > 0 {
		return false
	}
	for _, call := range runner.Unsettled(s.State, "") {
		if t.matches(call.Address) {
			return true
		}
	}
	return strings.ContainsAny(t.address, "*?")
}

// matches reports whether the target has an address. A wildcard * stands for anything,
// and ? for one character.
func (t target) matches(address string) bool {
	if t.all || matches(t.address, address) {
		return true
	}
	if !strings.ContainsAny(t.address, "*?") {
		return false
	}
	pattern := regexp.QuoteMeta(t.address)
	pattern = strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(pattern)
	whole, err := regexp.Compile(`(?s)^(?:` + pattern + `)(?:[.\[].*)?$`)
	return err == nil && whole.MatchString(address)
}

// matches reports whether an address is the selected one, an instance of the
// selected block, or in the selected module.
func matches(selected, address string) bool {
	rest, ok := strings.CutPrefix(address, selected)
	return ok && (rest == "" || rest[0] == '[' || rest[0] == '.')
}
