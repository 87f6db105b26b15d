package spec

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
)

// node is a block, or an argument of one, that has a value and may need those
// of others: a local value, an image, a module block, and of a module its
// variables, their validation rules, and its outputs.
type node interface {
	String() string
	rng() hcl.Range
	at() *vertex
	// home is the module whose names the node's expressions use.
	home() *Module
}

// vertex is what all nodes have.
type vertex struct {
	module     *Module    // where it is declared
	references references // in its home
	waits      []*Call    // modules all of whose images come first
	behind     string     // an image that its value needs, or "": known once nodes are ordered
	broken     bool       // it has an error that is reported
}

func (v *vertex) at() *vertex   { return v }
func (v *vertex) home() *Module { return v.module }

func (l *local) String() string      { return l.module.prefix() + "local." + l.name }
func (i *Image) String() string      { return i.module.prefix() + "image." + i.Name }
func (c *Call) String() string       { return c.module.prefix() + "module." + c.Name }
func (v *Variable) String() string   { return v.module.prefix() + "var." + v.Name }
func (o *Output) String() string     { return o.module.prefix() + "output." + o.Name }
func (r *validation) String() string { return r.variable.String() + " (validation)" }

func (l *local) rng() hcl.Range      { return l.nameRange }
func (i *Image) rng() hcl.Range      { return i.Range }
func (c *Call) rng() hcl.Range       { return c.Range }
func (v *Variable) rng() hcl.Range   { return v.Range }
func (o *Output) rng() hcl.Range     { return o.Range }
func (r *validation) rng() hcl.Range { return r.blockRange }

// home of a module's variable is where its value comes from: the caller.
func (v *Variable) home() *Module { return v.module.parent() }

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
func (c *linker) sort() ([]node, hcl.Diagnostics) {
	s := &sorter{visits: map[node]visit{}}
	s.visitAll(c.Root)
	return s.order, s.diags
}

type sorter struct {
	path   []node
	order  []node
	visits map[node]visit
	diags  hcl.Diagnostics
}

func (s *sorter) visitAll(m *Module) {
	for _, name := range names(m.Variables)() {
		v := m.Variables[name]
		if m.call != nil {
			s.visit(v)
			for _, rule := range v.validations {
				s.visit(rule)
			}
		}
	}
	for _, name := range names(m.locals)() {
		s.visit(m.locals[name])
	}
	for _, name := range names(m.Images)() {
		s.visit(m.Images[name])
	}
	for _, name := range names(m.Outputs)() {
		if m.call != nil { // nothing can use the root's
			s.visit(m.Outputs[name])
		}
	}
	for _, name := range names(m.Calls)() {
		s.visit(m.Calls[name])
		s.visitAll(m.Calls[name].Module)
	}
}

func (s *sorter) visit(n node) {
	v := n.at()
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
	for _, needed := range needs(n) {
		s.visit(needed)
		v.behind = cmp.Or(v.behind, behind(n, needed))
	}
	s.path = s.path[:len(s.path)-1]
	s.visits[n] = visited
	s.order = append(s.order, n)
}

// behind names an image that the value of n needs because of another node, or
// "". The instances of a module come from those of its caller, but only its
// variables have something of its count or for_each in their values.
func behind(n, needed node) string {
	switch x := needed.(type) {
	case *Image:
		return x.String()
	case *Call:
		if _, ok := n.(*Variable); !ok && x == n.at().module.call {
			return ""
		}
	}
	return needed.at().behind
}

// needs lists the nodes that come before one.
func needs(n node) []node {
	v := n.at()
	var found []node
	if call := v.module.call; call != nil {
		found = append(found, call)
	}
	if home := n.home(); home != nil {
		found = append(found, home.named(v.references)...)
	}
	found = slices.DeleteFunc(found, func(needed node) bool { return needed == n })
	for _, call := range v.waits {
		found = append(found, call.Module.images()...)
	}
	if rule, ok := n.(*validation); ok && v.module.call != nil {
		found = append(found, rule.variable)
	}
	return found
}

// named lists the nodes behind references. What is not declared is left out: it
// is reported where it is used.
func (m *Module) named(refs references) []node {
	var found []node
	for _, name := range refs.variables {
		if v := m.Variables[name]; v != nil && m.call != nil {
			found = append(found, v)
		}
	}
	for _, name := range refs.locals {
		if l := m.locals[name]; l != nil {
			found = append(found, l)
		}
	}
	for _, name := range refs.images {
		if img := m.Images[name]; img != nil {
			found = append(found, img)
		}
	}
	for _, use := range refs.modules {
		name, output, one := strings.Cut(use, ".")
		call := m.Calls[name]
		if call == nil {
			continue
		}
		found = append(found, call)
		for _, out := range names(call.Module.Outputs)() {
			if !one || out == output {
				found = append(found, call.Module.Outputs[out])
			}
		}
	}
	return found
}

// images lists the image blocks of a module and of those that it calls.
func (m *Module) images() []node {
	var found []node
	for _, name := range names(m.Images)() {
		found = append(found, m.Images[name])
	}
	for _, name := range names(m.Calls)() {
		found = append(found, m.Calls[name].Module.images()...)
	}
	return found
}

func (s *sorter) cycle(n node) {
	loop := append(slices.Clone(s.path[slices.Index(s.path, n):]), n)
	words := make([]string, len(loop))
	for i, step := range loop {
		words[i] = step.String()
	}
	s.diags = append(s.diags, diag.ProblemAt(n.rng(), "Cycle of references",
		"These refer to each other in a circle, so that none can come first: %s. Remove one of the references.", strings.Join(words, " -> "))...)
}

// imageBehind names an image that the references lead to, or "".
func (m *Module) imageBehind(refs references) string {
	for _, needed := range m.named(refs) {
		if img, ok := needed.(*Image); ok {
			return img.String()
		}
		if at := needed.at(); at.behind != "" {
			return at.behind
		}
	}
	return ""
}
