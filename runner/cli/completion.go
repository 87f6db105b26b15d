package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"gesso/runner/command"
	"gesso/runner/completion"
	"gesso/runner/gallery"
	"gesso/runner/manual"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

func completionCommand() *command.Command {
	shells := completion.Shells()
	return &command.Command{
		Name: "completion", Usage: strings.Join(shells, "|"),
		Summary: "print the script that completes command lines in a shell",
		Detail: `Prints a script for the shell. With it the tab key completes commands, options and
their values, files, names that the configuration declares, and the addresses of
recorded images. It looks at files only: it evaluates nothing, and waits for nobody.`,
		Examples: []string{
			"source <(gesso completion bash)  # in ~/.bashrc",
			"source <(gesso completion zsh)  # in ~/.zshrc, behind compinit",
			"gesso completion fish > ~/.config/fish/completions/gesso.fish",
			"gesso completion powershell | Out-String | Invoke-Expression  # in $PROFILE",
		},
		Args: 1,
		Run: func(_ context.Context, a *command.App, args []string) int {
			script, ok := completion.Script(slices.Concat(args, []string{""})[0])
			if !ok {
				return a.Fail(command.Misuse("gesso completion needs a shell: "+strings.Join(shells, ", "), "gesso completion bash"))
			}
			_, _ = a.Out.Exact().Write(script)
			return command.ExitDone
		},
	}
}

// completeCommand is the command that completion scripts run.
func completeCommand() *command.Command {
	return &command.Command{
		Name: "__complete", Usage: "SHELL -- WORD...", Hidden: true,
		Summary: "print candidates for a shell", Detail: "It is called by what gesso completion prints.",
		Args: -1,
		Run: func(_ context.Context, a *command.App, args []string) int {
			if len(args) == 0 {
				return command.ExitError
			}
			program := completion.Program{
				Commands: append(commands(), &command.Command{Name: "help", Usage: "[COMMAND|TOPIC]", Summary: "tell more of a command or a topic"}),
				Words:    map[string][]string{"STATUS": gallery.OnlyWords()},
			}
			for _, t := range manual.Topics() {
				program.Topics = append(program.Topics, t.Name)
			}
			program.Answer(a.Out.Exact(), args[0], args[1:], completionSources(a))
			return command.ExitDone
		},
	}
}

// completionSources returns the files of the current workspace that completion reads.
func completionSources(a *command.App) completion.Sources {
	inSet := func(dir string, do func(*workspaces.Set)) {
		if set, err := workspaces.Open(dir, a.Now); err == nil {
			defer set.Close()
			do(set)
		}
	}
	return completion.Sources{
		Dir: a.Dir, Home: a.Getenv("HOME"),
		Workspaces: func(dir string) (names []string) {
			inSet(dir, func(set *workspaces.Set) { names, _ = set.List() })
			return names
		},
		State: func(dir string) string {
			name, at := disk.Default, disk.StateFileOf
			inSet(dir, func(set *workspaces.Set) {
				if chosen, err := set.Chosen(a.Getenv(workspaces.Variable)); err == nil {
					name = chosen
				}
				if set.AtHome() {
					at = func(name string) string { return disk.HomeDir + "/" + name + "/" + disk.StateFile } // the local copy: completion must not wait for a network
				}
			})
			return filepath.Join(dir, filepath.FromSlash(at(name)))
		},
	}
}
