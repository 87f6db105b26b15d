package spec

import (
	"fmt"
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lang"
	"gesso/spec/near"
)

// String is how a configuration refers to the provider: by its kind's name, or
// by that, a dot and its alias.
func (p *Provider) String() string { return providerReference{name: p.Name, alias: p.Alias}.String() }

// providerSection is a provider block whose arguments wait for the values of
// variables and locals.
type providerSection struct {
	provider *Provider
	content  *decoded
}

// providerBlock keeps a provider block by its alias.
func (d *decoder) providerBlock(block *hcl.Block) hcl.Diagnostics {
	if d.module.call != nil {
		return diag.ProblemAt(block.DefRange, "Provider configuration in a module",
			"Whoever calls a module decides whom it buys from and with which token. Move the provider block to the configuration's own directory.")
	}
	kind := d.tree.kind(block.Labels[0])
	if kind == nil {
		return diag.ProblemAt(block.LabelRanges[0], "Unknown provider",
			"There is no provider named %q. %s", block.Labels[0], d.tree.writeAnother())
	}
	content, diags := contents(block, kind.Block)
	alias, more := aliasOf(content, kind)
	if more.HasErrors() {
		return append(diags, more...)
	}
	p := &Provider{Name: kind.Name, Kind: kind, Alias: alias, Model: kind.Model, Range: block.DefRange}
	if old := d.tree.Providers[p.String()]; old != nil && old.Range != (hcl.Range{}) {
		if alias == "" && diags.HasErrors() {
			return diags // the alias may be what is misspelt
		}
		return append(diags, duplicateProvider(block.DefRange, old)...)
	}
	d.tree.Providers[p.String()] = p
	d.providers = append(d.providers, providerSection{p, content})
	return diags
}

// aliasOf reads the one argument of a provider block that is needed before all
// others. A block without it is the default one.
func aliasOf(content *decoded, kind *lang.Kind) (string, hcl.Diagnostics) {
	var alias string
	diags := literal(content, "alias", &alias)
	attr := content.Attributes["alias"]
	if diags.HasErrors() || attr == nil || alias == "" && isNull(attr.Expr) {
		return "", diags
	}
	if !hclsyntax.ValidIdentifier(alias) {
		return "", diag.ProblemAt(attr.Expr.Range(), "Invalid provider configuration alias",
			"%q cannot be an alias: it is a name, which starts with a letter or underscore and goes on with letters, digits, underscores and dashes. Images refer to it, as in provider = %s.second.", alias, kind.Name)
	}
	return alias, nil
}

func isNull(expr hcl.Expression) bool {
	value, diags := expr.Value(nil)
	return !diags.HasErrors() && value.IsNull()
}

func duplicateProvider(rng hcl.Range, old *Provider) hcl.Diagnostics {
	if old.Alias == "" {
		return diag.ProblemAt(rng, "Duplicate provider configuration",
			"There is a default provider %q block at %s already. Put all arguments into one of them, or give this one an alias, such as alias = \"second\".", old.Name, diag.Place(old.Range))
	}
	return diag.ProblemAt(rng, "Duplicate provider configuration",
		"There is a provider %q block with the alias %q at %s already. Each has an alias of its own: rename one of them.", old.Name, old.Alias, diag.Place(old.Range))
}

// providerReference is what an image calls its provider. The zero one is the
// default.
type providerReference struct {
	name, alias string
	rng         hcl.Range
}

func (r providerReference) String() string {
	if r.alias == "" {
		return r.name
	}
	return r.name + "." + r.alias
}

// referToProvider reads a bare reference: the name of a kind, or that and an
// alias.
func (c *Tree) referToProvider(expr hcl.Expression) (providerReference, hcl.Diagnostics) {
	t, diags := hcl.AbsTraversalForExpr(expr)
	if diags.HasErrors() {
		why := ""
		if len(expr.Variables()) > 0 {
			why = " It cannot be computed: all instances of a block have one provider."
		} else if text, _ := expr.Value(nil); text.Type() == cty.String {
			why = " It is not a text: leave out the quotes."
		}
		return providerReference{}, c.badReference(expr.Range(), why)
	}
	ref := providerReference{name: t.RootName(), rng: t.SourceRange()}
	if len(t) == 1 {
		return ref, nil
	}
	attr, ok := t[1].(hcl.TraverseAttr)
	if !ok || len(t) > 2 {
		return providerReference{}, c.badReference(expr.Range(), "")
	}
	ref.alias = attr.Name
	return ref, nil
}

func (c *Tree) badReference(rng hcl.Range, why string) hcl.Diagnostics {
	return diag.ProblemAt(rng, "Invalid provider configuration reference",
		"The provider is the bare name %[1]s, or %[1]s, a dot and the alias of a provider block, as in provider = %[1]s.second.%[2]s", c.firstKind(), why)
}

// linkProvider finds the provider that an image refers to.
func (c *linker) linkProvider(img *Image) hcl.Diagnostics {
	p, diags := c.findProvider(img.module, img.provider)
	img.Provider = p
	return diags
}

// linkProviders finds what a module block passes on.
func (c *linker) linkProviders(call *Call) hcl.Diagnostics {
	call.Providers = map[string]*Provider{}
	var diags hcl.Diagnostics
	for _, inner := range names(call.passed)() {
		p, more := c.findProvider(call.module, call.passed[inner])
		call.Providers[inner] = p
		diags = append(diags, more...)
	}
	return diags
}

// findProvider returns what a reference in a module means, or the default one
// after a mistake.
func (c *linker) findProvider(m *Module, ref providerReference) (*Provider, hcl.Diagnostics) {
	const summary = "Reference to undeclared provider"
	if ref.name != "" && c.kind(ref.name) == nil {
		return c.Default(), diag.ProblemAt(ref.rng, summary, "There is no provider named %q: %s.%s", ref.name, c.onlyKinds(), c.kindHint(m, ref.name))
	}
	p := m.provider(c.Tree, ref)
	switch {
	case p == nil && m.call != nil:
		return c.Default(), diag.ProblemAt(ref.rng, summary,
			"The module is not given a provider %s. Add providers = { %s = ... } to the module block at %s.", ref, ref, diag.Place(m.call.Range))
	case p == nil:
		return c.Default(), diag.ProblemAt(ref.rng, summary, "There is no provider %q block with the alias %q.%s", ref.name, ref.alias, c.aliasHint(ref))
	}
	return p, nil
}

// provider finds what a reference means in a module: what the module block
// passes by that name, or the caller's default one, as in Terraform.
func (m *Module) provider(c *Tree, ref providerReference) *Provider {
	if m.call == nil {
		return c.provider(ref)
	}
	given := m.call.Providers
	if p := given[ref.String()]; p != nil || ref.alias != "" {
		return p
	}
	if ref.name == "" && given[c.Default().Name] != nil {
		return given[c.Default().Name]
	}
	if p := given[""]; p != nil && p.Name == ref.name {
		return p
	}
	return m.call.module.provider(c, ref)
}

// provider finds what a reference means in the configuration's own directory. A
// default provider need not be declared.
func (c *Tree) provider(ref providerReference) *Provider {
	if ref.name == "" {
		return c.Default()
	}
	p := c.Providers[ref.String()]
	if p == nil && ref.alias == "" {
		kind := c.kind(ref.name)
		p = &Provider{Name: kind.Name, Kind: kind, Model: kind.Model}
		c.Providers[ref.name] = p
	}
	return p
}

// Default is the provider of images that name none.
func (c *Tree) Default() *Provider { return c.Providers[c.standard] }

// chooseDefault decides which provider that is: of the one kind that has blocks
// without an alias, and else of the first that there is.
func (c *Tree) chooseDefault() {
	standard := &Provider{}
	if len(c.kinds) > 0 {
		standard = &Provider{Name: c.kinds[0].Name, Kind: c.kinds[0], Model: c.kinds[0].Model}
	}
	maps.DeleteFunc(c.Providers, func(_ string, p *Provider) bool { return p.Range == (hcl.Range{}) })
	var declared []*Provider
	for _, p := range c.Providers {
		if p.Alias == "" && p.Range != (hcl.Range{}) {
			declared = append(declared, p)
		}
	}
	if len(declared) == 1 {
		standard = declared[0]
	}
	if c.Providers[standard.Name] == nil {
		c.Providers[standard.Name] = standard
	}
	c.standard = standard.Name
}

// passedProviders decodes which providers a module block passes on, by what the
// module refers to them by: provider alone is the default one.
func (d *decoder) passedProviders(content *decoded) (map[string]providerReference, hcl.Diagnostics) {
	c := d.tree
	passed := map[string]providerReference{}
	var diags hcl.Diagnostics
	one, all := content.Attributes["provider"], content.Attributes["providers"]
	if one != nil {
		passed[""], diags = c.referToProvider(one.Expr)
	}
	if all == nil {
		return passed, diags
	}
	if one != nil {
		return passed, append(diags, diag.ProblemAt(all.NameRange, `Invalid combination of "provider" and "providers"`,
			"The argument provider = %[1]s.x is short for providers = { %[1]s = %[1]s.x }. Write one of them.", c.firstKind())...)
	}
	pairs, more := hcl.ExprMap(all.Expr)
	if more.HasErrors() {
		return passed, append(diags, diag.ProblemAt(all.Expr.Range(), "Invalid providers argument",
			"The argument providers says by which name the module knows which provider, as in { %[1]s = %[1]s.second } or { %[1]s.fast = %[1]s.second }.", c.firstKind())...)
	}
	for _, pair := range pairs {
		inner, more := c.referToProvider(pair.Key)
		outer, evenMore := c.referToProvider(pair.Value)
		diags = append(append(diags, more...), evenMore...)
		_, twice := passed[inner.String()]
		switch {
		case more.HasErrors():
		case c.kind(inner.name) == nil:
			diags = append(diags, diag.ProblemAt(pair.Key.Range(), "Reference to undeclared provider", "There is no provider named %q: %s.", inner.name, c.onlyKinds())...)
		case twice:
			diags = append(diags, diag.ProblemAt(pair.Key.Range(), "Duplicate provider in providers", "The provider %s is passed twice. Remove one of them.", inner)...)
		default:
			passed[inner.String()] = outer
		}
	}
	return passed, diags
}

// aliasHint helps somebody who has written an alias that nothing declares.
func (c *linker) aliasHint(given providerReference) string {
	var aliases, references []string
	for _, name := range names(c.Providers)() {
		if p := c.Providers[name]; p.Alias != "" && p.Name == given.name {
			aliases = append(aliases, p.Alias)
			references = append(references, name)
		}
	}
	meant := near.Word(given.alias, aliases)
	switch {
	case meant != "":
		return " Did you mean " + given.name + "." + meant + "?"
	case len(references) == 1:
		return " There is " + references[0] + "."
	case len(references) > 1:
		return " There are " + diag.Enumerate(references) + "."
	}
	return fmt.Sprintf(" Declare it with: provider %q { alias = %q }.", given.name, given.alias)
}
