package eval

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"gesso/spec/config"
	"gesso/spec/link"
)

// blockScope is where the instances of one block are evaluated.
type blockScope struct {
	m      *moduleInstance
	img    *config.Image
	ctx    *hcl.EvalContext
	uses   link.UsesOf // of the blocks that are looked up by instance
	common []string    // what all instances depend on
	broken bool        // a mistake hides some of what they depend on
}

func newBlockScope(m *moduleInstance, img *config.Image, ctx *hcl.EvalContext) *blockScope {
	b := &blockScope{m: m, img: img, ctx: ctx}
	if img.Recursive {
		self := "image." + img.Name
		b.uses = link.UsesOf{self: link.FindUses(img.Expressions()...)[self]}
	}
	return b
}

// instanceContext is the block's scope with each, count or matrix, and with the
// images that are looked up by instance.
func (b *blockScope) instanceContext(i *Instance) *hcl.EvalContext {
	return b.m.withLookups(i.Occurrence.Context(b.ctx), b.img.References(), b.uses)
}

// explain says of a failed lookup in the own block what the real rule is.
func (b *blockScope) explain(i *Instance, diags hcl.Diagnostics) hcl.Diagnostics {
	if !b.img.Recursive {
		return diags
	}
	for n, d := range diags {
		if d.Summary != "Invalid index" && d.Summary != "Unsupported attribute" {
			continue
		}
		if expr, ok := d.Expression.(hclsyntax.Expression); ok && !slices.ContainsFunc(expr.Variables(), func(t hcl.Traversal) bool {
			return config.IsImage(t) && config.BlockName(t) == b.img.Name
		}) {
			continue
		}
		detail := "An image can use only earlier instances of its own block: those with a lower index, or a key that sorts before its own. " + i.Address + " has none at this index."
		diags[n] = &hcl.Diagnostic{Severity: d.Severity, Summary: "Reference to a later instance", Detail: strings.TrimSpace(detail),
			Subject: d.Subject, Context: d.Context, Expression: d.Expression, EvalContext: d.EvalContext}
	}
	return diags
}
