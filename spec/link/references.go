package link

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/bound"
	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/source"
)

// Scope says what the expressions at one place may use: the blocks of a module,
// and what else there is.
type Scope struct {
	Module    *config.Module
	Repeated  config.Repetition // whose each, count or matrix there is
	Expansion string            // "count", "for_each" or "matrix" in that argument itself
	Iterator  string            // the element of a dynamic block, in its content
	each      bool              // whether that element is each, too
	self      bool              // whether there is the picture that was made
	Console   bool              // the function type too
}

// Resolve checks the names that an expression uses and collects them. It also
// gets the expression ready to be evaluated; that is done once for each.
func (l *Linker) Resolve(s Scope, expr hcl.Expression) (config.References, hcl.Diagnostics) {
	var refs config.References
	if expr == nil || source.IsLiteral(expr) {
		return refs, nil
	}
	diags := l.survey(s, expr)
	for _, traversal := range expr.Variables() {
		diags = append(diags, l.resolveOne(&refs, s, traversal)...)
	}
	for _, literal := range bound.Prepare(expr) {
		literal.Val = diag.Broken(literal.Val.Type())
		diags = append(diags, diag.TooMuch(expr)...)
	}
	return refs.Sorted(), diag.InFileOrder(diags)
}

func (l *Linker) resolveOne(refs *config.References, s Scope, t hcl.Traversal) hcl.Diagnostics {
	root := t.RootName()
	if root == s.Iterator && root != "" {
		return checkAttributeOf(t, "key", "value")
	}
	switch root {
	case "var", "local", "image", "module", "path", "gesso":
		name, rng, diags := second(t)
		if diags.HasErrors() {
			return diags
		}
		return l.resolveName(refs, s.Module, name, rng, t)
	case "each", "count", "matrix":
		if root == "each" && s.each {
			return checkAttributeOf(t, "key", "value")
		}
		return s.checkRepeated(t)
	case "self":
		return s.checkSelf(t)
	}
	return l.unknownRoot(s, root, t)
}

func (l *Linker) resolveName(refs *config.References, m *config.Module, name string, rng hcl.Range, t hcl.Traversal) hcl.Diagnostics {
	switch t.RootName() {
	case "var":
		if m.Variables[name] == nil {
			return diag.ProblemAt(rng, "Reference to undeclared variable", "There is no variable named %q.%s", name,
				l.Hint(name, config.Names(m.Variables), " Declare it with: variable \""+name+"\" {}."))
		}
		refs.Variables = append(refs.Variables, name)
	case "local":
		if m.Locals[name] == nil {
			return diag.ProblemAt(rng, "Reference to undeclared local value", "There is no local value named %q.%s", name,
				l.Hint(name, config.Names(m.Locals), " Declare it in a locals block."))
		}
		refs.Locals = append(refs.Locals, name)
	case "image":
		img := m.Images[name]
		if img == nil {
			return diag.ProblemAt(rng, "Reference to undeclared image", "There is no image named %q.%s", name,
				l.Hint(name, config.Names(m.Images), " Declare it with: image \""+name+"\" { ... }."))
		}
		refs.Images = append(refs.Images, name)
		return checkUse(img, t)
	case "module":
		call := m.Calls[name]
		if call == nil {
			return diag.ProblemAt(rng, "Reference to undeclared module", "There is no module block named %q.%s", name,
				l.Hint(name, config.Names(m.Calls), " Declare it with: module \""+name+"\" { source = \"./directory\" }."))
		}
		return l.resolveModule(refs, call, t)
	case "path":
		return checkAttribute(rng, "path", name, "module", "root", "cwd")
	case "gesso":
		return checkAttribute(rng, "gesso", name, "workspace")
	}
	return nil
}

// checkAttribute finds an attribute that an object does not have.
func checkAttribute(rng hcl.Range, object, name string, known ...string) hcl.Diagnostics {
	if slices.Contains(known, name) {
		return nil
	}
	has := "attributes "
	if len(known) == 1 {
		has = "one attribute, "
	}
	return diag.ProblemAt(rng, "Invalid "+object+" attribute",
		"The %s object has the %s%s.%s", object, has, diag.Enumerate(known), diag.DidYouMean(name, known))
}

// Hint is the declared name that is near, or what else to do. In a large
// configuration with many wrong names, only the first are compared with all.
func (l *Linker) Hint(given string, declared func() []string, otherwise string) string {
	if l.hints++; l.hints > 50 {
		return otherwise
	}
	if near := diag.DidYouMean(given, declared()); near != "" {
		return near
	}
	return otherwise
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

func (l *Linker) unknownRoot(s Scope, root string, t hcl.Traversal) hcl.Diagnostics {
	roots := []string{"var", "local", "image", "module", "path", "gesso"}
	if name := s.Repeated.Object(); name != "" {
		roots = append(roots, name)
	}
	if s.Iterator != "" {
		roots = append(roots, s.Iterator)
	}
	if s.self {
		roots = append(roots, "self")
	}
	hint := diag.DidYouMean(root, roots)
	switch {
	case s.Module.Images[root] != nil:
		hint = " Did you mean image." + root + "?"
	case s.Module.Locals[root] != nil:
		hint = " Did you mean local." + root + "?"
	case s.Module.Variables[root] != nil:
		hint = " Did you mean var." + root + "?"
	case s.Module.Calls[root] != nil:
		hint = " Did you mean module." + root + "?"
	case root == "terraform" || root == "tofu":
		hint = " The workspace is gesso.workspace."
	case root == "locals":
		hint = ` Did you mean "local"?`
	case len(t) == 1 && hint == "":
		hint = " If this is meant to be text, write it between quotes."
	}
	return diag.ProblemAt(t.SourceRange(), "Invalid reference",
		"There is nothing named %q here. Expressions here can use %s.%s", root, diag.Enumerate(roots), hint)
}
