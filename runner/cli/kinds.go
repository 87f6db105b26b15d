package cli

import (
	"strings"

	"gesso/runner/flux"
	"gesso/runner/provider"
	"gesso/runner/sandbox"
)

// kinds are the providers that there are, the default one first: another is
// another folder, and another row.
var kinds = provider.Kinds{
	flux.Kind().With(sandbox.StandIn()),
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
