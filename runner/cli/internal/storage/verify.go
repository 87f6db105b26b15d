package storage

import (
	"context"
	"flag"
	"slices"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/report"
	"gesso/runner/session"
	"gesso/runner/store"
	"gesso/state/disk/objects"
)

// verify is gesso store verify.
func verify(kinds provider.Kinds) *command.Command {
	dry, o := false, &session.Options{}
	return &command.Command{
		Name: "store verify", Usage: "[options] [DIR]",
		Summary: "read every stored picture and compare it with its name",
		Detail: `Reads all pictures of the store, of every workspace, and says of each that is damaged
who needs it and what can bring it back: an output that is it, the provider, or a
folder that it was pushed to. Damaged bytes are set aside in the store's folder
damaged, where nobody takes them for the picture, and are not deleted; where an
output is the picture, it is repaired from that at once. What does not belong in
the store's folder is told, and left alone.

With DIR it reads a folder that was pushed to, and changes nothing.

Where the project has a home elsewhere, it reads what is kept here of its pictures, and
then every picture at the home that is recorded. What is damaged or missing there is
repaired from here, where this machine has it whole.

Exits with 1 if anything is damaged, also if it was repaired.`,
		Examples: []string{"gesso store verify", "gesso store verify -dry-run", "gesso store verify -json | jq '.stores[].damaged'", "gesso store verify /mnt/pictures"},
		Args:     1,
		JSON:     command.Document,
		Flags: func(set *flag.FlagSet) {
			set.BoolVar(&dry, "dry-run", false, dryRun)
			o.Waiting(set)
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			s := session.New(a, kinds, o)
			defer s.Close()
			found, err := verified(ctx, a, s, args, dry)
			if err != nil {
				return a.End(err)
			}
			return told(a, found)
		},
	}
}

func told(a *command.App, found []*store.Checked) int {
	code := command.ExitDone
	for _, c := range found {
		if !c.Sound() {
			code = command.ExitError
		}
		if !a.AsJSON() {
			showVerified(a.Out, c)
		}
	}
	if a.AsJSON() {
		if printed := a.Write(document.MakeStoreVerify(found)); printed != command.ExitDone {
			return printed
		}
	}
	return code
}

func verified(ctx context.Context, a *command.App, s *session.Session, args []string, dry bool) ([]*store.Checked, error) {
	meter := report.NewMeter(a.Err, "read", a.Now)
	defer meter.Close()
	if len(args) > 0 {
		plain, err := elsewhere(a, args[0], objects.Refuse)
		if err != nil {
			return nil, err
		}
		defer plain.Close()
		found, err := store.VerifyPlain(ctx, plain, meter.Show)
		return []*store.Checked{found}, err
	}
	accounts := s.KnownAccounts()
	// A running command is not waited for: reading finds an object whole or not, and only
	// setting damaged ones aside needs the lock.
	d, err := open(a, s, "store verify", session.Looking)
	if err != nil {
		return nil, err
	}
	defer func() { d.Close() }()
	found, err := looked(ctx, d, accounts, store.Look, meter)
	if err != nil || dry || sound(found) {
		return found, err
	}
	d.Close()
	if d, err = open(a, s, "store verify", session.Changing); err != nil {
		return nil, err
	}
	return looked(ctx, d, accounts, store.Repair, meter)
}

func looked(ctx context.Context, d *opened, accounts plan.Accounts, mode store.Mode, meter *report.Meter) ([]*store.Checked, error) {
	var found []*store.Checked
	for _, shelf := range d.Stores() {
		c, err := shelf.Verify(ctx, accounts, mode, meter.Show)
		if err != nil {
			return nil, err
		}
		found = append(found, c)
		if far := shelf.Far(); far != nil {
			if c, err = far.Verify(ctx, mode, meter.Show); err != nil {
				return nil, err
			}
			found = append(found, c)
		}
	}
	return found, nil
}

func sound(found []*store.Checked) bool {
	return !slices.ContainsFunc(found, func(c *store.Checked) bool { return !c.Sound() })
}
