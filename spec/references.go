package spec

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// references are the blocks that an expression, or all expressions of a block,
// use by name. Sorted, without repetition.
type references struct {
	locals []string
	images []string
}

func (r references) empty() bool { return len(r.locals)+len(r.images) == 0 }

func (r references) and(more references) references {
	return references{append(r.locals, more.locals...), append(r.images, more.images...)}
}

func (r references) sorted() references { return references{unique(r.locals), unique(r.images)} }

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// exports are the attributes of an image's value. See Instance.value.
var exports = []string{
	"address", "prompt", "model", "size", "path", "tags",
	"url", "seed", "sha256", "width", "height", "bytes", "format", "task_id", "trace_id", "generated_at",
}

// scope says what the expressions at one place may use beside variables,
// locals and images.
type scope struct {
	each, count bool
	expansion   string // "count" or "for_each" in that argument itself
}

// resolve checks the names that an expression uses and collects them. It also
// gets the expression ready to be evaluated; that is done once for each.
func (c *Config) resolve(s scope, expr hcl.Expression) (references, hcl.Diagnostics) {
	var refs references
	if expr == nil || isLiteral(expr) {
		return refs, nil
	}
	diags := c.survey(expr)
	for _, traversal := range expr.Variables() {
		diags = append(diags, c.resolveOne(&refs, s, traversal)...)
	}
	c.meter.Watch(expr)
	return refs.sorted(), inFileOrder(diags)
}

func (c *Config) resolveOne(refs *references, s scope, t hcl.Traversal) hcl.Diagnostics {
	root := t.RootName()
	switch root {
	case "var", "local", "image", "path":
		name, rng, diags := second(t)
		if diags.HasErrors() {
			return diags
		}
		return c.resolveName(refs, root, name, rng, t)
	case "each":
		return s.checkEach(t)
	case "count":
		return s.checkCount(t)
	}
	return c.unknownRoot(s, root, t)
}

func (c *Config) resolveName(refs *references, root, name string, rng hcl.Range, t hcl.Traversal) hcl.Diagnostics {
	switch root {
	case "var":
		if c.Variables[name] == nil {
			return problemAt(rng, "Reference to undeclared variable", "There is no variable named %q.%s", name,
				c.hint(name, names(c.Variables), " Declare it with: variable \""+name+"\" {}."))
		}
	case "local":
		if c.locals[name] == nil {
			return problemAt(rng, "Reference to undeclared local value", "There is no local value named %q.%s", name,
				c.hint(name, names(c.locals), " Declare it in a locals block."))
		}
		refs.locals = append(refs.locals, name)
	case "image":
		img := c.Images[name]
		if img == nil {
			return problemAt(rng, "Reference to undeclared image", "There is no image named %q.%s", name,
				c.hint(name, names(c.Images), " Declare it with: image \""+name+"\" { ... }."))
		}
		refs.images = append(refs.images, name)
		return img.checkUse(t)
	case "path":
		if known := []string{"module", "root", "cwd"}; !slices.Contains(known, name) {
			return problemAt(rng, "Invalid path attribute",
				"The path object has the attributes %s.%s", enumerate(known), didYouMean(name, known))
		}
	}
	return nil
}

// hint is the declared name that is near, or what else to do. In a large
// configuration with many wrong names, only the first are compared with all.
func (c *Config) hint(given string, declared func() []string, otherwise string) string {
	if c.hints++; c.hints > 50 {
		return otherwise
	}
	if near := didYouMean(given, declared()); near != "" {
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
	return "", hcl.Range{}, problemAt(t.SourceRange(), "Invalid reference",
		"The object %q cannot be used as a whole or by index: write a dot and a name after it.", t.RootName())
}

func (c *Config) unknownRoot(s scope, root string, t hcl.Traversal) hcl.Diagnostics {
	roots := []string{"var", "local", "image", "path"}
	if s.each {
		roots = append(roots, "each")
	}
	if s.count {
		roots = append(roots, "count")
	}
	hint := didYouMean(root, roots)
	switch {
	case c.Images[root] != nil:
		hint = " Did you mean image." + root + "?"
	case c.locals[root] != nil:
		hint = " Did you mean local." + root + "?"
	case c.Variables[root] != nil:
		hint = " Did you mean var." + root + "?"
	case root == "locals":
		hint = ` Did you mean "local"?`
	case root == "self":
		hint = " An image refers to itself by its address, and only to earlier instances of its block."
	case len(t) == 1 && hint == "":
		hint = " If this is meant to be text, write it between quotes."
	}
	return problemAt(t.SourceRange(), "Invalid reference",
		"There is nothing named %q here. Expressions here can use %s.%s", root, enumerate(roots), hint)
}
