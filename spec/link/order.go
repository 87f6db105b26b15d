package link

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// visit is how far a walk has come with something.
type visit byte

const (
	unvisited visit = iota
	visiting
	visited
)

// sort orders the nodes of all modules so that each comes after what it needs.
// It is by single outputs and variables of modules, not by whole modules: two
// modules can each use an output of the other. An image's references to itself
// do not count: they are followed by instance.
func (l *Linker) sort() ([]config.Evaluable, hcl.Diagnostics) {
	s := &sorter{visits: make(map[config.Evaluable]visit, len(l.Root.Images))}
	s.visitAll(l.Root)
	return s.order, s.diags
}

type sorter struct {
	path   []config.Evaluable
	order  []config.Evaluable
	visits map[config.Evaluable]visit
	diags  hcl.Diagnostics
}

func (s *sorter) visitAll(m *config.Module) {
	for _, name := range config.Names(m.Variables)() {
		v := m.Variables[name]
		if m.Call != nil {
			s.visit(v)
			for _, rule := range v.Validations {
				s.visit(rule)
			}
		}
	}
	for _, name := range config.Names(m.Locals)() {
		s.visit(m.Locals[name])
	}
	for _, name := range config.Names(m.Images)() {
		s.visit(m.Images[name])
	}
	for _, name := range config.Names(m.Outputs)() {
		if m.Call != nil { // nothing can use the root's
			s.visit(m.Outputs[name])
		}
	}
	for _, name := range config.Names(m.Calls)() {
		s.visit(m.Calls[name])
		s.visitAll(m.Calls[name].Module)
	}
}

func (s *sorter) visit(n config.Evaluable) {
	v := n.At()
	switch s.visits[n] {
	case visited:
		return
	case visiting:
		s.cycle(n)
		return
	default:
		s.visits[n] = visiting
	}
	s.path = append(s.path, n)
	for _, needed := range Needs(n) {
		s.visit(needed)
		v.Follow(behind(n, needed))
	}
	s.path = s.path[:len(s.path)-1]
	s.visits[n] = visited
	s.order = append(s.order, n)
}

// behind names an image that the value of n needs because of another node, or
// "". The instances of a module come from those of its caller, but only its
// variables have something of its count or for_each in their values.
func behind(n, needed config.Evaluable) string {
	switch x := needed.(type) {
	case *config.Image:
		return x.String()
	case *config.Call:
		if _, ok := n.(*config.Variable); !ok && x == n.At().Owner.Call {
			return ""
		}
	}
	return needed.At().Behind()
}

// Needs lists the nodes that come before one.
func Needs(n config.Evaluable) []config.Evaluable {
	v := n.At()
	var found []config.Evaluable
	if call := v.Owner.Call; call != nil {
		found = append(found, call)
	}
	if home := n.Home(); home != nil {
		found = append(found, home.Named(v.References())...)
	}
	found = slices.DeleteFunc(found, func(needed config.Evaluable) bool { return needed == n })
	for _, call := range v.Waits() {
		found = append(found, call.Module.AllImages()...)
	}
	if rule, ok := n.(*config.Validation); ok && v.Owner.Call != nil {
		found = append(found, rule.Variable)
	}
	return found
}

func (s *sorter) cycle(n config.Evaluable) {
	loop := append(slices.Clone(s.path[slices.Index(s.path, n):]), n)
	words := make([]string, len(loop))
	for i, step := range loop {
		words[i] = step.String()
	}
	s.diags = append(s.diags, diag.ProblemAt(n.Where(), "Cycle of references",
		"These refer to each other in a circle, so that none can come first: %s. Remove one of the references.", strings.Join(words, " -> "))...)
}
