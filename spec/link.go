package spec

import (
	"github.com/hashicorp/hcl/v2"
)

// link checks every reference and orders the blocks by them.
func (d *decoder) link() hcl.Diagnostics {
	c := d.config
	var diags, more hcl.Diagnostics
	for _, l := range c.locals {
		l.references, more = c.resolve(scope{}, l.expr)
		l.broken = more.HasErrors()
		l.multiplies = multiplies(l.expr)
		diags = append(diags, more...)
	}
	for _, img := range c.Images {
		diags = append(diags, c.linkImage(img)...)
	}
	for _, out := range c.Outputs {
		out.references, more = c.resolve(scope{}, out.expr)
		out.broken = more.HasErrors()
		diags = append(diags, more...)
		c.use(out.references)
	}
	for _, l := range c.locals {
		c.use(l.references)
	}
	order, more := c.sort()
	c.order = order
	d.cyclic = more.HasErrors()
	diags = append(diags, more...)
	for _, v := range c.Variables {
		diags = append(diags, c.linkVariable(v)...)
	}
	return inFileOrder(diags)
}

func (c *Config) linkImage(img *Image) hcl.Diagnostics {
	var diags hcl.Diagnostics
	resolve := func(s scope, expr hcl.Expression) {
		refs, more := c.resolve(s, expr)
		img.references = img.references.and(refs)
		diags = append(diags, more...)
	}
	resolve(scope{expansion: "count"}, img.Count)
	resolve(scope{expansion: "for_each"}, img.ForEach)
	for _, name := range img.references.images {
		if name == img.Name {
			diags = append(diags, problemAt(img.expansionRange(), "Self-reference",
				"The instances of image.%s cannot be decided by the block itself. Use variables or local values.", img.Name)...)
		}
	}
	for _, expr := range img.Arguments {
		resolve(scope{each: img.ForEach != nil, count: img.Count != nil}, expr)
	}
	diags = append(diags, c.linkDependsOn(img)...)
	img.references = img.references.sorted()
	for _, name := range img.references.images {
		img.recursive = img.recursive || name == img.Name
	}
	if img.recursive && img.Count == nil && img.ForEach == nil {
		diags = append(diags, problemAt(img.selfReference(), "Self-reference",
			"The block image.%s is one image, and it refers to itself. With count or for_each, an instance can refer to earlier ones of its block.", img.Name)...)
	}
	img.broken = img.broken || diags.HasErrors()
	c.use(img.references)
	return diags
}

func (c *Config) linkDependsOn(img *Image) hcl.Diagnostics {
	var diags hcl.Diagnostics
	var refs references
	for _, target := range img.DependsOn {
		name := blockName(target)
		switch {
		case !isImage(target) || len(target) > 3 || len(target) == 3 && !isIndex(target[2]):
			diags = append(diags, problemAt(target.SourceRange(), "Invalid depends_on reference",
				"Each element of depends_on is an image, not a value: image.base, or one instance such as image.hero[\"aria\"].")...)
		case name == img.Name:
			diags = append(diags, problemAt(target.SourceRange(), "Self-reference",
				"The block image.%s cannot wait for itself. An instance waits for earlier ones of its block when its arguments use them.", name)...)
		default:
			diags = append(diags, c.resolveOne(&refs, scope{}, target)...)
		}
	}
	img.references = img.references.and(refs)
	return diags
}

func isIndex(step hcl.Traverser) bool {
	_, ok := step.(hcl.TraverseIndex)
	return ok
}

// expansionRange is where the block's instances are decided.
func (img *Image) expansionRange() hcl.Range {
	if img.Count != nil {
		return img.Count.Range()
	}
	return img.ForEach.Range()
}

// selfReference is where a block refers to itself.
func (img *Image) selfReference() hcl.Range {
	found := img.Range
	for _, expr := range img.Arguments {
		for _, t := range expr.Variables() {
			if rng := t.SourceRange(); isImage(t) && blockName(t) == img.Name && (found == img.Range || rng.Start.Byte < found.Start.Byte) {
				found = rng
			}
		}
	}
	return found
}

// linkVariable checks the validation rules of a variable. They are judged
// before any image is.
func (c *Config) linkVariable(v *Variable) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range v.validations {
		refs, more := c.resolve(scope{}, rule.condition)
		also, evenMore := c.resolve(scope{}, rule.message)
		more = append(more, evenMore...)
		rule.references = refs.and(also).sorted()
		if image := c.imageBehind(rule.references); image != "" && !more.HasErrors() {
			more = problemAt(rule.condition.Range(), "Invalid validation condition",
				"The rule depends on image.%s, but variables are judged before any image. Use variables and other local values.", image)
		}
		if !more.HasErrors() && !refersTo(rule.condition, v.Name) {
			more = problemAt(rule.condition.Range(), "Invalid validation condition",
				"The condition does not look at var.%s, which it is there to judge.", v.Name)
		}
		rule.broken = more.HasErrors()
		diags = append(diags, more...)
	}
	return diags
}

func refersTo(expr hcl.Expression, variable string) bool {
	for _, t := range expr.Variables() {
		if name, _, diags := second(t); !diags.HasErrors() && t.RootName() == "var" && name == variable {
			return true
		}
	}
	return false
}

// use notes the image blocks whose values something needs.
func (c *Config) use(refs references) {
	for _, name := range refs.images {
		if img := c.Images[name]; img != nil {
			img.referenced = true
		}
	}
}
