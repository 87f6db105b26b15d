package cli

import (
	"gesso/runner/cli/internal/look"
	"gesso/runner/cli/internal/rewrite"
	"gesso/runner/command"
)

// commands lists all commands in the order of help.
func commands() []*command.Command {
	return []*command.Command{
		validateCommand(), planCommand(), applyCommand(), destroyCommand(),
		showCommand(), look.Output(kinds), look.Console(kinds), look.Graph(kinds), stateListCommand(),
		taintCommand(), untaintCommand(),
		resolveCommand(), auditCommand(), sandboxCommand(),
		rewrite.Command(), look.MetadataFunctions(), look.Schema(kinds), versionCommand(),
	}
}
