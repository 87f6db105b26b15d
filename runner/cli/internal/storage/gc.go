package storage

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/gitsetup"
	"gesso/runner/session"
	"gesso/runner/store"
	"gesso/runner/thumbs"
	"gesso/state/disk"
	"gesso/state/disk/objects"
)

// keptDays is how long history is kept by default.
const keptDays = 30

// options are the options of gesso store gc.
type options struct {
	session.Options
	keep    time.Duration
	delete  bool
	unknown bool
	byHand  bool
	noGit   bool
	forget  []string
}

func (o *options) flags(set *flag.FlagSet) {
	o.keep = keptDays * 24 * time.Hour
	set.Func("keep", "keep what happened, or came to the store, in the last `DURATION`, such as 7d, 12h or 0 (default 30d)", func(text string) (err error) {
		o.keep, err = days(text)
		return err
	})
	set.BoolVar(&o.delete, "delete", false, "remove what is listed")
	set.BoolVar(&o.unknown, "unknown", false, "also remove what no file tells the origin of, which may be somebody's work")
	set.BoolVar(&o.byHand, "by-hand", false, "also remove what somebody made by hand: an adopted, imported or painted picture that nothing has now")
	set.BoolFunc("git", "ask git what other branches and newer commits need (default true)", func(text string) error {
		ask, err := strconv.ParseBool(text)
		o.noGit = !ask
		return err
	})
	set.Func("forget", "the directory `DIR` no longer uses the store; can be given again", func(dir string) error {
		o.forget = append(o.forget, dir)
		return nil
	})
	o.Waiting(set)
}

// days parses a duration that may be in days.
func days(text string) (time.Duration, error) {
	wrong := errors.New("a duration, such as 30d, 12h or 0")
	if number, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.ParseUint(number, 10, 16)
		if err != nil {
			return 0, wrong
		}
		return time.Duration(n) * 24 * time.Hour, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, wrong
	}
	return d, nil
}

// collect is gesso store gc.
func collect() *command.Command {
	o := &options{}
	return &command.Command{
		Name: gcName, Usage: "[options]",
		Summary: "list stored pictures that nothing needs, and with -delete remove them",
		Detail: `Lists the pictures of the store that nothing needs, with their sizes, and says why the
others stay. Nothing is removed without -delete. A picture stays that

  - a record, a rival or a call of any workspace names, or a copy of the state,
  - a text below the directory names, as a pin does,
  - gesso.state has on any branch, tag or stash in git, or had in a commit since then,
  - was bought, replaced or let go of in the last 30 days, or came to the store then,
  - another directory needs that uses the same store,
  - that somebody made by hand, and gesso adopted, imported, or put another in the place
    of: -by-hand removes these too,
  - or whose origin no file tells, such as a text that lay in the place of an output:
    -unknown removes these too.

A removed picture was paid for and cannot be had again but from the provider, while
it has it: the ledger notes that it went, and gesso audit counts it as given up.

Where the project has a home elsewhere, it looks at all pictures there, and asks all
workspaces of it what they need; of other machines it does not know what lies in their
folders alone, such as a pin that was not applied yet, and of git the branches that this
folder has: git fetch --all before that. With -delete it waits for whoever works in any
of them, and whoever comes waits for it. What no workspace tells of stays for a day even
with -keep=0 -unknown. What is kept of them here is a cache, and stays
within cache_size by itself.

Every directory that uses a shared store is asked, and locked for as long as it takes.
Where one cannot be asked, as on another machine, nothing is removed: run it there, or
say with -forget that the directory is no more.`,
		Examples: []string{"gesso store gc", "gesso store gc -delete", "gesso store gc -keep=90d -delete", "gesso store gc -json | jq '[.stores[].bytes] | add'"},
		JSON:     command.Document,
		Flags:    o.flags,
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			s := session.New(a, nil, &o.Options)
			defer s.Close()
			return gc(ctx, a, s, o)
		},
	}
}

func gc(ctx context.Context, a *command.App, s *session.Session, o *options) int {
	if c, err := s.Connection(); err != nil {
		return a.End(err)
	} else if c != nil {
		return gcAtHome(ctx, a, s, c, o)
	}
	how := session.Looking
	if o.delete || len(o.forget) > 0 {
		how = session.Changing
	}
	d, err := open(a, s, gcName, how)
	if err != nil {
		return a.End(err)
	}
	defer d.Close()
	if err := forget(d.Stores(), o.forget); err != nil {
		return a.End(err)
	}
	c := &store.Collector{Directory: d.Directory, Now: a.Now, Policy: store.Policy{Since: a.Now().Add(-o.keep), Keep: o.keep, Unknown: o.unknown, ByHand: o.byHand}, Revisions: o.revisions(ctx, a)}
	if o.delete {
		c.Lock = func(w *disk.Workspace) (*disk.Lock, error) { return session.Await(ctx, a, w, s.Options, gcName) }
	}
	defer c.Close()
	found, err := c.Find()
	if err != nil {
		return a.End(hinted(ctx, err))
	}
	warn(a, c.Damaged)
	return swept(ctx, a, found, o)
}

// revisions asks git which pictures it needs, if that is wanted.
func (o *options) revisions(ctx context.Context, a *command.App) store.Revisions {
	if o.noGit {
		return nil
	}
	return func(dir string, since time.Time, yield func([]byte)) (bool, error) {
		return gitsetup.Revisions(ctx, gitsetup.Place{Dir: dir, Environ: a.Environ}, since, yield)
	}
}

func hinted(ctx context.Context, err error) error {
	var git *store.GitError
	if errors.As(err, &git) && ctx.Err() == nil {
		return command.Misuse(err.Error(), "gesso store gc -git=false, where no other branch matters")
	}
	return err
}

func warn(a *command.App, damaged []error) {
	for _, damage := range damaged {
		fmt.Fprintf(a.Err, "gesso: warning: %s\n", damage)
	}
}

// swept removes what was found, if that is wanted and safe, and prints the result.
func swept(ctx context.Context, a *command.App, found []*store.Sweep, o *options) int {
	unknown := slices.ContainsFunc(found, func(g *store.Sweep) bool { return !g.Known() })
	done := o.delete && !unknown
	if done {
		for _, g := range found {
			if err := g.Delete(ctx, a.Now()); err != nil {
				return a.End(err)
			}
		}
		if err := forgetThumbs(a, found); err != nil {
			return a.End(err)
		}
	}
	if a.AsJSON() {
		if code := a.Write(document.MakeStoreGC(garbage(found), done)); code != command.ExitDone {
			return code
		}
	} else {
		for _, g := range found {
			showGarbage(a.Out, g.Garbage, done)
		}
	}
	switch {
	case o.delete && unknown:
		return a.Fail(command.Misuse("nothing was removed: nobody knows what every directory that uses the store needs", "gesso store gc -forget=DIR, for one that is no more"))
	case !o.delete && !a.AsJSON() && slices.ContainsFunc(found, func(g *store.Sweep) bool { return !g.Empty() }):
		fmt.Fprintln(a.Out, "Nothing was removed. gesso store gc -delete removes what is listed.")
	}
	return command.ExitDone
}

func garbage(found []*store.Sweep) []*store.Garbage {
	all := make([]*store.Garbage, len(found))
	for i, g := range found {
		all[i] = g.Garbage
	}
	return all
}

// forgetThumbs removes the thumbnails of deleted pictures.
func forgetThumbs(a *command.App, found []*store.Sweep) error {
	went := map[string]bool{}
	for _, g := range found {
		for _, item := range g.Objects {
			went[item.SHA] = true
		}
	}
	if len(went) == 0 {
		return nil
	}
	if err := thumbs.Forget(a.Dir, a.Now(), func(sha string) bool { return went[sha] }); err != nil {
		return fmt.Errorf("removing the thumbnails of what went: %w", err)
	}
	return nil
}

// forget removes directories from the users of a store.
func forget(shelves []store.Shelf, dirs []string) error {
	for _, dir := range dirs {
		known := false
		for _, shelf := range shelves {
			users, err := shelf.Store.Users()
			if err != nil {
				return err
			}
			for _, u := range users {
				if u.Dir != dir {
					continue
				}
				known = true
				if err := shelf.Store.Forget(u); err != nil {
					return err
				}
			}
		}
		if !known {
			return command.Misuse(fmt.Sprintf("no directory %q is noted as a user of the store", dir), "gesso store gc")
		}
	}
	return nil
}

// pushed notes that a store which a directory does not use has its pictures.
func pushed(d *opened, to *objects.Store) error {
	return to.Register(d.Workspaces[0].Dir(), d.app.Now())
}
