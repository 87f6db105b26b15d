package cli

import (
	"context"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/inspect"
	"gesso/runner/report/inspection"
	"gesso/runner/session"
)

func inspectCommand() *command.Command {
	return &command.Command{
		Name: "inspect", Usage: "[options] FILE...",
		Summary: "tell what is known of a picture's file",
		Detail: `Says of each FILE, wherever it lies, which picture it is and how that was made: what it
says of itself or the file beside it (see the argument metadata of an image), and
whether it is one of the pictures that were paid for here, now or before, or a file that
was derived from one. It is found by its bytes, by its metadata or by its pixels: also a
copy whose metadata was taken away, or that was converted without loss. A picture whose
pixels are not here, in the store or at an output, is found by its bytes and its
metadata alone. Nothing is requested.`,
		Examples: []string{
			"gesso inspect images/fox.png",
			"gesso inspect -json ~/Downloads/*.webp",
		},
		JSON: command.Document,
		Args: -1,
		Run: func(ctx context.Context, a *command.App, args []string) int {
			if len(args) == 0 {
				return a.End(command.Misuse("inspect needs a file", "gesso inspect FILE"))
			}
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenState("inspect", session.Looking); err != nil {
				return a.End(err)
			}
			shelves, err := inspect.Open(s.Workspace, s.State)
			if err != nil {
				return a.End(err)
			}
			return inspectFiles(ctx, a, shelves, args)
		},
	}
}

// inspectFiles inspects each file. A file that is no picture does not stop the others.
func inspectFiles(ctx context.Context, a *command.App, shelves *inspect.Shelves, names []string) int {
	code := command.ExitDone
	found, problems := make([]*inspect.Finding, len(names)), make([]error, len(names))
	for i, name := range names {
		if found[i], problems[i] = shelves.File(ctx, a.Dir, name); problems[i] != nil {
			found[i], code = nil, command.ExitError
		}
		switch {
		case ctx.Err() != nil:
			return a.End(ctx.Err())
		case a.AsJSON():
		case found[i] == nil:
			a.Fail(problems[i])
		default:
			inspection.Print(a.Out, found[i])
		}
	}
	if a.AsJSON() {
		if printed := a.Write(document.MakeInspection(names, found, problems)); printed != command.ExitDone {
			return printed
		}
	}
	return code
}
