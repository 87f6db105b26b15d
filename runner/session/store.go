package session

import (
	"errors"

	"gesso/runner/command"
	"gesso/runner/plan"
	"gesso/spec"
	"gesso/state/disk"
	"gesso/state/disk/objects"
)

// Chosen is the workspace that is at work.
func (s *Session) Chosen() (string, error) { return s.chosen, s.choose() }

// KnownAccounts are the accounts of the configuration as far as it can be read without
// values, for who only tells what could be asked; nil where it cannot.
func (s *Session) KnownAccounts() plan.Accounts {
	if s.Config == nil && s.ReadPartial().HasErrors() {
		return nil
	}
	return s.Accounts.Plain()
}

// Place tells a workspace where the configuration has it kept, and its pictures: what
// opens others than that of the session calls it before anything else.
func (s *Session) Place(w *disk.Workspace) error {
	if err := s.attach(w); err != nil {
		return err
	}
	return s.PlaceStore(w)
}

// PlaceStore tells a workspace where the configuration has its pictures kept. The error
// is told to who needs the store: it is not known, or cannot be had.
func (s *Session) PlaceStore(w *disk.Workspace) error {
	dir := ""
	if s.Config != nil {
		dir = s.Config.Store
	} else {
		var err error
		if dir, err = spec.StoreOf(s.App.Dir); err != nil {
			return command.Misuse(err.Error(), "gesso validate")
		}
	}
	if dir != "" {
		_ = w.UseStore(dir) // Wrong tells
	}
	return wrongStore(w.Store())
}

// wrongStore is what is wrong with a store, for people; nil for one that can be had.
func wrongStore(store *disk.Store) error {
	err := store.Wrong()
	if errors.Is(err, objects.ErrNoStore) {
		return command.Misuse(err.Error(), "gesso store -help tells of stores that several directories use")
	}
	return err
}

// StoreKnown is what is wrong with the store of pictures, for who needs one; nil for
// nothing. It is asked after OpenState.
func (s *Session) StoreKnown() error { return s.storeless }

// storeReady is StoreKnown for a command that may put something into the store, before
// it does anything.
func (s *Session) storeReady() error {
	if s.storeless == nil && s.Workspace.Store().Shared() {
		return s.Workspace.Store().Writable()
	}
	return s.storeless // of gesso's own folder who begins a journal there is told
}
