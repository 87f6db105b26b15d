package workspace

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/session"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

func remove() *command.Command {
	force, options := false, &session.Options{}
	return &command.Command{
		Name: "workspace delete", Usage: "[options] NAME",
		Summary: "delete a workspace in which nothing is recorded",
		Detail: `Removes the workspace's state; gesso destroy, in it, removes its outputs before. Its
pictures and its ledger stay in .gesso/workspaces/NAME, and belong to the next workspace
of the name. The one that is at work, and the default one, cannot be deleted.

Where the project's home is elsewhere its log is everybody's, and no workspace is deleted.

With -force also one in which images are recorded: their outputs stay, as nobody's.`,
		Examples: []string{"gesso workspace delete draft"},
		Args:     1,
		Flags: func(set *flag.FlagSet) {
			set.BoolVar(&force, "force", false, "delete it whatever is recorded; pictures and outputs stay")
			options.Waiting(set)
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			return run(a, func(o over) error {
				name, err := o.deletable(args)
				if err != nil {
					return err
				}
				w, err := disk.OpenNamed(a.Dir, name, a.Now)
				if err != nil {
					return err
				}
				defer w.Close()
				lock, err := session.Await(ctx, a, w, options, "workspace delete")
				if err != nil {
					return err
				}
				defer lock.Unlock()
				if err := o.delete(w, force); err != nil {
					return err
				}
				fmt.Fprintf(a.Out, "Deleted the workspace %s. What was paid for stays in %s.\n", name, w.Home())
				return nil
			})
		},
	}
}

func (o over) deletable(args []string) (string, error) {
	if len(args) == 0 {
		return "", command.Misuse("workspace delete needs a name", "gesso workspace list")
	}
	if o.AtHome() {
		return "", command.Misuse("the project's home is elsewhere, and its workspaces are everybody's: none is deleted", "gesso workspace select default, to leave it alone")
	}
	name, err := disk.ParseName(args[0])
	if err != nil {
		return "", err
	}
	if err := o.Has(name); err != nil {
		return "", err
	}
	chosen, err := o.chosen()
	var missing *workspaces.MissingError
	switch {
	case name == disk.Default:
		return "", command.Misuse("the default workspace cannot be deleted", "gesso destroy")
	case err == nil && chosen == name:
		return "", command.Misuse("the workspace "+name+" is at work, and cannot be deleted from within", "gesso workspace select default")
	case err != nil && !errors.As(err, &missing):
		return "", err
	}
	return name, nil
}

func (o over) delete(w *disk.Workspace, force bool) error {
	if force {
		return o.Forget(w)
	}
	err := o.Delete(w)
	var occupied *workspaces.OccupiedError
	if errors.As(err, &occupied) {
		return command.Misuse(err.Error(), "GESSO_WORKSPACE="+w.Name()+" gesso destroy, or gesso workspace delete -force "+w.Name())
	}
	return err
}
