package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// write puts the project's configuration on disk and notes what it may buy.
func (p *project) write() error {
	if err := p.clear(); err != nil {
		return err
	}
	wanted := map[string]int{}
	for _, b := range p.blocks {
		if b.gone() {
			continue
		}
		for _, one := range b.instances() {
			wanted[one.prompt]++
		}
	}
	for prompt, n := range wanted {
		p.most[prompt] = max(p.most[prompt], n)
	}
	root := p.moved[:len(p.moved):len(p.moved)]
	for _, c := range p.calls {
		if err := p.writeModule(c, append(c.border(p), p.calledBy(c)...)); err != nil {
			return err
		}
	}
	return p.writeModule(nil, slices.Concat(root, p.calledBy(nil), p.farewells()))
}

// calledBy are the calls that a module makes, or the root.
func (p *project) calledBy(caller *call) []*part {
	var parts []*part
	for _, c := range p.calls {
		if c.within == caller && !c.removed {
			parts = append(parts, c.declared(p))
		}
	}
	return parts
}

// clear takes away what was written before.
func (p *project) clear() error {
	for _, pattern := range []string{"*.hcl", "*.hcl.json", "modules/*/*.hcl", "modules/*/*.hcl.json"} {
		files, err := filepath.Glob(filepath.Join(p.dir, pattern))
		if err != nil {
			return err
		}
		for _, name := range files {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeModule writes the directory of a module, or the root: its blocks and other
// parts.
func (p *project) writeModule(c *call, parts []*part) error {
	dir := filepath.Join(p.dir, c.folder())
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var text strings.Builder
	if c == nil {
		text.WriteString(p.header)
	}
	allowed := &part{kind: "locals"}
	for _, b := range p.blocks {
		if b.home == c {
			allowed.set(b.id, "%v", !b.forbidden)
		}
	}
	for _, t := range append(parts, allowed) {
		text.WriteString("\n" + t.hcl())
	}
	for _, b := range p.blocks {
		if b.home != c || b.gone() {
			continue
		}
		if !b.json {
			text.WriteString("\n" + b.declared(p).hcl())
			continue
		}
		data, err := b.declared(p).json()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, b.id+".hcl.json"), data, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(text.String()), 0o644)
}

// farewells are the removed blocks, and the import blocks, of the root.
func (p *project) farewells() []*part {
	var parts []*part
	for _, b := range p.blocks {
		if b.removed && b.kept && !b.home.gone() {
			t := &part{kind: "removed"}
			t.refer("from", b.home.whole()+"image."+b.name)
			lifecycle := &part{kind: "lifecycle"}
			lifecycle.set("destroy", "false")
			t.add(lifecycle)
			parts = append(parts, t)
		}
	}
	for _, a := range p.adopted {
		if !a.of.gone() {
			t := &part{kind: "import"}
			t.refer("to", a.of.instances()[0].address)
			t.set("id", "%q", a.id)
			parts = append(parts, t)
		}
	}
	return parts
}
