package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/source"
)

// ImportSection is an import block as it is written.
type ImportSection struct {
	To, ID, ForEach hcl.Expression // forEach is nil when absent
	ToRange         hcl.Range      // of to: of the JSON syntax, HCL does not know where it lies
	Range           hcl.Range      // of the block's header
}

func (d *Decoder) importBlock(block *hcl.Block) hcl.Diagnostics {
	content, diags := Decode(block, lang.Import)
	if diags.HasErrors() {
		return diags
	}
	if d.Module.Call != nil {
		return diag.ProblemAt(block.DefRange, "Import block in a module",
			"Import blocks stand in the root's configuration, since each is about one picture, and a module can be called several times. Write it there, with an address such as %simage.hero.", d.Module.prefix())
	}
	s := ImportSection{To: content.Attributes["to"].Expr, ID: source.Native(content.Attributes["id"].Expr), ToRange: content.Attributes["to"].Expr.Range(), Range: block.DefRange}
	if json.IsJSONExpression(s.To) {
		value, _ := s.To.Value(nil) // without a context a string is its text
		if value.Type() == cty.String && !value.IsNull() {
			if parsed, more := source.ParseExpression(value.AsString(), s.To.Range().Filename); !more.HasErrors() {
				s.To = parsed
			}
		}
	}
	if attr := content.Attributes["for_each"]; attr != nil {
		s.ForEach = source.Native(attr.Expr)
	}
	d.Imports = append(d.Imports, s)
	return nil
}
