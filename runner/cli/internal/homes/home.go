package homes

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"

	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/session"
	"gesso/runner/standing"
	"gesso/state/disk/objects"
	"gesso/state/home"
)

// look is gesso home.
func look() *command.Command {
	watch := false
	return &command.Command{
		Name: "home", Usage: "[options]",
		Summary: "say where the project is kept, and who works there",
		Detail: `Says where the state, the ledger and the pictures of this workspace are kept: in the
project's folder, in a folder that several machines see, or in a bucket. Of the
latter two it says which one that is, how long its log is and how much of it this
machine has, who works there, by what it says of itself, which snapshot is the newest,
and how much room the pictures take that are kept here.

One look does not tell whether whoever works there is still alive. With -watch it looks
until there is a sign of life, and for as long as the lease at most, after which the
next apply takes over.

It changes nothing and waits for nobody; rights to read are enough. It exits with 1
where the home cannot be reached.`,
		Examples: []string{"gesso home", "gesso home -watch", "gesso home -json | jq .holder"},
		JSON:     command.Document,
		Flags: func(set *flag.FlagSet) {
			set.BoolVar(&watch, "watch", false, "look until whoever works there gives a sign of life, for as long as the lease at most")
		},
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			s := session.New(a, nil, nil)
			defer s.Close()
			if err := s.OpenWorkspace(); err != nil {
				return a.End(err)
			}
			doc, err := found(ctx, s, watch)
			switch {
			case err != nil:
				return a.End(err)
			case a.AsJSON():
				return a.Write(doc)
			}
			show(a.Out, doc)
			return command.ExitDone
		},
	}
}

// found returns what is known about a session's home.
func found(ctx context.Context, s *session.Session, watch bool) (*document.Home, error) {
	at, err := reach(s)
	if err != nil {
		return nil, err
	}
	if at == nil {
		return inFolder(s)
	}
	now, err := standing.Look(ctx, at.home)
	if other := new(home.OtherError); errors.Is(err, fs.ErrNotExist) && !errors.As(err, &other) {
		return nil, command.Misuse(fmt.Sprintf("no home was founded at %s", at.home), "gesso init")
	}
	if err != nil {
		return nil, err
	}
	lease := at.leaseOf(now.Holder)
	if watch {
		if err := now.Watch(ctx, at.home, lease); err != nil {
			return nil, err
		}
	}
	doc := document.MakeHome(now)
	doc.Kind, doc.Workspace, doc.Here, doc.Lease = at.kind, s.Workspace.Name(), at.here, lease.Seconds()
	doc.Cache, err = cached(s.Workspace.Store())
	doc.Cache.Limit = at.limit
	return doc, err
}

// inFolder returns what is known about a project whose state is in its folder.
func inFolder(s *session.Session) (*document.Home, error) {
	doc := &document.Home{FormatVersion: document.Format, Kind: document.FolderHome, Where: s.App.Dir, Workspace: s.Workspace.Name()}
	if h := s.Workspace.Held(); h != nil {
		doc.Holder = document.MakeHolder(home.Holder{PID: h.PID, Host: h.Host, User: h.User, Command: h.Command, Time: h.Time, Workspace: h.Workspace})
	}
	if err := s.PlaceStore(s.Workspace); err != nil {
		return nil, err
	}
	var err error
	doc.Cache, err = cached(s.Workspace.Store())
	return doc, err
}

// cached counts the pictures on this machine.
func cached(store *objects.Store) (document.HomeCache, error) {
	var sum document.HomeCache
	err := store.List(func(e objects.Entry) error {
		if e.Kind == objects.Object {
			sum.Pictures++
			sum.Bytes += e.Size
		}
		return nil
	})
	return sum, err
}
