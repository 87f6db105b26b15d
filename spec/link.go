package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"gesso/spec/diag"
)

// linker checks the references of a tree, and makes its expressions ready to be
// evaluated.
type linker struct {
	*Tree
	functions map[string]function.Function
	watch     func(hcl.Expression) // is given each expression, once
	hints     int                  // how often names were compared for a suggestion
}

// link checks every reference of all modules and orders the blocks by them.
// It reports whether they go in circles, so that nothing can be evaluated.
func (c *linker) link() (cyclic bool, diags hcl.Diagnostics) {
	diags = c.linkModule(c.Root)
	order, more := c.sort()
	c.order = order
	diags = append(diags, more...)
	for _, v := range c.Root.Variables {
		diags = append(diags, c.checkRules(v)...)
	}
	return more.HasErrors(), diag.InFileOrder(append(diags, c.linkMoves()...))
}

// linkModule checks the references in a module and in those that it calls.
func (c *linker) linkModule(m *Module) hcl.Diagnostics {
	var diags, more hcl.Diagnostics
	here := scope{module: m}
	for _, value := range m.locals {
		value.references, more = c.resolve(here, value.expr)
		value.broken = more.HasErrors()
		value.multiplies = multiplies(value.expr)
		diags = append(diags, more...)
		m.use(value.references)
	}
	for _, img := range m.Images {
		diags = append(diags, c.linkImage(img)...)
	}
	for _, out := range m.Outputs {
		out.references, more = c.resolve(here, out.expr)
		out.broken = more.HasErrors()
		more = append(more, c.linkPreconditions(out)...)
		diags = append(diags, more...)
		m.use(out.references)
	}
	for _, v := range m.Variables {
		diags = append(diags, c.linkRules(v)...)
	}
	for _, check := range m.Checks {
		diags = append(diags, c.linkCheck(m, check)...)
	}
	for _, call := range m.Calls {
		diags = append(diags, c.linkProviders(call)...)
		diags = append(diags, c.linkCall(call)...)
		diags = append(diags, c.linkModule(call.Module)...)
	}
	return diags
}

func (c *linker) linkImage(img *Image) hcl.Diagnostics {
	diags := c.linkRepetition(img.repetition, &img.vertex)
	for _, name := range img.references.images {
		if name == img.Name {
			_, expr := img.argument()
			diags = append(diags, diag.ProblemAt(expr.Range(), "Self-reference",
				"The instances of image.%s cannot be decided by the block itself. Use variables or local values.", img.Name)...)
		}
	}
	for _, expr := range img.Arguments {
		refs, more := c.resolve(scope{module: img.module, repeated: img.repetition}, expr)
		img.references = img.references.and(refs)
		diags = append(diags, more...)
	}
	diags = append(diags, c.linkTriggers(img)...)
	diags = append(diags, c.linkDependsOn(img.DependsOn, img)...)
	diags = append(diags, c.linkProvider(img)...)
	diags = append(diags, c.linkConditions(img)...)
	img.references = img.references.sorted()
	for _, name := range img.references.images {
		img.recursive = img.recursive || name == img.Name
	}
	if img.recursive && !img.repeated() {
		diags = append(diags, diag.ProblemAt(img.selfReference(), "Self-reference",
			"The block image.%s is one image, and it refers to itself. With count or for_each, an instance can refer to earlier ones of its block.", img.Name)...)
	}
	img.broken = img.broken || diags.HasErrors()
	img.module.use(img.references)
	return diags
}

// linkRepetition checks count, for_each or matrix.
func (c *linker) linkRepetition(r repetition, v *vertex) hcl.Diagnostics {
	argument, expr := r.argument()
	refs, diags := c.resolve(scope{module: v.module, expansion: argument}, expr)
	v.references = v.references.and(refs)
	return diags
}

// linkDependsOn checks what an image or module block waits for.
func (c *linker) linkDependsOn(targets []hcl.Traversal, n node) hcl.Diagnostics {
	var diags hcl.Diagnostics
	v := n.at()
	var refs references
	for _, target := range targets {
		root, name := target.RootName(), blockName(target)
		_, self := n.(*Image)
		switch {
		case root != "image" && root != "module" || name == "" || len(target) > 3 || len(target) == 3 && !isIndex(target[2]):
			diags = append(diags, diag.ProblemAt(target.SourceRange(), "Invalid depends_on reference",
				"Each element of depends_on is an image or a module, not a value: image.base, one instance such as image.hero[\"aria\"], or module.x.")...)
		case root == "image" && self && name == n.(*Image).Name:
			diags = append(diags, diag.ProblemAt(target.SourceRange(), "Self-reference",
				"The block image.%s cannot wait for itself. An instance waits for earlier ones of its block when its arguments use them.", name)...)
		default:
			diags = append(diags, c.resolveOne(&refs, scope{module: v.module}, target)...)
			if call := v.module.Calls[name]; root == "module" && call != nil {
				v.waits = append(v.waits, call)
			}
		}
	}
	v.references = v.references.and(refs)
	return diags
}

func isIndex(step hcl.Traverser) bool {
	_, ok := step.(hcl.TraverseIndex)
	return ok
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

// linkCall checks what a module block says, and that it gives the module's
// variables what they need.
func (c *linker) linkCall(call *Call) hcl.Diagnostics {
	diags := c.linkRepetition(call.repetition, &call.vertex)
	diags = append(diags, c.linkDependsOn(call.DependsOn, call)...)
	call.references = call.references.sorted()
	uncountable := diags.HasErrors()
	inner := call.Module.Variables
	for _, name := range names(call.Arguments)() {
		refs, more := c.resolve(scope{module: call.module, repeated: call.repetition}, call.Arguments[name])
		diags = append(diags, more...)
		call.module.use(refs)
		if v := inner[name]; v != nil {
			v.references, v.broken = refs, v.broken || more.HasErrors()
		} else if !call.broken {
			diags = append(diags, diag.ProblemAt(call.names[name], "Unsupported argument",
				"The module in %s has no variable named %q.%s", call.Module.Dir, name,
				c.hint(name, names(inner), " Declare it there with: variable \""+name+"\" {}."))...)
		}
	}
	for _, name := range names(inner)() {
		if v := inner[name]; call.Arguments[name] == nil && v.Default == cty.NilVal && !v.broken {
			v.broken = true
			diags = append(diags, diag.ProblemAt(call.Range, "Missing required argument",
				"The module in %s needs a value for its variable %q, which has no default. Add an argument %s = ... to this block.", call.Module.Dir, name, name)...)
		}
	}
	call.broken = call.broken || uncountable
	call.module.use(call.references)
	return diags
}

// linkRules checks the validation rules of a variable.
func (c *linker) linkRules(v *Variable) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range v.validations {
		s, refs, more := rule.repeat.link(c, scope{module: v.module})
		for _, expr := range []hcl.Expression{rule.condition, rule.message} {
			found, evenMore := c.resolve(s, expr)
			refs = refs.and(found)
			more = append(more, evenMore...)
		}
		rule.references = refs.sorted()
		if !more.HasErrors() && !refersTo(rule.condition, v.Name) {
			more = diag.ProblemAt(rule.condition.Range(), "Invalid validation condition",
				"The condition does not look at var.%s, which it is there to judge.", v.Name)
		}
		rule.broken = more.HasErrors()
		diags = append(diags, more...)
	}
	return diags
}

// checkRules refuses rules of the root's variables that need an image: they
// are judged before any image is.
func (c *linker) checkRules(v *Variable) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, rule := range v.validations {
		if image := v.module.imageBehind(rule.references); image != "" && !rule.broken {
			rule.broken = true
			diags = append(diags, diag.ProblemAt(rule.condition.Range(), "Invalid validation condition",
				"The rule depends on %s, but variables are judged before any image. Use variables and other local values.", image)...)
		}
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
func (m *Module) use(refs references) {
	for _, name := range refs.images {
		if img := m.Images[name]; img != nil {
			img.referenced = true
		}
	}
}
