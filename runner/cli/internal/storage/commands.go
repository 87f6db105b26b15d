package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gesso/runner/command"
	"gesso/runner/provider"
	"gesso/runner/session"
	"gesso/runner/store"
	"gesso/state/disk"
	"gesso/state/disk/objects"
)

// Commands returns the commands of gesso store, in the order of help.
func Commands(kinds provider.Kinds) []*command.Command {
	return []*command.Command{verify(kinds), collect(), push(), pull()}
}

// gcName names the collecting command to others who find the lock held.
const gcName = "store gc"

const dryRun = "say what would be done, and do nothing"

// opened is a command's directory with its stores.
type opened struct {
	*store.Directory
	app     *command.App
	session *session.Session
	lock    *disk.Lock
}

// open opens a command's directory, and takes its lock if the command changes something.
// What names the command to others who find the lock held. The caller must call Close.
func open(a *command.App, s *session.Session, what string, how session.Access) (*opened, error) {
	name, err := s.Chosen()
	if err != nil {
		return nil, err
	}
	d, err := store.Open(a.Dir, name, a.Now, s.Place)
	if err != nil {
		return nil, err
	}
	o := &opened{d, a, s, nil}
	if how == session.Changing {
		if what == gcName {
			d.Workspaces[0].Apart() // the command handles the stores as a whole
		}
		if o.lock, err = session.Await(a.Context(), a, d.Workspaces[0], s.Options, what); err != nil {
			d.Close()
			return nil, err
		}
		d.Under(o.lock)
	}
	return o, nil
}

func (o *opened) Close() {
	_ = o.lock.Unlock()
	o.Directory.Close()
}

// elsewhere opens a store's folder named on the command line, relative to the
// configuration's.
func elsewhere(a *command.App, dir string, missing objects.Missing) (*objects.Store, error) {
	at := filepath.FromSlash(dir)
	if !filepath.IsAbs(at) {
		at = filepath.Join(a.Dir, at)
	}
	if info, err := os.Stat(filepath.Join(at, disk.Home, "objects")); err == nil && info.IsDir() {
		return nil, command.Misuse(fmt.Sprintf("%s is a directory of gesso's, and not a store", dir), filepath.ToSlash(filepath.Join(dir, disk.Home, "objects"))+" is its store")
	}
	s, err := objects.Elsewhere(at, dir, missing)
	if errors.Is(err, objects.ErrNoStore) {
		return nil, command.Misuse(err.Error(), "")
	}
	return s, err
}
