package cli

import (
	"slices"

	"gesso/runner/cli/internal/homes"
	"gesso/runner/cli/internal/look"
	"gesso/runner/cli/internal/past"
	"gesso/runner/cli/internal/recorded"
	"gesso/runner/cli/internal/rewrite"
	"gesso/runner/cli/internal/setup"
	"gesso/runner/cli/internal/storage"
	"gesso/runner/cli/internal/viewing"
	"gesso/runner/cli/internal/workspace"
	"gesso/runner/command"
)

// commands returns all commands in the order of help.
func commands() []*command.Command {
	return slices.Concat([]*command.Command{
		validateCommand(),
		planCommand(),
		applyCommand(),
		destroyCommand(),
		showCommand(),
		look.Output(kinds),
		look.Console(kinds),
		look.Graph(kinds),
	}, viewing.Commands(kinds), recorded.Commands(), past.Commands(), workspace.Commands(), []*command.Command{
		taintCommand(),
		untaintCommand(),
		adoptCommand(),
		restoreCommand(),
		importCommand(),
		resolveCommand(),
		inspectCommand(),
		auditCommand(),
	}, storage.Commands(kinds), homes.Commands(), []*command.Command{
		sandboxCommand(),
		setup.Init(),
		rewrite.Command(),
		look.MetadataFunctions(),
		look.Schema(kinds),
		look.Models(kinds),
		versionCommand(),
		completionCommand(),
		completeCommand(),
	})
}
