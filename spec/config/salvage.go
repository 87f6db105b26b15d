package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// Salvage decodes the blocks of a file that are right, and lets stand-ins take the
// place of the others. Diags are the mistakes of the file as a whole. It reports
// whether what is missing is known by name, so that the references to it can be
// told from mistakes.
func (d *Decoder) Salvage(src []byte, name string, diags hcl.Diagnostics) (hcl.Diagnostics, bool) {
	list := source.Fragments(src, name)
	if !slices.ContainsFunc(list, func(f source.Fragment) bool { return f.Diags.HasErrors() }) {
		return diags, false // only the file as a whole shows what is wrong
	}
	d.Damaged = true
	var all hcl.Diagnostics
	known := true
	for _, f := range list {
		if f.Diags.HasErrors() {
			all = append(all, f.FirstMistakes()...)
			known = d.standIn(f, name) && known
			continue
		}
		all = append(all, d.File(f.File.Body)...)
	}
	return all, known
}

// standIn declares what a fragment would, as far as it can be seen, as something
// that has a mistake.
func (d *Decoder) standIn(f source.Fragment, name string) bool {
	blockType, labels, ok := f.Opening()
	if !ok {
		return false
	}
	schema := lang.File.Block(blockType)
	if schema == nil || len(labels) != len(schema.Labels) {
		return false
	}
	rng := hcl.Range{Filename: name, Start: f.Start, End: f.Start}
	switch blockType {
	case "image":
		if d.Module.Images[labels[0]] == nil {
			d.Module.Images[labels[0]] = &Image{Name: labels[0], Special: nothingSpecial, Vertex: Vertex{Owner: d.Module, Broken: true}, Range: rng, Unread: true}
		}
	case "variable":
		if d.Module.Variables[labels[0]] == nil {
			d.Module.Variables[labels[0]] = &Variable{Name: labels[0], Vertex: Vertex{Owner: d.Module, Broken: true}, Type: cty.DynamicPseudoType, Default: diag.Broken(cty.DynamicPseudoType), Range: rng}
		}
	case "module":
		if d.Module.Calls[labels[0]] == nil {
			call := &Call{Name: labels[0], Range: rng, Vertex: Vertex{Owner: d.Module, Broken: true}, Arguments: map[string]hcl.Expression{}, Names: map[string]hcl.Range{}, Unread: true}
			call.Module = newModule("", call)
			d.Module.Calls[labels[0]] = call
		}
	case "locals":
		for _, l := range f.Assigned() {
			if d.Module.Locals[l] == nil {
				d.Module.Locals[l] = &Local{Vertex: Vertex{Owner: d.Module}, Name: l, Expr: &hclsyntax.LiteralValueExpr{Val: diag.Broken(cty.DynamicPseudoType), SrcRange: rng}, nameRange: rng}
			}
		}
	case "gesso", "provider":
		return false // what they say holds everywhere
	}
	return true
}
