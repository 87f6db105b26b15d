package cli

import (
	"strings"

	"gesso/runner/command"
	"gesso/spec"
	"gesso/state/disk/workspaces"
)

// everywhere returns the environment variables that every command uses.
func everywhere() []command.Variable {
	return []command.Variable{
		{Name: "NO_COLOR", Meaning: "set to anything: print without colours"},
		{Name: workspaces.Variable, Meaning: "the workspace to work in, before the selected one"},
		{Name: "GESSO_LOG", Meaning: "trace decisions and requests: debug, info or warn"},
		{Name: "GESSO_LOG_FILE", Meaning: "the file that the trace is appended to"},
	}
}

// values returns those that commands with variables use.
func values() []command.Variable {
	return []command.Variable{{Name: spec.EnvPrefix + "NAME", Meaning: "the value of the variable NAME"}}
}

// accounts returns those that commands which call providers use, besides values.
func accounts() []command.Variable {
	all := values()
	for _, k := range kinds {
		for _, v := range k.Environ {
			what := strings.ReplaceAll(v.Setting, "_", " ")
			all = append(all, command.Variable{Name: v.Name, Meaning: "the " + what + " of the " + k.Title + ", where no provider block has one"})
		}
	}
	return append(all,
		command.Variable{Name: "HTTPS_PROXY", Meaning: "the proxy for requests, as everywhere"},
		command.Variable{Name: "NO_PROXY", Meaning: "the hosts that are asked without one"},
	)
}
