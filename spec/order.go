package spec

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// node is a block that has a value and may need those of others: a local value
// or an image block. One of the two is set.
type node struct {
	local *local
	image *Image
}

func (n node) String() string {
	if n.local != nil {
		return "local." + n.local.name
	}
	return "image." + n.image.Name
}

func (n node) rng() hcl.Range {
	if n.local != nil {
		return n.local.rng
	}
	return n.image.Range
}

func (n node) visit() *visit {
	if n.local != nil {
		return &n.local.visit
	}
	return &n.image.visit
}

func (n node) references() references {
	if n.local != nil {
		return n.local.references
	}
	return n.image.references
}

type visit byte

const (
	unvisited visit = iota
	visiting
	visited
)

// sort orders locals and images so that each comes after what it refers to. An
// image's references to itself do not count: they are followed by instance.
func (c *Config) sort() ([]node, hcl.Diagnostics) {
	s := &sorter{config: c, order: make([]node, 0, len(c.locals)+len(c.Images))}
	for _, name := range slices.Sorted(maps.Keys(c.locals)) {
		s.visit(node{local: c.locals[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Images)) {
		s.visit(node{image: c.Images[name]})
	}
	return s.order, s.diags
}

type sorter struct {
	config *Config
	path   []node
	order  []node
	diags  hcl.Diagnostics
}

func (s *sorter) visit(n node) {
	switch state := n.visit(); *state {
	case visited:
		return
	case visiting:
		s.cycle(n)
		return
	default:
		*state = visiting
	}
	s.path = append(s.path, n)
	refs := n.references()
	for _, name := range refs.locals {
		if l := s.config.locals[name]; l != nil { // else undeclared, and reported where it is used
			s.visit(node{local: l})
			if n.local != nil && n.local.image == "" {
				n.local.image = l.image
			}
		}
	}
	for _, name := range refs.images {
		if img := s.config.Images[name]; img != nil && img != n.image {
			s.visit(node{image: img})
			if n.local != nil {
				n.local.image = name
			}
		}
	}
	s.path = s.path[:len(s.path)-1]
	*n.visit() = visited
	s.order = append(s.order, n)
}

func (s *sorter) cycle(n node) {
	loop := append(slices.Clone(s.path[slices.Index(s.path, n):]), n)
	words := make([]string, len(loop))
	for i, step := range loop {
		words[i] = step.String()
	}
	s.diags = append(s.diags, problemAt(n.rng(), "Cycle of references",
		"These refer to each other in a circle, so that none can come first: %s. Remove one of the references.", strings.Join(words, " -> "))...)
}

// imageBehind names an image that the references lead to, or "".
func (c *Config) imageBehind(refs references) string {
	if len(refs.images) > 0 {
		return refs.images[0]
	}
	for _, name := range refs.locals {
		if l := c.locals[name]; l != nil && l.image != "" {
			return l.image
		}
	}
	return ""
}
