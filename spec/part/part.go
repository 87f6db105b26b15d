// Package part finds which blocks of a linked configuration some of them need, and which
// need some, by their references alone: nothing is evaluated.
//
// # Promises
//
//   - A part is closed: all that one of its nodes needs is in it, the rules that judge a
//     module's variable with the variable.
//   - It goes by whole blocks. Which instance needs which other one is known when they are
//     evaluated, and no sooner.
//
// # Not for
//
// Choosing: which blocks a user means is told by whoever asks.
//
// # Example
//
//	p := part.Of(tree.Root.Images["hero"])
//	p.Has(tree.Root.Images["base"]) // if hero is made from it
package part

import (
	"gesso/spec/config"
	"gesso/spec/link"
)

// Part is nodes of a tree, with all that these need. Nil is the whole tree. It is not
// changed once it is made.
type Part struct {
	nodes map[config.Evaluable]bool
}

// Of returns the part that some nodes need.
func Of(nodes ...config.Evaluable) *Part {
	p := &Part{nodes: map[config.Evaluable]bool{}}
	for len(nodes) > 0 {
		n := nodes[len(nodes)-1]
		nodes = nodes[:len(nodes)-1]
		if p.nodes[n] {
			continue
		}
		p.nodes[n] = true
		nodes = append(nodes, link.Needs(n)...)
		if v, ok := n.(*config.Variable); ok {
			for _, rule := range v.Validations {
				nodes = append(nodes, rule)
			}
		}
	}
	return p
}

// Has reports whether a node is in the part.
func (p *Part) Has(n config.Evaluable) bool { return p == nil || p.nodes[n] }

// Knows reports whether all that references in a module lead to is in the part.
func (p *Part) Knows(m *config.Module, refs config.References) bool {
	if p == nil {
		return true
	}
	for _, n := range m.Named(refs) {
		if !p.nodes[n] {
			return false
		}
	}
	return true
}

// Dependents returns the nodes of a tree that need one of some, those with them.
func Dependents(t *config.Tree, of map[config.Evaluable]bool) map[config.Evaluable]bool {
	all := map[config.Evaluable]bool{}
	for _, n := range t.Order { // what a node needs comes before it
		all[n] = of[n]
		for _, needed := range link.Needs(n) {
			all[n] = all[n] || all[needed]
		}
	}
	return all
}
