package workspace

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"

	"gesso/runner/command"
	"gesso/runner/session"
	"gesso/runner/store"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// Commands returns the commands of gesso workspace, in the order of help.
func Commands() []*command.Command {
	return []*command.Command{list(), show(), create(), choose(), remove()}
}

// over is the workspaces of a command's directory.
type over struct {
	*workspaces.Set
	app     *command.App
	session *session.Session
}

// run opens the workspaces for a command.
func run(a *command.App, do func(over) error) int {
	set, err := workspaces.Open(a.Dir, a.Now)
	if err != nil {
		return a.End(err)
	}
	defer set.Close()
	s := session.New(a, nil, &session.Options{})
	defer s.Close()
	if err := s.AtHome(set); err != nil {
		return a.End(err)
	}
	if err := do(over{set, a, s}); err != nil {
		return a.End(hinted(err))
	}
	return command.ExitDone
}

func hinted(err error) error {
	var missing *workspaces.MissingError
	if !errors.As(err, &missing) {
		return err
	}
	hint := "gesso workspace new " + missing.Name
	switch missing.Where {
	case "":
	case workspaces.Variable:
		hint = "unset " + workspaces.Variable
	default:
		hint = "gesso workspace select default"
	}
	return command.Misuse(err.Error(), hint)
}

// chosen returns the current workspace, and what is wrong with it. If it does not exist,
// the others can still be listed.
func (o over) chosen() (name string, wrong error) {
	return o.Chosen(o.app.Getenv(workspaces.Variable))
}

func list() *command.Command {
	return &command.Command{
		Name: "workspace list", Usage: "",
		Summary: "list the workspaces",
		Detail: `Prints the name of every workspace, a line each, with an asterisk before the one that is
at work.`,
		Examples: []string{"gesso workspace list"},
		Run: func(_ context.Context, a *command.App, _ []string) int {
			return run(a, func(o over) error {
				names, err := o.List()
				if err != nil {
					return err
				}
				chosen, wrong := o.chosen()
				for _, name := range names {
					sign := " "
					if name == chosen && wrong == nil {
						sign = "*"
					}
					fmt.Fprintf(a.Out, "%s %s\n", sign, name)
				}
				return wrong
			})
		},
	}
}

func show() *command.Command {
	return &command.Command{
		Name: "workspace show", Usage: "",
		Summary:  "print the name of the workspace that is at work",
		Detail:   `It is the one that ` + workspaces.Variable + ` names, else the selected one, else default.`,
		Examples: []string{"gesso workspace show"},
		Run: func(_ context.Context, a *command.App, _ []string) int {
			return run(a, func(o over) error {
				chosen, err := o.chosen()
				if err == nil {
					fmt.Fprintln(a.Out, chosen)
				}
				return err
			})
		},
	}
}

func create() *command.Command {
	return &command.Command{
		Name: "workspace new", Usage: "NAME",
		Summary: "make a workspace, and work in it",
		Detail: `Makes a workspace with nothing in it, and selects it. Its state is the file
` + disk.StatesDir + `/NAME/gesso.state, for version control; its pictures and its ledger are in
.gesso/workspaces/NAME. Outputs without a path go to a folder of its name below
output_dir; a path says ${gesso.workspace}, since no workspace replaces another one's
output. Where the project's home is elsewhere, the workspace is made there, for everybody.

A NAME has letters, digits, - and _, and at most 90 bytes.`,
		Examples: []string{"gesso workspace new draft"},
		Args:     1,
		Run: func(ctx context.Context, a *command.App, args []string) int {
			return run(a, func(o over) error {
				if err := o.mayChoose("new", args); err != nil {
					return err
				}
				name, err := o.create(ctx, args[0])
				if errors.Is(err, workspaces.ErrExists) {
					return command.Misuse(err.Error(), "gesso workspace select "+args[0])
				}
				if err != nil {
					return err
				}
				if _, err := o.Select(name); err != nil {
					return err
				}
				fmt.Fprintf(a.Out, "Made the workspace %s, and works in it from now on.", name)
				if !o.AtHome() {
					fmt.Fprintf(a.Out, " Tell git by git add %s.", disk.StateFileOf(name))
				}
				fmt.Fprintln(a.Out)
				return nil
			})
		},
	}
}

func choose() *command.Command {
	create := false
	return &command.Command{
		Name: "workspace select", Usage: "[options] NAME",
		Summary: "work in another workspace",
		Detail: `All commands work in it from now on. That is remembered in .gesso/workspace, for this
directory alone; ` + workspaces.Variable + ` goes before it.`,
		Examples: []string{"gesso workspace select default", "gesso workspace select -or-create draft"},
		Args:     1,
		Flags: func(set *flag.FlagSet) {
			set.BoolVar(&create, "or-create", false, "make the workspace if there is none of that name")
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			return run(a, func(o over) error {
				if err := o.mayChoose("select", args); err != nil {
					return err
				}
				name, err := o.Select(args[0])
				var missing *workspaces.MissingError
				if create && errors.As(err, &missing) {
					if name, err = o.create(ctx, args[0]); err == nil {
						name, err = o.Select(name)
					}
				}
				if err == nil {
					fmt.Fprintf(a.Out, "Works in the workspace %s from now on.\n", name)
				}
				return err
			})
		},
	}
}

// create makes a workspace at the project's home, or in its folder.
func (o over) create(ctx context.Context, wanted string) (string, error) {
	if !o.AtHome() {
		return o.Create(wanted)
	}
	name, err := disk.ParseName(wanted)
	if err != nil {
		return "", err
	}
	names, err := o.List()
	if err != nil {
		return "", err
	}
	if slices.Contains(names, name) {
		return "", fmt.Errorf("the workspace %s: %w", name, workspaces.ErrExists)
	}
	if _, err := o.session.FoundWorkspace(name); err != nil {
		return "", fmt.Errorf("making the workspace %s: %w", name, err)
	}
	return name, o.takeOver(ctx, name)
}

// takeOver records in a new workspace at the home what became of the pictures of a deleted
// one of the same name.
func (o over) takeOver(ctx context.Context, name string) error {
	w, err := disk.OpenNamed(o.app.Dir, name, o.app.Now)
	if err != nil {
		return err
	}
	defer w.Close()
	if err := o.session.Place(w); err != nil {
		return err
	}
	lock, err := session.Await(ctx, o.app, w, &session.Options{}, "workspace new")
	if err != nil {
		return err
	}
	return errors.Join(store.NoteRemoved(ctx, w, o.app.Now()), lock.Unlock())
}

// mayChoose refuses a selection that would have no effect.
func (o over) mayChoose(verb string, args []string) error {
	if len(args) == 0 {
		return command.Misuse("workspace "+verb+" needs a name", "gesso workspace list")
	}
	if o.app.Getenv(workspaces.Variable) != "" {
		return command.Misuse(workspaces.Variable+" says which workspace is at work, and goes before what is selected", "unset "+workspaces.Variable)
	}
	return nil
}
