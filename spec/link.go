package spec

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// node is a block that has a value and may need those of others: a local
// value or an image block.
type node struct {
	kind string // "local" or "image"
	name string
}

func (n node) String() string { return n.kind + "." + n.name }

// link checks every reference and orders the blocks by them.
func (d *decoder) link() hcl.Diagnostics {
	c := d.config
	var diags, more hcl.Diagnostics
	if d.gesso != nil {
		content, _, _ := d.gesso.Body.PartialContent(gessoSchema)
		if attr, ok := content.Attributes["required_version"]; ok {
			if diags = checkVersion(d.version, attr); diags.HasErrors() {
				return diags // whatever else looks wrong may be right in that version
			}
		}
	}
	for _, l := range c.locals {
		l.references, more = c.resolve(scope{}, l.expr)
		diags = append(diags, more...)
	}
	for _, img := range c.Images {
		diags = append(diags, c.linkImage(img)...)
	}
	for _, out := range c.Outputs {
		out.references, more = c.resolve(scope{}, out.expr)
		diags = append(diags, more...)
		c.use(out.references)
	}
	for _, v := range c.Variables {
		for _, rule := range v.validations {
			_, more = c.resolve(scope{}, rule.condition, rule.message)
			diags = append(diags, more...)
		}
	}
	for _, l := range c.locals {
		c.use(l.references)
	}
	order, more := c.sort()
	c.order = order
	return inFileOrder(append(diags, more...))
}

func (c *Config) linkImage(img *Image) hcl.Diagnostics {
	refs, diags := c.resolve(scope{}, img.Count, img.ForEach)
	s := scope{each: img.ForEach != nil, count: img.Count != nil}
	for _, expr := range img.Arguments {
		more, moreDiags := c.resolve(s, expr)
		refs.locals = append(refs.locals, more.locals...)
		refs.images = append(refs.images, more.images...)
		diags = append(diags, moreDiags...)
	}
	for _, target := range img.DependsOn {
		if root := target.RootName(); root != "image" {
			diags = append(diags, problemAt(target.SourceRange(), "Invalid depends_on reference",
				"Each element of depends_on is a reference to an image, such as image.base or image.hero[\"aria\"].")...)
			continue
		}
		diags = append(diags, c.resolveOne(&refs, s, target[:min(2, len(target))])...)
	}
	img.references = references{locals: unique(refs.locals), images: unique(refs.images)}
	for _, name := range img.references.images {
		if name == img.Name {
			img.recursive = true
		}
	}
	c.use(img.references)
	return diags
}

// use notes the image blocks whose values something needs.
func (c *Config) use(refs references) {
	for _, name := range refs.images {
		if img := c.Images[name]; img != nil {
			img.referenced = true
		}
	}
}

// sort orders locals and images so that each comes after what it refers to. An
// image's references to itself do not count: they are followed by instance.
func (c *Config) sort() ([]node, hcl.Diagnostics) {
	s := &sorter{config: c, state: map[node]visit{}}
	for _, name := range slices.Sorted(maps.Keys(c.locals)) {
		s.visit(node{"local", name})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Images)) {
		s.visit(node{"image", name})
	}
	return s.order, s.diags
}

type visit byte

const (
	unvisited visit = iota
	visiting
	visited
)

type sorter struct {
	config *Config
	state  map[node]visit
	path   []node
	order  []node
	diags  hcl.Diagnostics
}

func (s *sorter) visit(n node) {
	switch s.state[n] {
	case visited:
		return
	case visiting:
		s.cycle(n)
		return
	}
	refs, _, ok := s.config.node(n)
	if !ok {
		return // undeclared, and reported where it is used
	}
	s.state[n] = visiting
	s.path = append(s.path, n)
	for _, name := range refs.locals {
		s.visit(node{"local", name})
	}
	for _, name := range refs.images {
		if next := (node{"image", name}); next != n {
			s.visit(next)
		}
	}
	s.path = s.path[:len(s.path)-1]
	s.state[n] = visited
	s.order = append(s.order, n)
}

func (s *sorter) cycle(n node) {
	loop := append(slices.Clone(s.path[slices.Index(s.path, n):]), n)
	words := make([]string, len(loop))
	for i, step := range loop {
		words[i] = step.String()
	}
	_, rng, _ := s.config.node(n)
	s.diags = append(s.diags, problemAt(rng, "Cycle of references",
		"These refer to each other in a circle, so that none can come first: %s. Remove one of the references.", strings.Join(words, " -> "))...)
}

func (c *Config) node(n node) (references, hcl.Range, bool) {
	if n.kind == "local" {
		if l := c.locals[n.name]; l != nil {
			return l.references, l.rng, true
		}
	} else if img := c.Images[n.name]; img != nil {
		return img.references, img.Range, true
	}
	return references{}, hcl.Range{}, false
}

// inFileOrder sorts diagnostics by place, those without one first.
func inFileOrder(diags hcl.Diagnostics) hcl.Diagnostics {
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		switch {
		case a.Subject == nil || b.Subject == nil:
			return boolToInt(a.Subject != nil) - boolToInt(b.Subject != nil)
		case a.Subject.Filename != b.Subject.Filename:
			return strings.Compare(a.Subject.Filename, b.Subject.Filename)
		}
		return a.Subject.Start.Byte - b.Subject.Start.Byte
	})
	return diags
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
