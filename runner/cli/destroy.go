package cli

import (
	"context"
	"flag"

	"gesso/runner/command"
	"gesso/runner/session"
)

func destroyCommand() *command.Command {
	o := &session.Options{Destroy: true}
	return &command.Command{
		Name: "destroy", Usage: "[options]",
		Extra:   "gesso plan -destroy -out=FILE saves such a plan, which gesso apply FILE carries out",
		Summary: "remove all outputs; the store keeps every picture",
		Detail: `Removes every recorded output and its record. The pictures stay in the store, so
that a later apply of the same requests costs nothing.`,
		Examples: []string{
			"gesso destroy",
		},
		Environ: accounts(),
		JSON:    command.Lines,
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			o.Selecting(set)
			o.Execution(set)
			o.Waiting(set)
			o.Reading(set)
		},
		Run: func(ctx context.Context, a *command.App, _ []string) int { return change(ctx, a, o, "destroy") },
	}
}
