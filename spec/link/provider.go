package link

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"gesso/spec/config"
	"gesso/spec/diag"
	"gesso/spec/near"
)

// linkProvider finds the provider that an image refers to.
func (l *Linker) linkProvider(img *config.Image) hcl.Diagnostics {
	var ref config.ProviderReference
	if img.ProviderName != nil {
		ref = *img.ProviderName
	}
	p, diags := l.findProvider(img.Owner, ref)
	img.Provider = p
	return diags
}

// linkProviders finds what a module block passes on.
func (l *Linker) linkProviders(call *config.Call) hcl.Diagnostics {
	call.Providers = map[string]*config.Provider{}
	var diags hcl.Diagnostics
	for _, inner := range config.Names(call.Passed)() {
		p, more := l.findProvider(call.Owner, call.Passed[inner])
		call.Providers[inner] = p
		diags = append(diags, more...)
	}
	return diags
}

// findProvider returns what a reference in a module means, or the default one
// after a mistake.
func (l *Linker) findProvider(m *config.Module, ref config.ProviderReference) (*config.Provider, hcl.Diagnostics) {
	const summary = "Reference to undeclared provider"
	if ref.Name != "" && l.Kind(ref.Name) == nil {
		return l.Default(), diag.ProblemAt(ref.Range, summary, "There is no provider named %q: %s.%s", ref.Name, l.OnlyKinds(), l.kindHint(m, ref.Name))
	}
	p := m.Provider(l.Tree, ref)
	switch {
	case p == nil && m.Call != nil:
		return l.Default(), diag.ProblemAt(ref.Range, summary,
			"The module is not given a provider %s. Add providers = { %s = ... } to the module block at %s.", ref, ref, diag.Position(m.Call.Range))
	case p == nil:
		return l.Default(), diag.ProblemAt(ref.Range, summary, "There is no provider %q block with the alias %q.%s", ref.Name, ref.Alias, l.aliasHint(ref))
	}
	return p, nil
}

// aliasHint helps somebody who has written an alias that nothing declares.
func (l *Linker) aliasHint(given config.ProviderReference) string {
	var aliases, references []string
	for _, name := range config.Names(l.Providers)() {
		if p := l.Providers[name]; p.Alias != "" && p.Name == given.Name {
			aliases = append(aliases, p.Alias)
			references = append(references, name)
		}
	}
	meant := near.Word(given.Alias, aliases)
	switch {
	case meant != "":
		return " Did you mean " + given.Name + "." + meant + "?"
	case len(references) == 1:
		return " There is " + references[0] + "."
	case len(references) > 1:
		return " There are " + diag.Enumerate(references) + "."
	}
	return fmt.Sprintf(" Declare it with: provider %q { alias = %q }.", given.Name, given.Alias)
}

// kindHint helps somebody who has written the name of a kind that there is not:
// it may be a slip, or an alias.
func (l *Linker) kindHint(m *config.Module, name string) string {
	for _, k := range l.Kinds {
		if m.Provider(l.Tree, config.ProviderReference{Name: k.Name, Alias: name}) != nil {
			return " Did you mean " + k.Name + "." + name + "?"
		}
	}
	return diag.DidYouMean(name, l.KindNames())
}
