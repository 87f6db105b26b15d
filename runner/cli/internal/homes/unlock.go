package homes

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"gesso/runner/command"
	"gesso/runner/report/homes"
	"gesso/runner/report/quote"
	"gesso/runner/session"
	"gesso/runner/standing"
	"gesso/state/disk"
	"gesso/state/home"
)

// unlock is gesso force-unlock.
func unlock() *command.Command {
	force := false
	return &command.Command{
		Name: "force-unlock", Usage: "[options] [LOCK_ID]",
		Summary: "take a home from who holds it; a folder's lock ends with its process",
		Detail: `Of a project whose state is in its folder nothing has to be unlocked by force: the
lock is the kernel's, and ends with the process that holds it, however that ends, so
that a killed one blocks nobody. The command says who holds it now, and what can be
done: wait, with -lock-timeout=5m, or end that process, after which the next apply
collects what it had paid for.

Of a project with a home in a bucket or a shared folder, whoever gave no sign of life
for the lease is taken over from by the next apply, without this command. It is for who
does not want to wait for that, or wants to stop a run that is alive: it says whose
the run is and how long it was seen to be silent, asks, and takes the home from it. The
other run begins nothing more at its next write; what it had submitted is collected by
the next apply, and nothing is paid twice. Without somebody who can be asked it needs
-force.

It has no use for Terraform's LOCK_ID.`,
		Examples: []string{"gesso force-unlock", "gesso force-unlock -force"},
		Args:     1,
		Flags: func(set *flag.FlagSet) {
			set.BoolVar(&force, "force", false, "do not ask before a home is taken from somebody")
		},
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenWorkspace(); err != nil {
				return a.End(err)
			}
			at, err := reach(s)
			if err != nil {
				return a.End(err)
			}
			if at == nil {
				return folder(a, s.Workspace)
			}
			if err := take(ctx, a, at, force); err != nil {
				return a.End(err)
			}
			return command.ExitDone
		},
	}
}

// folder says who holds a folder's lock.
func folder(a *command.App, w *disk.Workspace) int {
	holder := w.Held()
	if holder == nil {
		fmt.Fprintln(a.Out, "Nobody holds the lock.")
		return command.ExitDone
	}
	hint := fmt.Sprintf("wait with gesso apply -lock-timeout=5m, or end process %d of %s: the next apply collects what it paid for", holder.PID, holder.Host)
	return a.Fail(command.Misuse("the lock ends with its process, and cannot be taken from "+holder.String(), hint))
}

// errKept ends a command whose question was not answered with yes.
var errKept = errors.New("not approved, nothing was changed")

// glance is how long a holder is watched before the user is asked about it.
const glance = 5 * time.Second

// take ends the current epoch, whatever it is, by beginning a new one.
func take(ctx context.Context, a *command.App, at *reached, force bool) error {
	now, err := at.home.Standing(ctx)
	if err != nil {
		return err
	}
	if now.Holder == nil {
		fmt.Fprintf(a.Out, "Nobody holds %s.\n", quote.Line(at.home.String()))
		return nil
	}
	if !force {
		if err := ask(ctx, a, at, *now.Holder); err != nil {
			return err
		}
	}
	who := disk.Self("force-unlock", a.Now())
	over := home.Waiting{Dead: func(home.Holder) bool { return true }}
	me := home.Holder{PID: who.PID, Host: who.Host, User: who.User, Command: who.Command, Time: who.Time, Workspace: now.Holder.Workspace}
	epoch, _, err := at.home.Begin(ctx, now.At, me, over)
	if err != nil {
		return err
	}
	if err := epoch.End(nil); err != nil {
		return err
	}
	fmt.Fprintf(a.Out, "%s is free: it was taken from %s. That one begins nothing more; the next apply collects what it had paid for.\n",
		quote.Line(at.home.String()), homes.Who(*now.Holder))
	return nil
}

// ask says from whom a home would be taken, and asks for yes.
func ask(ctx context.Context, a *command.App, at *reached, of home.Holder) error {
	if !a.Interactive() {
		return command.Misuse("force-unlock asks before it takes "+quote.Line(at.home.String())+" from "+homes.Who(of)+", and there is nobody to ask", a.Again("-force"))
	}
	now, err := standing.Look(ctx, at.home)
	if err != nil {
		return err
	}
	if err := now.Watch(ctx, at.home, min(glance, at.lease)); err != nil {
		return err
	}
	if now.Holder == nil {
		return nil // the epoch has ended meanwhile
	}
	sign := fmt.Sprintf("it gave no sign of life for %s, which says little before %s", now.Quiet.Round(time.Second), at.leaseOf(now.Holder))
	if now.Alive {
		sign = "it is alive"
	}
	fmt.Fprintf(a.Err, "%s is held by %s; %s.\n", quote.Line(at.home.String()), homes.Who(*now.Holder), sign)
	fmt.Fprint(a.Err, "Its run begins nothing more when it is taken; the next apply collects what it had paid for.\n\nTake it? Only \"yes\" is taken as an approval: ")
	line, err := a.ReadLine(ctx)
	switch {
	case errors.Is(err, io.EOF):
		return errKept
	case err != nil:
		return err
	case line != "yes":
		return errKept
	}
	return nil
}
