package cli

import (
	"context"
	"fmt"
	"runtime"
)

func versionCommand() *command {
	return &command{
		name: "version", usage: "",
		summary: "print gesso's version",
		detail:  "Prints gesso's version and the system that it was built for.",
		run: func(_ context.Context, a *app, _ []string) int {
			fmt.Fprintf(a.Stdout, "gesso %s %s/%s\n", Version, runtime.GOOS, runtime.GOARCH)
			return exitDone
		},
	}
}
