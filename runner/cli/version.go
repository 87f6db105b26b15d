package cli

import (
	"context"
	"fmt"
	"gesso/runner/command"
	"runtime"
)

func versionCommand() *command.Command {
	return &command.Command{
		Name: "version", Usage: "",
		Summary: "print gesso's version",
		Detail:  "Prints gesso's version and the system that it was built for.",
		Examples: []string{
			"gesso version",
		},
		Run: func(_ context.Context, a *command.App, _ []string) int {
			fmt.Fprintf(a.Stdout, "gesso %s %s/%s\n", Version, runtime.GOOS, runtime.GOARCH)
			return command.ExitDone
		},
	}
}
