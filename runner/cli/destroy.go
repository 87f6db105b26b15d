package cli

import (
	"context"
	"flag"
)

func destroyCommand() *command {
	o := &options{}
	return &command{
		name: "destroy", usage: "[options]",
		summary: "remove all outputs; the store keeps every picture",
		detail: `Removes every recorded output and its record. The pictures stay in the store, so
that a later apply of the same requests costs nothing.`,
		flags: func(set *flag.FlagSet) {
			o.variables(set)
			o.execution(set)
		},
		run: func(ctx context.Context, a *app, _ []string) int { return a.change(ctx, o, "destroy") },
	}
}
