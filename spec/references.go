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

// exports are the attributes of an image's value. See Instance.value.
var exports = []string{
	"address", "prompt", "model", "size", "path", "tags",
	"url", "seed", "sha256", "width", "height", "bytes", "format", "task_id", "trace_id", "generated_at",
}

// scope says what the expressions at one place may use beside variables,
// locals and images.
type scope struct {
	each, count bool
	what        string // "image", for messages
}

// resolve checks the names that expressions use and collects them.
func (c *Config) resolve(s scope, exprs ...hcl.Expression) (references, hcl.Diagnostics) {
	var refs references
	var diags hcl.Diagnostics
	for _, expr := range exprs {
		if expr == nil {
			continue
		}
		for _, traversal := range expr.Variables() {
			diags = append(diags, c.resolveOne(&refs, s, traversal)...)
		}
	}
	refs.locals = unique(refs.locals)
	refs.images = unique(refs.images)
	return refs, diags
}

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
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
		if !s.each {
			return problemAt(t.SourceRange(), `Reference to "each" without for_each`,
				`The "each" object exists only in an image block that has the for_each argument.`)
		}
	case "count":
		if !s.count {
			return problemAt(t.SourceRange(), `Reference to "count" without count`,
				`The "count" object exists only in an image block that has the count argument.`)
		}
	default:
		return c.unknownRoot(root, t)
	}
	return nil
}

func (c *Config) resolveName(refs *references, root, name string, rng hcl.Range, t hcl.Traversal) hcl.Diagnostics {
	switch root {
	case "var":
		if c.Variables[name] == nil {
			return problemAt(rng, "Reference to undeclared variable",
				"There is no variable named %q. Declare it with: variable %q {}.%s", name, name, didYouMean(name, slices.Collect(maps.Keys(c.Variables))))
		}
	case "local":
		if c.locals[name] == nil {
			return problemAt(rng, "Reference to undeclared local value",
				"There is no local value named %q. Declare it in a locals block.%s", name, didYouMean(name, slices.Collect(maps.Keys(c.locals))))
		}
		refs.locals = append(refs.locals, name)
	case "image":
		img := c.Images[name]
		if img == nil {
			return problemAt(rng, "Reference to undeclared image",
				"There is no image named %q.%s", name, didYouMean(name, slices.Collect(maps.Keys(c.Images))))
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

// checkUse looks at what follows image.NAME where that can be judged without a
// value.
func (img *Image) checkUse(t hcl.Traversal) hcl.Diagnostics {
	if len(t) < 3 {
		return nil
	}
	attr, ok := t[2].(hcl.TraverseAttr)
	switch {
	case !ok:
		return nil
	case img.ForEach != nil:
		return problemAt(t.SourceRange(), "Missing instance key",
			`Because image.%s has for_each, its attributes are those of one instance: write image.%s[each.key].%s, or a for expression over all of them.`, img.Name, img.Name, attr.Name)
	case img.Count != nil:
		return problemAt(t.SourceRange(), "Missing instance key",
			`Because image.%s has count, its attributes are those of one instance: write image.%s[count.index].%s, or image.%s[*].%s for all of them.`, img.Name, img.Name, attr.Name, img.Name, attr.Name)
	case !slices.Contains(exports, attr.Name):
		return problemAt(attr.SourceRange(), "Unsupported attribute",
			"An image has no attribute named %q. It has %s.%s", attr.Name, enumerate(exports), didYouMean(attr.Name, exports))
	}
	return nil
}

// second is the name that follows a traversal's root.
func second(t hcl.Traversal) (string, hcl.Range, hcl.Diagnostics) {
	if len(t) > 1 {
		if attr, ok := t[1].(hcl.TraverseAttr); ok {
			return attr.Name, hcl.RangeBetween(t[0].SourceRange(), attr.SourceRange()), nil
		}
	}
	return "", hcl.Range{}, problemAt(t.SourceRange(), "Invalid reference",
		"The object %q cannot be used as a whole here: it must be followed by a dot and a name.", t.RootName())
}

func (c *Config) unknownRoot(root string, t hcl.Traversal) hcl.Diagnostics {
	hint := didYouMean(root, []string{"var", "local", "image", "path", "each", "count"})
	switch {
	case c.Images[root] != nil:
		hint = " Did you mean image." + root + "?"
	case c.locals[root] != nil:
		hint = " Did you mean local." + root + "?"
	case c.Variables[root] != nil:
		hint = " Did you mean var." + root + "?"
	case len(t) == 1 && hint == "":
		hint = " A text must stand between quotes."
	}
	return problemAt(t.SourceRange(), "Invalid reference",
		"There is nothing named %q here. Expressions can use var, local, image and path, and in image blocks each or count.%s", root, hint)
}
