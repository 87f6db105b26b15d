package origin

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/funcs"
)

// AddressMark marks every value that came from an instance.
type AddressMark string

// Origin is what the marks of an evaluated argument tell: the instances it
// depends on, whether it is secret, an impure function that it used, and
// whether it came from a mistake elsewhere.
type Origin struct {
	Addresses []string
	Sensitive bool
	Ephemeral bool
	Impure    string // how it is written: timestamp(), path.cwd
	Machine   bool   // what is impure depends on the machine alone
	Broken    bool
}

// Of is what these marks tell.
func Of(marks cty.ValueMarks) Origin {
	var o Origin
	for mark := range marks {
		switch m := mark.(type) {
		case AddressMark:
			o.Addresses = append(o.Addresses, string(m))
		case funcs.Impure:
			o.spoil(m)
		case diag.BrokenMark:
			o.Broken = true
		default:
			o.Sensitive = o.Sensitive || mark == Sensitive
			o.Ephemeral = o.Ephemeral || mark == Ephemeral
		}
	}
	return o
}

// spoil notes an impure mark: of several the one that is worse, or the first by
// name.
func (o *Origin) spoil(m funcs.Impure) {
	name := m.Name
	if !strings.Contains(name, ".") {
		name += "()"
	}
	if worse := o.Machine && !m.Machine; o.Impure == "" || worse || o.Machine == m.Machine && name < o.Impure {
		o.Impure, o.Machine = name, m.Machine
	}
}

// Change says how an impure value changes.
func (o Origin) Change() string {
	if o.Machine {
		return "is another one on each machine, or where the directory lies elsewhere"
	}
	return "gives another value in every run"
}

// What must not be shown, and what must not be written down.
const (
	Sensitive = funcs.Sensitive
	Ephemeral = funcs.Ephemeral
)
