package cli

import (
	"context"
	"fmt"
	"runtime"

	"gesso/runner/build"
	"gesso/runner/command"
	"gesso/runner/document"
)

func versionCommand() *command.Command {
	return &command.Command{
		Name: "version", Usage: "[options]",
		Summary: "print gesso's version",
		Detail: `Prints gesso's version and the system that it was built for. With -json it prints too
which commit it was built from, whether the source was as in that commit, and the
version of Go.`,
		Examples: []string{"gesso version", "gesso version -json | jq -r .gesso_version"},
		JSON:     command.Document,
		Run: func(_ context.Context, a *command.App, _ []string) int {
			info := build.Read()
			if a.AsJSON() {
				return a.Printed(document.WritePage(a.Stdout, document.VersionInfo{
					FormatVersion: document.Format, GessoVersion: info.Version, Platform: info.Platform,
					Commit: info.Commit, Modified: info.Modified, GoVersion: info.GoVersion,
				}))
			}
			fmt.Fprintf(a.Stdout, "gesso %s %s/%s\n", info.Version, runtime.GOOS, runtime.GOARCH)
			return command.ExitDone
		},
	}
}
