package session

import (
	"errors"

	"gesso/runner/command"
	"gesso/runner/plan"
	"gesso/spec"
	"gesso/state/disk"
	"gesso/state/disk/objects"
)

// Chosen returns the name of the current workspace.
func (s *Session) Chosen() (string, error) { return s.chosen, s.choose() }

// KnownAccounts returns the accounts of the configuration, read without values of
// variables, or nil if it cannot be read. It is for commands that only say who could be
// asked.
func (s *Session) KnownAccounts() plan.Accounts {
	if s.Config == nil && s.ReadPartial().HasErrors() {
		return nil
	}
	return s.Accounts.Plain()
}

// Place connects a workspace to the project's home and store. It must be called first on
// every workspace that is opened besides the session's own.
func (s *Session) Place(w *disk.Workspace) error {
	if err := s.attach(w); err != nil {
		return err
	}
	return s.PlaceStore(w)
}

// PlaceStore sets a workspace's store to the one of the configuration. The error, for
// commands that need the store, says that it is not known or cannot be used.
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
		_ = w.UseStore(dir) // wrongStore reports the error
	}
	return wrongStore(w.Store())
}

// wrongStore returns what is wrong with a store, with a hint, or nil.
func wrongStore(store *disk.Store) error {
	err := store.Wrong()
	if errors.Is(err, objects.ErrNoStore) {
		return command.Misuse(err.Error(), "gesso store -help tells of stores that several directories use")
	}
	return err
}

// StoreKnown returns what is wrong with the store, or nil. It is valid after OpenState.
func (s *Session) StoreKnown() error { return s.storeless }

// storeReady is StoreKnown for commands that may write to the store. It is called before
// anything else is done.
func (s *Session) storeReady() error {
	if s.storeless == nil && s.Workspace.Store().Shared() {
		return s.Workspace.Store().Writable()
	}
	return s.storeless // whether gesso's own folder can be written is found when the journal begins
}
