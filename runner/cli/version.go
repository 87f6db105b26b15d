package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"gesso/runner/command"
	"gesso/runner/document"
)

func versionCommand() *command.Command {
	return &command.Command{
		Name: "version", Usage: "[options]",
		Summary: "print gesso's version",
		Detail: `Prints gesso's version and the system that it was built for. With -json there is the
commit that it was built from too, where that is known.`,
		Examples: []string{
			"gesso version",
			"gesso version -json | jq -r .gesso_version",
		},
		JSON: command.Document,
		Run: func(_ context.Context, a *command.App, _ []string) int {
			if a.AsJSON() {
				return a.Write(builtFrom(debug.ReadBuildInfo()))
			}
			fmt.Fprintf(a.Stdout, "gesso %s %s/%s\n", Version, runtime.GOOS, runtime.GOARCH)
			return command.ExitDone
		},
	}
}

// builtFrom is what is known of how the program was built.
func builtFrom(info *debug.BuildInfo, known bool) document.VersionInfo {
	v := document.VersionInfo{FormatVersion: document.Format, GessoVersion: Version, Platform: runtime.GOOS + "_" + runtime.GOARCH, GoVersion: runtime.Version()}
	if !known {
		return v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	return v
}
