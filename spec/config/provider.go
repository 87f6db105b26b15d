package config

import (
	"maps"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/diag"
	"gesso/spec/lang"
)

// Provider is a provider block, evaluated. Zero values stand for what the block
// does not say. The default one need not be declared.
type Provider struct {
	Name              string     // the kind's
	Kind              *lang.Kind // nil of one without a name
	Alias             string     // "" of the default one of its kind
	Endpoint          string     // base URL, or "sandbox" for the built-in one
	Token             string     // never printed, never written
	Model             string     // for images that name none
	Size              string     // for images that name none; "" leaves it to the kind of provider
	Price             map[string]float64
	Currency          string   // of the prices, as "USD"; "" is not said
	Parallelism       *int     // nil is the runner's own
	RequestsPerMinute *float64 // nil is no limit
	PollInterval      time.Duration
	Timeout           time.Duration
	Settings          *lang.Values // all that the block says, by its kind's schema; nil without a block
	Range             hcl.Range    // of the block's header; zero when there is no block
}

// String is how a configuration refers to the provider: by its kind's name, or
// by that, a dot and its alias.
func (p *Provider) String() string { return ProviderReference{Name: p.Name, Alias: p.Alias}.String() }

// providerSection is a provider block whose arguments wait for the values of
// variables and locals.
type providerSection struct {
	Provider *Provider
	Content  *Content
}

// providerBlock keeps a provider block by its alias.
func (d *Decoder) providerBlock(block *hcl.Block) hcl.Diagnostics {
	if d.Module.Call != nil {
		return diag.ProblemAt(block.DefRange, "Provider configuration in a module",
			"Whoever calls a module decides whom it buys from and with which token. Move the provider block to the configuration's own directory.")
	}
	kind := d.Tree.Kind(block.Labels[0])
	if kind == nil {
		return diag.ProblemAt(block.LabelRanges[0], "Unknown provider",
			"There is no provider named %q. %s", block.Labels[0], d.Tree.writeAnother())
	}
	content, diags := Decode(block, kind.Block)
	alias, more := aliasOf(content, kind)
	if more.HasErrors() {
		return append(diags, more...)
	}
	p := &Provider{Name: kind.Name, Kind: kind, Alias: alias, Model: kind.Model, Range: block.DefRange}
	if old := d.Tree.Providers[p.String()]; old != nil && old.Range != (hcl.Range{}) {
		if alias == "" && diags.HasErrors() {
			return diags // the alias may be what is misspelt
		}
		return append(diags, duplicateProvider(block.DefRange, old)...)
	}
	d.Tree.Providers[p.String()] = p
	d.Providers = append(d.Providers, providerSection{p, content})
	return diags
}

// aliasOf reads the one argument of a provider block that is needed before all
// others. A block without it is the default one.
func aliasOf(content *Content, kind *lang.Kind) (string, hcl.Diagnostics) {
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
			"There is a default provider %q block at %s already. Put all arguments into one of them, or give this one an alias, such as alias = \"second\".", old.Name, diag.Position(old.Range))
	}
	return diag.ProblemAt(rng, "Duplicate provider configuration",
		"There is a provider %q block with the alias %q at %s already. Each has an alias of its own: rename one of them.", old.Name, old.Alias, diag.Position(old.Range))
}

// ProviderReference is what an image calls its provider. The zero one is the
// default.
type ProviderReference struct {
	Name, Alias string
	Range       hcl.Range
}

// String is the reference as it is written.
func (r ProviderReference) String() string {
	if r.Alias == "" {
		return r.Name
	}
	return r.Name + "." + r.Alias
}

// referToProvider reads a bare reference: the name of a kind, or that and an
// alias.
func (t *Tree) referToProvider(expr hcl.Expression) (ProviderReference, hcl.Diagnostics) {
	words, diags := hcl.AbsTraversalForExpr(expr)
	if diags.HasErrors() {
		why := ""
		if len(expr.Variables()) > 0 {
			why = " It cannot be computed: all instances of a block have one provider."
		} else if text, _ := expr.Value(nil); text.Type() == cty.String {
			why = " It is not a text: leave out the quotes."
		}
		return ProviderReference{}, t.badReference(expr.Range(), why)
	}
	ref := ProviderReference{Name: words.RootName(), Range: words.SourceRange()}
	if len(words) == 1 {
		return ref, nil
	}
	attr, ok := words[1].(hcl.TraverseAttr)
	if !ok || len(words) > 2 {
		return ProviderReference{}, t.badReference(expr.Range(), "")
	}
	ref.Alias = attr.Name
	return ref, nil
}

func (t *Tree) badReference(rng hcl.Range, why string) hcl.Diagnostics {
	return diag.ProblemAt(rng, "Invalid provider configuration reference",
		"The provider is the bare name %[1]s, or %[1]s, a dot and the alias of a provider block, as in provider = %[1]s.second.%[2]s", t.firstKind(), why)
}

// Provider finds what a reference means in a module: what the module block
// passes by that name, or the caller's default one, as in Terraform.
func (m *Module) Provider(c *Tree, ref ProviderReference) *Provider {
	if m.Call == nil {
		return c.provider(ref)
	}
	given := m.Call.Providers
	if p := given[ref.String()]; p != nil || ref.Alias != "" {
		return p
	}
	if ref.Name == "" && given[c.Default().Name] != nil {
		return given[c.Default().Name]
	}
	if p := given[""]; p != nil && p.Name == ref.Name {
		return p
	}
	return m.Call.Owner.Provider(c, ref)
}

// provider finds what a reference means in the configuration's own directory. A
// default provider need not be declared.
func (t *Tree) provider(ref ProviderReference) *Provider {
	if ref.Name == "" {
		return t.Default()
	}
	p := t.Providers[ref.String()]
	if p == nil && ref.Alias == "" {
		kind := t.Kind(ref.Name)
		p = &Provider{Name: kind.Name, Kind: kind, Model: kind.Model}
		t.Providers[ref.Name] = p
	}
	return p
}

// Default is the provider of images that name none.
func (t *Tree) Default() *Provider { return t.Providers[t.standard] }

// ChooseDefault decides which provider that is: of the one kind that has blocks
// without an alias, and else of the first that there is.
func (t *Tree) ChooseDefault() {
	standard := &Provider{}
	if len(t.Kinds) > 0 {
		standard = &Provider{Name: t.Kinds[0].Name, Kind: t.Kinds[0], Model: t.Kinds[0].Model}
	}
	maps.DeleteFunc(t.Providers, func(_ string, p *Provider) bool { return p.Range == (hcl.Range{}) })
	var declared []*Provider
	for _, p := range t.Providers {
		if p.Alias == "" && p.Range != (hcl.Range{}) {
			declared = append(declared, p)
		}
	}
	if len(declared) == 1 {
		standard = declared[0]
	}
	if t.Providers[standard.Name] == nil {
		t.Providers[standard.Name] = standard
	}
	t.standard = standard.Name
}

// passedProviders decodes which providers a module block passes on, by what the
// module refers to them by: provider alone is the default one.
func (d *Decoder) passedProviders(content *Content) (map[string]ProviderReference, hcl.Diagnostics) {
	c := d.Tree
	passed := map[string]ProviderReference{}
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
		case c.Kind(inner.Name) == nil:
			diags = append(diags, diag.ProblemAt(pair.Key.Range(), "Reference to undeclared provider", "There is no provider named %q: %s.", inner.Name, c.OnlyKinds())...)
		case twice:
			diags = append(diags, diag.ProblemAt(pair.Key.Range(), "Duplicate provider in providers", "The provider %s is passed twice. Remove one of them.", inner)...)
		default:
			passed[inner.String()] = outer
		}
	}
	return passed, diags
}
