package cli

import (
	"strings"

	"gesso/runner/flux"
	"gesso/runner/provider"
	"gesso/runner/sandbox"
	"gesso/spec/config"
	"gesso/spec/lang"
)

// kinds are the providers that there are, the default one first: another is
// another folder, and another row.
var kinds = []*provider.Kind{
	flux.Kind().With(sandbox.StandIn()),
}

// languages are the kinds' parts of the language.
func languages() []*lang.Kind {
	var all []*lang.Kind
	for _, k := range kinds {
		all = append(all, k.Language)
	}
	return all
}

// kindOf is the kind of a provider block. There is one for each that loads.
func kindOf(p *config.Provider) *provider.Kind {
	for _, k := range kinds {
		if k.Language == p.Kind {
			return k
		}
	}
	panic("no kind of providers is named " + p.Name)
}

// check finds what the provider of a block has against a request, offline.
func check(block *config.Provider, model, size string, edit bool) []provider.Problem {
	if k := kindOf(block); k.Check != nil {
		return k.Check(model, size, edit)
	}
	return nil
}

// tokenVariables are the environment variables that tokens come from.
func tokenVariables() string {
	var names []string
	for _, k := range kinds {
		if name := k.Variable("token"); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}

// builtinProviders says in a sentence what providers there are.
func builtinProviders() string {
	if len(kinds) == 1 {
		return "gesso has one provider, " + kinds[0].Language.Name + ", which is built in; its arguments are in the schema"
	}
	var names []string
	for _, k := range kinds {
		names = append(names, k.Language.Name)
	}
	return "gesso's providers are built in: " + strings.Join(names, ", ") + "; their arguments are in the schema"
}
