package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/near"
)

// String is how a configuration refers to the provider: flux, or flux.second.
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
		return problemAt(block.DefRange, "Provider configuration in a module",
			"Whoever calls a module decides whom it buys from and with which token. Move the provider block to the configuration's own directory.")
	}
	if name := block.Labels[0]; name != "flux" {
		return problemAt(block.LabelRanges[0], "Unknown provider",
			"There is no provider named %q. Write provider \"flux\": it is the only one.", name)
	}
	content, diags := contents(block, providerSchema)
	alias, more := aliasOf(content)
	if more.HasErrors() {
		return append(diags, more...)
	}
	if old := d.config.Providers[alias]; old != nil && old.Range != (hcl.Range{}) {
		if alias == "" && diags.HasErrors() {
			return diags // the alias may be what is misspelt
		}
		return append(diags, duplicateProvider(block.DefRange, old)...)
	}
	p := &Provider{Name: "flux", Alias: alias, Model: d.model, Range: block.DefRange}
	d.config.Providers[alias] = p
	d.providers = append(d.providers, providerSection{p, content})
	return diags
}

// aliasOf reads the one argument of a provider block that is needed before all
// others. A block without it is the default one.
func aliasOf(content *decoded) (string, hcl.Diagnostics) {
	var alias string
	diags := literal(content, "alias", &alias)
	attr := content.Attributes["alias"]
	if diags.HasErrors() || attr == nil || alias == "" && isNull(attr.Expr) {
		return "", diags
	}
	if !hclsyntax.ValidIdentifier(alias) {
		return "", problemAt(attr.Expr.Range(), "Invalid provider configuration alias",
			"%q cannot be an alias: it is a name, which starts with a letter or underscore and goes on with letters, digits, underscores and dashes. Images refer to it, as in provider = flux.second.", alias)
	}
	return alias, nil
}

func isNull(expr hcl.Expression) bool {
	value, diags := expr.Value(nil)
	return !diags.HasErrors() && value.IsNull()
}

func duplicateProvider(rng hcl.Range, old *Provider) hcl.Diagnostics {
	if old.Alias == "" {
		return problemAt(rng, "Duplicate provider configuration",
			"There is a default provider \"flux\" block at %s already. Put all arguments into one of them, or give this one an alias, such as alias = \"second\".", place(old.Range))
	}
	return problemAt(rng, "Duplicate provider configuration",
		"There is a provider \"flux\" block with the alias %q at %s already. Each has an alias of its own: rename one of them.", old.Alias, place(old.Range))
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

// referToProvider reads a bare reference: flux, or flux and an alias.
func referToProvider(expr hcl.Expression) (providerReference, hcl.Diagnostics) {
	t, diags := hcl.AbsTraversalForExpr(expr)
	if diags.HasErrors() {
		why := ""
		if len(expr.Variables()) > 0 {
			why = " It cannot be computed: all instances of a block have one provider."
		} else if text, _ := expr.Value(nil); text.Type() == cty.String {
			why = " It is not a text: leave out the quotes."
		}
		return providerReference{}, badReference(expr.Range(), why)
	}
	ref := providerReference{name: t.RootName(), rng: t.SourceRange()}
	if len(t) == 1 {
		return ref, nil
	}
	attr, ok := t[1].(hcl.TraverseAttr)
	if !ok || len(t) > 2 {
		return providerReference{}, badReference(expr.Range(), "")
	}
	ref.alias = attr.Name
	return ref, nil
}

func badReference(rng hcl.Range, why string) hcl.Diagnostics {
	return problemAt(rng, "Invalid provider configuration reference",
		"The provider is the bare name flux, or flux, a dot and the alias of a provider block, as in provider = flux.second.%s", why)
}

// linkProvider finds the provider that an image refers to.
func (c *Config) linkProvider(img *Image) hcl.Diagnostics {
	p, diags := c.findProvider(img.module, img.provider)
	img.Provider = p
	return diags
}

// linkProviders finds what a module block passes on.
func (c *Config) linkProviders(call *Call) hcl.Diagnostics {
	call.Providers = map[string]*Provider{}
	var diags hcl.Diagnostics
	for _, alias := range names(call.passed)() {
		p, more := c.findProvider(call.module, call.passed[alias])
		call.Providers[alias] = p
		diags = append(diags, more...)
	}
	return diags
}

// findProvider returns what a reference in a module means, or the default one
// after a mistake.
func (c *Config) findProvider(m *Module, ref providerReference) (*Provider, hcl.Diagnostics) {
	p := m.provider(c, ref.alias)
	switch {
	case ref.name != "" && ref.name != "flux":
		hint := didYouMean(ref.name, []string{"flux"})
		if m.provider(c, ref.name) != nil {
			hint = " Did you mean flux." + ref.name + "?"
		}
		return c.Providers[""], problemAt(ref.rng, "Reference to undeclared provider", "There is no provider named %q: flux is the only one.%s", ref.name, hint)
	case p == nil && m.call != nil:
		return c.Providers[""], problemAt(ref.rng, "Reference to undeclared provider",
			"The module is not given a provider %s. Add providers = { %s = ... } to the module block at %s.", ref, ref, place(m.call.Range))
	case p == nil:
		return c.Providers[""], problemAt(ref.rng, "Reference to undeclared provider", "There is no provider \"flux\" block with the alias %q.%s", ref.alias, c.aliasHint(ref.alias))
	}
	return p, nil
}

// provider finds the provider that is called by an alias in a module: one that
// the module block passes, or the caller's default one, as in Terraform.
func (m *Module) provider(c *Config, alias string) *Provider {
	if m.call == nil {
		return c.Providers[alias]
	}
	if p := m.call.Providers[alias]; p != nil || alias != "" {
		return p
	}
	return m.call.module.provider(c, "")
}

// passedProviders decodes which providers a module block passes on, by the
// alias that the module knows them by: provider alone is the default one.
func passedProviders(content *decoded) (map[string]providerReference, hcl.Diagnostics) {
	passed := map[string]providerReference{}
	var diags hcl.Diagnostics
	one, all := content.Attributes["provider"], content.Attributes["providers"]
	if one != nil {
		passed[""], diags = referToProvider(one.Expr)
	}
	if all == nil {
		return passed, diags
	}
	if one != nil {
		return passed, append(diags, problemAt(all.NameRange, `Invalid combination of "provider" and "providers"`,
			"The argument provider = flux.x is short for providers = { flux = flux.x }. Write one of them.")...)
	}
	pairs, more := hcl.ExprMap(all.Expr)
	if more.HasErrors() {
		return passed, append(diags, problemAt(all.Expr.Range(), "Invalid providers argument",
			"The argument providers says by which name the module knows which provider, as in { flux = flux.second } or { flux.fast = flux.second }.")...)
	}
	for _, pair := range pairs {
		inner, more := referToProvider(pair.Key)
		outer, evenMore := referToProvider(pair.Value)
		diags = append(append(diags, more...), evenMore...)
		_, twice := passed[inner.alias]
		switch {
		case more.HasErrors():
		case inner.name != "flux":
			diags = append(diags, problemAt(pair.Key.Range(), "Reference to undeclared provider", "There is no provider named %q: flux is the only one.", inner.name)...)
		case twice:
			diags = append(diags, problemAt(pair.Key.Range(), "Duplicate provider in providers", "The provider %s is passed twice. Remove one of them.", inner)...)
		default:
			passed[inner.alias] = outer
		}
	}
	return passed, diags
}

// aliasHint helps somebody who has written an alias that nothing declares.
func (c *Config) aliasHint(given string) string {
	var aliases, references []string
	for _, alias := range names(c.Providers)() {
		if alias != "" {
			aliases = append(aliases, alias)
			references = append(references, c.Providers[alias].String())
		}
	}
	meant := near.Word(given, aliases)
	switch {
	case meant != "":
		return " Did you mean flux." + meant + "?"
	case len(references) == 1:
		return " There is " + references[0] + "."
	case len(references) > 1:
		return " There are " + enumerate(references) + "."
	}
	return " Declare it with: provider \"flux\" { alias = \"" + given + "\" }."
}
