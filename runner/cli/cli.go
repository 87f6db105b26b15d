package cli

import (
	"context"

	"gesso/runner/command"
)

// Version is gesso's version, as required_version compares it. It does not change.
var Version = command.Version

// Env is the process that a command runs in.
type Env = command.Env

// Run runs one command and returns its exit code. When ctx ends, the command ends within
// about two seconds, and keeps everything that was paid for.
func Run(ctx context.Context, env Env) int {
	program := &command.Program{
		Commands: commands(),
		Environ:  everywhere(),
		Habits:   command.Habits{Commands: otherCommands(), Options: otherOptions()},
	}
	return program.Run(ctx, env)
}
