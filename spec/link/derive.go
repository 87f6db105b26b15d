package link

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
)

// linkDerives checks the references of an image's derive blocks. They say what is made
// from its picture before there is one, so they never lead to their own block.
func (l *Linker) linkDerives(img *config.Image) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, d := range img.Derives {
		refs, found := l.linkDerive(img, d)
		for _, expr := range d.Expressions() {
			found = append(found, ownDerived(img, expr)...)
		}
		d.Broken = d.Broken || found.HasErrors()
		refs.Images = slices.DeleteFunc(refs.Images, func(name string) bool { return name == img.Name })
		img.Refer(refs)
		diags = append(diags, found...)
	}
	return diags
}

func (l *Linker) linkDerive(img *config.Image, d *config.Derive) (config.References, hcl.Diagnostics) {
	var refs config.References
	var diags hcl.Diagnostics
	s := Scope{Module: img.Owner, Repeated: img.Repetition}
	for _, r := range d.Repeats() {
		inner, found, more := Dynamic(r, l, s)
		s, refs, diags = inner, refs.And(found), append(diags, more...)
		s.each = img.ForEach == nil
	}
	for _, name := range config.Names(d.Arguments)() {
		found, more := l.Resolve(s, d.Arguments[name])
		refs, diags = refs.And(found), append(diags, more...)
	}
	return refs, diags
}

// ownDerived finds where a derive block refers to the image that it is in.
func ownDerived(img *config.Image, expr hcl.Expression) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, t := range expr.Variables() {
		if config.IsImage(t) && config.BlockName(t) == img.Name {
			diags = append(diags, diag.ProblemAt(t.SourceRange(), "Invalid reference in derive",
				"A derive block of image.%s may not refer to image.%s itself, whose picture comes later. Without a width and a height the file is as large as the picture, and with one of them it has the picture's ratio.", img.Name, img.Name)...)
		}
	}
	return diags
}
