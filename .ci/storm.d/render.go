package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// part is a block of the configuration, to be written in either syntax.
type part struct {
	kind  string
	label string // "" where it has none
	items []item
}

// item is an argument of a part, or a part within it.
type item struct {
	name string
	expr string   // an expression; "" in the other cases
	refs []string // references, which JSON has as strings
	list bool     // refs is a list, even with one reference
	part *part
}

func (p *part) set(name, format string, args ...any) {
	p.items = append(p.items, item{name: name, expr: fmt.Sprintf(format, args...)})
}

func (p *part) refer(name, reference string) {
	p.items = append(p.items, item{name: name, refs: []string{reference}})
}

func (p *part) add(inner *part) { p.items = append(p.items, item{part: inner}) }

// hcl is the part in the native syntax.
func (p *part) hcl() string {
	var t strings.Builder
	t.WriteString(p.kind)
	if p.label != "" {
		fmt.Fprintf(&t, " %q", p.label)
	}
	t.WriteString(" {\n")
	for _, i := range p.items {
		switch {
		case i.part != nil:
			t.WriteString(i.part.hcl())
		case i.list:
			fmt.Fprintf(&t, "  %s = [%s]\n", i.name, strings.Join(i.refs, ", "))
		case i.refs != nil:
			fmt.Fprintf(&t, "  %s = %s\n", i.name, i.refs[0])
		default:
			fmt.Fprintf(&t, "  %s = %s\n", i.name, i.expr)
		}
	}
	return t.String() + "}\n"
}

// json is the part as a file of the JSON syntax that holds nothing else.
func (p *part) json() ([]byte, error) {
	inner := p.object()
	if p.label != "" {
		inner = map[string]any{p.label: inner}
	}
	return json.MarshalIndent(map[string]any{p.kind: inner}, "", "  ")
}

func (p *part) object() map[string]any {
	object := map[string]any{}
	for _, i := range p.items {
		switch {
		case i.part != nil:
			more, _ := object[i.part.kind].([]any)
			object[i.part.kind] = append(more, i.part.object())
		case i.list:
			object[i.name] = i.refs
		case i.refs != nil:
			object[i.name] = i.refs[0]
		default:
			object[i.name] = template(i.expr)
		}
	}
	return object
}

// template is an expression as a string of the JSON syntax.
func template(expr string) string {
	if strings.HasPrefix(expr, `"`) && strings.Count(expr, `"`) == 2 {
		return strings.Trim(expr, `"`)
	}
	return "${" + expr + "}"
}
