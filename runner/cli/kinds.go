package cli

import (
	"strings"

	"gesso/runner/flux"
	"gesso/runner/provider"
	"gesso/runner/sandbox"
)

// kinds are the kinds of providers, the default one first. Another kind is another package
// and another row here.
var kinds = provider.Kinds{
	flux.Kind().With(sandbox.StandIn()),
}

// tokenVariables lists the environment variables of tokens.
func tokenVariables() string {
	var names []string
	for _, k := range kinds {
		if name := k.Variable("token"); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}

// builtinProviders lists the providers in a sentence.
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
