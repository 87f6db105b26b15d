package workspace

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"

	"gesso/runner/command"
	"gesso/runner/report/quote"
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

Where the project's home is elsewhere it is deleted for everybody, once nobody works in
it: who comes later is told so, and by whom. Its log stays, and what was paid for in it
is known to the next workspace of the name; gesso store gc may remove the pictures later.

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
				return o.deleteNamed(ctx, name, options, force)
			})
		},
	}
}

// deleteNamed locks a workspace, deletes it, and says what stays.
func (o over) deleteNamed(ctx context.Context, name string, options *session.Options, force bool) error {
	w, err := disk.OpenNamed(o.app.Dir, name, o.app.Now)
	if err != nil {
		return err
	}
	defer w.Close()
	if o.AtHome() {
		if err := o.session.Place(w); err != nil {
			return err
		}
	}
	lock, err := session.Await(ctx, o.app, w, options, "workspace delete")
	if err != nil {
		return err
	}
	defer lock.Unlock()
	if w.HomeOf() != nil {
		if err := o.deleteAtHome(ctx, w, force); err != nil {
			return err
		}
		fmt.Fprintf(o.app.Out, "Deleted the workspace %s at %s, for everybody. What was paid for in it stays known there.\n", name, quote.Line(w.HomeOf().String()))
		return nil
	}
	if err := o.delete(w, force); err != nil {
		return err
	}
	fmt.Fprintf(o.app.Out, "Deleted the workspace %s. What was paid for stays in %s.\n", name, w.Home())
	return nil
}

func (o over) deletable(args []string) (string, error) {
	if len(args) == 0 {
		return "", command.Misuse("workspace delete needs a name", "gesso workspace list")
	}
	name, err := disk.ParseName(args[0])
	if err != nil {
		return "", err
	}
	if err := o.there(name); err != nil {
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
	return occupied(w, o.Delete(w))
}

func occupied(w *disk.Workspace, err error) error {
	if errors.As(err, new(*workspaces.OccupiedError)) {
		return command.Misuse(err.Error(), "GESSO_WORKSPACE="+w.Name()+" gesso destroy, or gesso workspace delete -force "+w.Name())
	}
	return err
}

// deleteAtHome deletes a workspace of a home elsewhere, and this machine's copy of it.
func (o over) deleteAtHome(ctx context.Context, w *disk.Workspace, force bool) error {
	if err := occupied(w, workspaces.Vacate(w, force, o.app.Now())); err != nil {
		return err
	}
	if err := w.DeleteAtHome(ctx); err != nil {
		return err
	}
	return o.ForgetCopy(w.Name())
}

// there returns nil if a workspace exists. If the home is elsewhere, it asks there: this
// machine's copy may be older than its deletion.
func (o over) there(name string) error {
	if !o.AtHome() {
		return o.Has(name)
	}
	names, err := o.List()
	if err == nil && !slices.Contains(names, name) {
		err = &workspaces.MissingError{Name: name, There: names}
	}
	return err
}
