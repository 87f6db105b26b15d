package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
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
	ref := img.provider
	switch img.Provider = img.module.provider(c, ref.alias); {
	case ref.name != "" && ref.name != "flux":
		hint := didYouMean(ref.name, []string{"flux"})
		if c.Providers[ref.name] != nil {
			hint = " Did you mean flux." + ref.name + "?"
		}
		return problemAt(ref.rng, "Reference to undeclared provider", "There is no provider named %q: flux is the only one.%s", ref.name, hint)
	case img.Provider == nil:
		return problemAt(ref.rng, "Reference to undeclared provider", "There is no provider \"flux\" block with the alias %q.%s", ref.alias, c.aliasHint(ref.alias))
	}
	return nil
}

// provider finds the provider that is called by an alias in a module. A called
// module has the default one, as in Terraform.
func (m *Module) provider(c *Config, alias string) *Provider {
	if m.call != nil && alias != "" {
		return nil
	}
	return c.Providers[alias]
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
	near := nearest(given, aliases)
	switch {
	case near != "":
		return " Did you mean flux." + near + "?"
	case len(references) == 1:
		return " There is " + references[0] + "."
	case len(references) > 1:
		return " There are " + enumerate(references) + "."
	}
	return " Declare it with: provider \"flux\" { alias = \"" + given + "\" }."
}
