package link

import (
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

func (l *Linker) linkImage(img *config.Image) hcl.Diagnostics {
	diags := l.linkRepetition(img.Repetition, &img.Vertex)
	for _, name := range img.References().Images {
		if name == img.Name {
			_, expr := img.Argument()
			diags = append(diags, diag.ProblemAt(expr.Range(), "Self-reference",
				"The instances of image.%s cannot be decided by the block itself. Use variables or local values.", img.Name)...)
		}
	}
	for _, a := range img.Arguments {
		refs, more := l.Resolve(Scope{Module: img.Owner, Repeated: img.Repetition}, a.Expr)
		img.Refer(refs)
		diags = append(diags, more...)
	}
	diags = append(diags, l.linkTriggers(img)...)
	diags = append(diags, l.linkDependsOn(img.DependsOn, img)...)
	diags = append(diags, l.linkProvider(img)...)
	diags = append(diags, l.linkConditions(img)...)
	diags = append(diags, l.linkDerives(img)...)
	for _, name := range img.References().Images {
		img.Recursive = img.Recursive || name == img.Name
	}
	if img.Recursive && !img.Repeated() {
		diags = append(diags, diag.ProblemAt(selfReference(img), "Self-reference",
			"The block image.%s is one image, and it refers to itself. With count or for_each, an instance can refer to earlier ones of its block.", img.Name)...)
	}
	img.Broken = img.Broken || diags.HasErrors()
	use(img.Owner, img.References())
	return diags
}

// selfReference is where a block refers to itself.
func selfReference(img *config.Image) hcl.Range {
	found := img.Range
	for _, a := range img.Arguments {
		for _, t := range a.Expr.Variables() {
			if rng := t.SourceRange(); config.IsImage(t) && config.BlockName(t) == img.Name && (found == img.Range || rng.Start.Byte < found.Start.Byte) {
				found = rng
			}
		}
	}
	return found
}
