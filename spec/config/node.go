package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Evaluable is a block, or an argument of one, that has a value and may need those
// of others: a local value, an image, a module block, and of a module its
// variables, their validation rules, and its outputs.
type Evaluable interface {
	String() string // as references name it
	Where() hcl.Range
	At() *Vertex
	// Home is the module whose names the node's expressions use.
	Home() *Module
}

// Vertex is what all of them have.
type Vertex struct {
	Owner  *Module // where it is declared
	Broken bool    // it has an error that is reported

	ties *ties // nil: it needs nothing, as nearly all of many images
}

// ties are what a node needs, which is known once the tree is linked.
type ties struct {
	references References
	waits      []*Call
	behind     string
}

// At is the vertex itself.
func (v *Vertex) At() *Vertex { return v }

// References are what the node's expressions use, in its home.
func (v *Vertex) References() References { return v.tied().references }

// Waits are the modules all of whose images come before the node.
func (v *Vertex) Waits() []*Call { return v.tied().waits }

// Behind is an image that the node's value needs, or "". It is known once nodes are
// ordered.
func (v *Vertex) Behind() string { return v.tied().behind }

func (v *Vertex) tied() ties {
	if v.ties == nil {
		return ties{}
	}
	return *v.ties
}

// Refer adds references to those of the node.
func (v *Vertex) Refer(refs References) {
	if !refs.Empty() {
		t := v.tied()
		t.references = t.references.And(refs).Sorted()
		v.ties = &t
	}
}

// Wait puts the images of a module before the node.
func (v *Vertex) Wait(call *Call) {
	t := v.tied()
	t.waits = append(t.waits, call)
	v.ties = &t
}

// Follow notes that the node's value needs an image, unless one is known or the name is "".
func (v *Vertex) Follow(image string) {
	if t := v.tied(); t.behind == "" && image != "" {
		t.behind = image
		v.ties = &t
	}
}

// Home is the module that the node is declared in.
func (v *Vertex) Home() *Module { return v.Owner }

func (l *Local) String() string      { return l.Owner.prefix() + "local." + l.Name }
func (i *Image) String() string      { return i.Owner.prefix() + "image." + i.Name }
func (c *Call) String() string       { return c.Owner.prefix() + "module." + c.Name }
func (v *Variable) String() string   { return v.Owner.prefix() + "var." + v.Name }
func (o *Output) String() string     { return o.Owner.prefix() + "output." + o.Name }
func (r *Validation) String() string { return r.Variable.String() + " (validation)" }

func (l *Local) Where() hcl.Range      { return l.nameRange }
func (i *Image) Where() hcl.Range      { return i.Range }
func (c *Call) Where() hcl.Range       { return c.Range }
func (v *Variable) Where() hcl.Range   { return v.Range }
func (o *Output) Where() hcl.Range     { return o.Range }
func (r *Validation) Where() hcl.Range { return r.BlockRange }

// Home of a module's variable is where its value comes from: the caller.
func (v *Variable) Home() *Module { return v.Owner.Parent() }

// Named lists the nodes behind references. What is not declared is left out: it
// is reported where it is used.
func (m *Module) Named(refs References) []Evaluable {
	var found []Evaluable
	for _, name := range refs.Variables {
		if v := m.Variables[name]; v != nil && m.Call != nil {
			found = append(found, v)
		}
	}
	for _, name := range refs.Locals {
		if l := m.Locals[name]; l != nil {
			found = append(found, l)
		}
	}
	for _, name := range refs.Images {
		if img := m.Images[name]; img != nil {
			found = append(found, img)
		}
	}
	for _, use := range refs.Modules {
		name, output, one := strings.Cut(use, ".")
		call := m.Calls[name]
		if call == nil {
			continue
		}
		found = append(found, call)
		for _, out := range Names(call.Module.Outputs)() {
			if !one || out == output {
				found = append(found, call.Module.Outputs[out])
			}
		}
	}
	return found
}

// AllImages lists the image blocks of a module and of those that it calls.
func (m *Module) AllImages() []Evaluable {
	var found []Evaluable
	for _, name := range Names(m.Images)() {
		found = append(found, m.Images[name])
	}
	for _, name := range Names(m.Calls)() {
		found = append(found, m.Calls[name].Module.AllImages()...)
	}
	return found
}

// ImageBehind names an image that the references lead to, or "".
func (m *Module) ImageBehind(refs References) string {
	for _, needed := range m.Named(refs) {
		if img, ok := needed.(*Image); ok {
			return img.String()
		}
		if image := needed.At().Behind(); image != "" {
			return image
		}
	}
	return ""
}
