package records

import (
	"strings"
	"time"
	"unicode"

	"gesso/runner/selection"
	"gesso/spec/address"
	"gesso/state"
)

// Move says what gives the records of one address, block or module to another one: an
// instance's record to an instance, all instances of a block to another block, and all
// that is in a module, or in one of its instances, to another. What is there already is
// never replaced. The error is a *RefusedError, or one of selection.
func Move(s *state.State, from, to string, at time.Time) ([]state.Event, error) {
	source, target := selection.Steps(from), selection.Steps(to)
	if err := checkAddress(to, target); err != nil {
		return nil, err
	}
	from, to = address.Join(source), address.Join(target)
	moving, err := below(s, from)
	if err != nil {
		return nil, err
	}
	hint := "gesso state list " + selection.Quote(from)
	switch {
	case from == to:
		return nil, refuse("", "%s is to be moved to itself", from)
	case kindOf(source) != kindOf(target):
		return nil, refuse(hint, "%s is %s, and %s is %s", from, kindOf(source), to, kindOf(target))
	case target[len(target)-1].Key != "" && strings.HasPrefix(moving[len(moving)-1].Address, from+"["):
		return nil, refuse(hint, "%s has instances, and %s is one: move each, or all to a block", from, to)
	}
	var events []state.Event
	for _, r := range moving {
		next := *r
		next.Address = to + r.Address[len(from):]
		if taken := s.Get(next.Address); taken != nil {
			return nil, refuse("gesso state show "+selection.Quote(next.Address), "%s is taken: something is recorded of it already, and nothing was moved", next.Address)
		}
		events = append(events, state.Event{Kind: state.Moved, Time: at, From: r.Address, Record: &next})
	}
	if r := occupied(s, to, moving); r != nil {
		return nil, refuse("gesso state list "+selection.Quote(to), "%s is taken: %s is recorded, and nothing was moved", to, r.Address)
	}
	return events, nil
}

// below are the records of an address, of a block's instances, or of what is in a module.
func below(s *state.State, from string) ([]*state.Record, error) {
	if s.Get(from) == nil && strings.ContainsAny(from, "*?") {
		return nil, refuse("gesso state list "+selection.Quote(from), "what is moved is one address, block or module, without wildcards")
	}
	return Choose(s, []string{from}, "")
}

// occupied is a record below an address that is not among those which move there.
func occupied(s *state.State, to string, moving []*state.Record) *state.Record {
	leaving := map[string]bool{}
	for _, r := range moving {
		leaving[r.Address] = true
	}
	for r := range s.All() {
		rest, is := strings.CutPrefix(r.Address, to)
		if is && (rest == "" || rest[0] == '[' || rest[0] == '.') && !leaving[r.Address] {
			return r
		}
	}
	return nil
}

func kindOf(steps []address.Step) string {
	if strings.HasPrefix(steps[len(steps)-1].Block, "module.") {
		return "a module"
	}
	return "an image"
}

// checkAddress refuses what no address of an image, a block or a module can be.
func checkAddress(text string, steps []address.Step) error {
	hint := "gesso help state mv"
	if len(steps) == 0 {
		return refuse(hint, "an address is empty")
	}
	for i, s := range steps {
		kind, name, _ := strings.Cut(s.Block, ".")
		switch {
		case kind == "module", kind == "image" && i == len(steps)-1:
		default:
			return refuse(hint, "%q is no address: one is like image.hero, image.hero[\"a\"], module.shop or module.shop.image.hero", text)
		}
		if !isName(name) {
			return refuse(hint, "%q is no address: %q is not the name of a block", text, name)
		}
		if s.Key != "" && !isKey(s.Key) {
			return refuse(hint, "%q is no address: %s is not a key, which is a number or a text in quotes, such as %s", text, s.Key, selection.Quote(`["a"]`))
		}
	}
	return nil
}

// isName reports whether a text is an identifier of HCL.
func isName(text string) bool {
	for i, r := range text {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && r != '_' && r != '-') && r != '_' {
			return false
		}
	}
	return text != ""
}

// isKey reports whether a text is a key in brackets as addresses have it.
func isKey(text string) bool {
	inside := strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
	if len(inside) != len(text)-2 {
		return false
	}
	if len(inside) >= 2 && inside[0] == '"' {
		return inside[len(inside)-1] == '"'
	}
	return inside != "" && strings.Trim(inside, "0123456789") == "" && (inside == "0" || inside[0] != '0')
}
