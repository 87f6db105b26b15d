package spec

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// salvage decodes the blocks of a file that are right, and lets stand-ins take the
// place of the others. Diags are the mistakes of the file as a whole. It reports
// whether what is missing is known by name, so that the references to it can be
// told from mistakes.
func (d *decoder) salvage(src []byte, name string, diags hcl.Diagnostics) (hcl.Diagnostics, bool) {
	list := source.Fragments(src, name)
	if !slices.ContainsFunc(list, func(f source.Fragment) bool { return f.Diags.HasErrors() }) {
		return diags, false // only the file as a whole shows what is wrong
	}
	d.damaged = true
	var all hcl.Diagnostics
	known := true
	for _, f := range list {
		if f.Diags.HasErrors() {
			all = append(all, source.FirstMistakes(f.Diags)...)
			known = d.standIn(f, name) && known
			continue
		}
		all = append(all, d.file(f.File.Body)...)
	}
	return all, known
}

// standIn declares what a fragment would, as far as it can be seen, as something
// that has a mistake.
func (d *decoder) standIn(f source.Fragment, name string) bool {
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
		if d.module.Images[labels[0]] == nil {
			d.module.Images[labels[0]] = &Image{Name: labels[0], vertex: vertex{module: d.module, broken: true}, Range: rng, unread: true}
		}
	case "variable":
		if d.module.Variables[labels[0]] == nil {
			d.module.Variables[labels[0]] = &Variable{Name: labels[0], vertex: vertex{module: d.module, broken: true}, Type: cty.DynamicPseudoType, Default: diag.Broken(cty.DynamicPseudoType), Range: rng}
		}
	case "module":
		if d.module.Calls[labels[0]] == nil {
			call := &Call{Name: labels[0], Range: rng, vertex: vertex{module: d.module, broken: true}, Arguments: map[string]hcl.Expression{}, names: map[string]hcl.Range{}, unread: true}
			call.Module = newModule("", call)
			d.module.Calls[labels[0]] = call
		}
	case "locals":
		for _, l := range f.Assigned() {
			if d.module.locals[l] == nil {
				d.module.locals[l] = &local{vertex: vertex{module: d.module}, name: l, expr: &hclsyntax.LiteralValueExpr{Val: diag.Broken(cty.DynamicPseudoType), SrcRange: rng}, nameRange: rng}
			}
		}
	case "gesso", "provider":
		return false // what they say holds everywhere
	}
	return true
}
