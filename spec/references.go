package spec

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/diag"
	"gesso/spec/source"
)

// references are the blocks that an expression, or all expressions of a block,
// use by name. Sorted, without repetition.
type references struct {
	variables []string
	locals    []string
	images    []string
	modules   []string // x for the whole of module.x, x.y for its output y
}

func (r references) empty() bool {
	return len(r.variables)+len(r.locals)+len(r.images)+len(r.modules) == 0
}

func (r references) and(more references) references {
	return references{
		append(r.variables, more.variables...), append(r.locals, more.locals...),
		append(r.images, more.images...), append(r.modules, more.modules...),
	}
}

func (r references) sorted() references {
	return references{unique(r.variables), unique(r.locals), unique(r.images), unique(r.modules)}
}

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// exports are the attributes of an image's value. See Instance.value.
var exports = []string{
	"address", "prompt", "model", "size", "path", "tags",
	"url", "seed", "sha256", "width", "height", "bytes", "format", "blank", "task_id", "trace_id", "generated_at",
}

// scope says what the expressions at one place may use: the blocks of a module,
// and what else there is.
type scope struct {
	module    *Module
	repeated  repetition // whose each, count or matrix there is
	expansion string     // "count", "for_each" or "matrix" in that argument itself
	iterator  string     // the element of a dynamic block, in its content
	self      bool       // whether there is the picture that was made
	console   bool       // the function type too
}

// resolve checks the names that an expression uses and collects them. It also
// gets the expression ready to be evaluated; that is done once for each.
func (c *linker) resolve(s scope, expr hcl.Expression) (references, hcl.Diagnostics) {
	var refs references
	if expr == nil || source.IsLiteral(expr) {
		return refs, nil
	}
	diags := c.survey(s, expr)
	for _, traversal := range expr.Variables() {
		diags = append(diags, c.resolveOne(&refs, s, traversal)...)
	}
	c.watch(expr)
	return refs.sorted(), diag.InFileOrder(diags)
}

func (c *linker) resolveOne(refs *references, s scope, t hcl.Traversal) hcl.Diagnostics {
	root := t.RootName()
	if root == s.iterator && root != "" {
		return checkAttributeOf(t, "key", "value")
	}
	switch root {
	case "var", "local", "image", "module", "path":
		name, rng, diags := second(t)
		if diags.HasErrors() {
			return diags
		}
		return c.resolveName(refs, s.module, name, rng, t)
	case "each", "count", "matrix":
		return s.checkRepeated(t)
	case "self":
		return s.checkSelf(t)
	}
	return c.unknownRoot(s, root, t)
}

func (c *linker) resolveName(refs *references, m *Module, name string, rng hcl.Range, t hcl.Traversal) hcl.Diagnostics {
	switch t.RootName() {
	case "var":
		if m.Variables[name] == nil {
			return diag.ProblemAt(rng, "Reference to undeclared variable", "There is no variable named %q.%s", name,
				c.hint(name, names(m.Variables), " Declare it with: variable \""+name+"\" {}."))
		}
		refs.variables = append(refs.variables, name)
	case "local":
		if m.locals[name] == nil {
			return diag.ProblemAt(rng, "Reference to undeclared local value", "There is no local value named %q.%s", name,
				c.hint(name, names(m.locals), " Declare it in a locals block."))
		}
		refs.locals = append(refs.locals, name)
	case "image":
		img := m.Images[name]
		if img == nil {
			return diag.ProblemAt(rng, "Reference to undeclared image", "There is no image named %q.%s", name,
				c.hint(name, names(m.Images), " Declare it with: image \""+name+"\" { ... }."))
		}
		refs.images = append(refs.images, name)
		return img.checkUse(t)
	case "module":
		call := m.Calls[name]
		if call == nil {
			return diag.ProblemAt(rng, "Reference to undeclared module", "There is no module block named %q.%s", name,
				c.hint(name, names(m.Calls), " Declare it with: module \""+name+"\" { source = \"./directory\" }."))
		}
		return c.resolveModule(refs, call, t)
	case "path":
		if known := []string{"module", "root", "cwd"}; !slices.Contains(known, name) {
			return diag.ProblemAt(rng, "Invalid path attribute",
				"The path object has the attributes %s.%s", diag.Enumerate(known), diag.DidYouMean(name, known))
		}
	}
	return nil
}

// hint is the declared name that is near, or what else to do. In a large
// configuration with many wrong names, only the first are compared with all.
func (c *linker) hint(given string, declared func() []string, otherwise string) string {
	if c.hints++; c.hints > 50 {
		return otherwise
	}
	if near := diag.DidYouMean(given, declared()); near != "" {
		return near
	}
	return otherwise
}

// names are the keys of a map in an order that is always the same.
func names[V any](m map[string]V) func() []string {
	return func() []string { return slices.Sorted(maps.Keys(m)) }
}

// second is the name that follows a traversal's root.
func second(t hcl.Traversal) (string, hcl.Range, hcl.Diagnostics) {
	if len(t) > 1 {
		if attr, ok := t[1].(hcl.TraverseAttr); ok {
			return attr.Name, hcl.RangeBetween(t[0].SourceRange(), attr.SourceRange()), nil
		}
	}
	return "", hcl.Range{}, diag.ProblemAt(t.SourceRange(), "Invalid reference",
		"The object %q cannot be used as a whole or by index: write a dot and a name after it.", t.RootName())
}

func (c *linker) unknownRoot(s scope, root string, t hcl.Traversal) hcl.Diagnostics {
	roots := []string{"var", "local", "image", "module", "path"}
	if name := s.repeated.object(); name != "" {
		roots = append(roots, name)
	}
	if s.iterator != "" {
		roots = append(roots, s.iterator)
	}
	if s.self {
		roots = append(roots, "self")
	}
	hint := diag.DidYouMean(root, roots)
	switch {
	case s.module.Images[root] != nil:
		hint = " Did you mean image." + root + "?"
	case s.module.locals[root] != nil:
		hint = " Did you mean local." + root + "?"
	case s.module.Variables[root] != nil:
		hint = " Did you mean var." + root + "?"
	case s.module.Calls[root] != nil:
		hint = " Did you mean module." + root + "?"
	case root == "locals":
		hint = ` Did you mean "local"?`
	case len(t) == 1 && hint == "":
		hint = " If this is meant to be text, write it between quotes."
	}
	return diag.ProblemAt(t.SourceRange(), "Invalid reference",
		"There is nothing named %q here. Expressions here can use %s.%s", root, diag.Enumerate(roots), hint)
}
