package storage

import (
	"context"
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/runner/session"
	"gesso/runner/store"
	"gesso/state/disk/objects"
)

// push is gesso store push.
func push() *command.Command {
	dry := false
	return &command.Command{
		Name: "store push", Usage: "[options] [DIR]",
		Summary: "copy stored pictures to a folder that has not got them",
		Detail: `Copies every picture of the store, of every workspace, that the folder DIR has not
got: a folder on another disk, NFS, a mounted bucket, one that rsync or git-lfs carries
on. DIR is made if only it is missing; a folder with other things in it is refused.

Without DIR, where the project has a home elsewhere, it puts there what only this machine
has. With DIR it copies what is here of the home's: gesso store pull brings the rest.

Each picture is checked when it is read and when it is written, and has its name only
when it is whole. So several machines may push at once, and a push that was stopped goes
on where it was. The path of DIR is relative to the configuration's directory.

Exits with 1 if a picture could not be copied.`,
		Examples: []string{"gesso store push /mnt/pictures", "gesso store push -dry-run ../pictures", "gesso store push ../pictures && rsync -a ../pictures/ host:pictures"},
		Args:     1,
		JSON:     command.Document,
		Flags:    func(set *flag.FlagSet) { set.BoolVar(&dry, "dry-run", false, dryRun) },
		Run: func(ctx context.Context, a *command.App, args []string) int {
			return copies(a, args, "push", func(s *session.Session, dir string, meter *report.Meter) ([]*store.Copied, error) {
				if dir == "" {
					return withHome(a, s, "push", func(f *store.Far) (*store.Copied, error) { return f.Push(ctx, dry, meter.Show) })
				}
				return pushTo(ctx, a, s, dir, dry, meter)
			}, dry)
		},
	}
}

// pull is gesso store pull.
func pull() *command.Command {
	dry, all, o := false, false, &session.Options{}
	return &command.Command{
		Name: "store pull", Usage: "[options] [DIR]",
		Summary: "copy pictures that records need from a folder",
		Detail: `Copies from the folder DIR, which was pushed to, the pictures that the records of all
workspaces name and the store has not got; with -all every picture of DIR. Each is
checked when it is read and when it is written: damaged ones are named and not taken.
What was set aside by gesso store verify is repaired by it.

Without DIR, where the project has a home elsewhere, it brings all pictures here that
records need, as for a journey; with -all every one that is recorded at all.

Exits with 1 if a picture could not be copied, or is in neither.`,
		Examples: []string{"gesso store pull /mnt/pictures", "gesso store pull -all ../pictures", "gesso store pull -dry-run /mnt/pictures"},
		Args:     1,
		JSON:     command.Document,
		Flags: func(set *flag.FlagSet) {
			set.BoolVar(&dry, "dry-run", false, dryRun)
			set.BoolVar(&all, "all", false, "every picture, not only those that records need")
			o.Waiting(set)
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			return copies(a, args, "pull", func(s *session.Session, dir string, meter *report.Meter) ([]*store.Copied, error) {
				s.Options = o
				if dir == "" {
					return withHome(a, s, "pull", func(f *store.Far) (*store.Copied, error) { return f.Pull(ctx, all, dry, meter.Show) })
				}
				return pullFrom(ctx, a, s, dir, transfer{dry: dry, all: all}, meter)
			}, dry)
		},
	}
}

// copies runs gesso store push or pull, and prints the result.
func copies(a *command.App, args []string, name string, do func(*session.Session, string, *report.Meter) ([]*store.Copied, error), dry bool) int {
	dir := ""
	if len(args) > 0 {
		dir = args[0]
	}
	s := session.New(a, nil, nil)
	defer s.Close()
	meter := report.NewMeter(a.Err, "copied", a.Now)
	done, err := do(s, dir, meter)
	meter.Close()
	if err != nil {
		return a.End(err)
	}
	if a.AsJSON() {
		if code := a.Write(document.MakeStoreCopy(done, dry)); code != command.ExitDone {
			return code
		}
	}
	code := command.ExitDone
	for _, c := range done {
		if !a.AsJSON() {
			showCopied(a.Out, c, dry)
		}
		if !c.Sound() {
			code = command.ExitError
		}
	}
	return code
}

// withHome copies between the store and the home elsewhere whose cache it is.
func withHome(a *command.App, s *session.Session, name string, do func(*store.Far) (*store.Copied, error)) ([]*store.Copied, error) {
	d, err := open(a, s, "store "+name, session.Looking)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	var done []*store.Copied
	for _, shelf := range d.Stores() {
		far := shelf.Far()
		if far == nil {
			return nil, command.Misuse(fmt.Sprintf("store %s needs a folder", name), "gesso store "+name+" -help")
		}
		c, err := do(far)
		if err != nil {
			return nil, err
		}
		done = append(done, c)
	}
	return done, nil
}

func pushTo(ctx context.Context, a *command.App, s *session.Session, dir string, dry bool, meter *report.Meter) ([]*store.Copied, error) {
	d, err := open(a, s, "store push", session.Looking)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	missing := objects.Make
	if dry {
		missing = objects.Refuse
	}
	to, err := elsewhere(a, dir, missing)
	if err != nil {
		return nil, err
	}
	defer to.Close()
	var done []*store.Copied
	for _, shelf := range d.Stores() {
		if err := other(shelf.Store, to, dir); err != nil {
			return nil, err
		}
		if !dry {
			if err := pushed(d, to); err != nil {
				return nil, err
			}
		}
		c, err := store.Transfer{From: shelf.Store, To: to, Told: meter.Show, DryRun: dry}.Push(ctx)
		if err != nil {
			return nil, err
		}
		done = append(done, c)
	}
	return done, nil
}

// transfer says how much to pull.
type transfer struct{ dry, all bool }

func pullFrom(ctx context.Context, a *command.App, s *session.Session, dir string, t transfer, meter *report.Meter) ([]*store.Copied, error) {
	from, err := elsewhere(a, dir, objects.Refuse)
	if err != nil {
		return nil, err
	}
	defer from.Close()
	how := session.Changing
	if t.dry {
		how = session.Looking
	}
	d, err := open(a, s, "store pull", how)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	var done []*store.Copied
	for i, shelf := range d.Stores() {
		if err := other(shelf.Store, from, dir); err != nil {
			return nil, err
		}
		x := store.Transfer{From: from, To: shelf.Store, Told: meter.Show, DryRun: t.dry}
		c, err := &store.Copied{}, error(nil)
		if t.all && i == 0 { // only of the current workspace
			c, err = x.Push(ctx)
		} else {
			c, err = x.Pull(ctx, shelf)
		}
		if err != nil {
			return nil, err
		}
		done = append(done, c)
	}
	return done, nil
}

// other refuses to copy a store to itself.
func other(own, there *objects.Store, dir string) error {
	if own.Wrong() == nil && own.Real() == there.Real() {
		return command.Misuse(fmt.Sprintf("%s is the store of this directory", dir), "")
	}
	return nil
}
