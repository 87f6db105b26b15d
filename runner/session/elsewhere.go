package session

import (
	"crypto/rand"
	"fmt"
	"strings"

	"gesso/runner/backend"
	"gesso/runner/command"
	"gesso/runner/report/quote"
	"gesso/spec"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
	"gesso/state/home"
	"gesso/state/home/place"
)

// Connection returns the home elsewhere that keeps this project, opened once, or nil if the
// folder keeps it. The error can be shown to users as it is.
func (s *Session) Connection() (*backend.Connection, error) {
	if !s.connected {
		s.connected = true
		s.connection, s.unconnected = s.connect()
	}
	return s.connection, s.unconnected
}

func (s *Session) connect() (*backend.Connection, error) {
	block, err := s.backendBlock()
	if err != nil {
		return nil, err
	}
	f, err := backend.Look(s.App.Dir, block)
	if err != nil {
		return nil, err
	}
	c, err := f.Connect(s.App.Context(), PlaceOptions(s.App))
	if err != nil || c == nil {
		return nil, err
	}
	c.Manners = s.App.Home
	if c.Fresh {
		fmt.Fprintf(s.App.Err, "gesso: works with the home at %s from now on, as %s notes\n", quote.Line(c.Shelf.String()), disk.NoteFile)
	}
	return c, s.warnOfOwn(c)
}

// backendBlock returns the configuration's backend block, or nil. If the whole
// configuration has not been loaded, only that block is read, and only once.
func (s *Session) backendBlock() (*spec.BackendConfig, error) {
	if s.sound {
		return s.Config.Backend, nil
	}
	if s.backendKnown {
		return s.backend, nil
	}
	block, err := spec.BackendOf(s.App.Dir)
	if err != nil {
		return nil, command.Misuse(err.Error(), "gesso validate")
	}
	s.backend, s.backendKnown = block, true
	return block, nil
}

// warnOfOwn warns of state files in the folder that are not read because the project is
// kept elsewhere. Checking out an old commit can bring one back.
func (s *Session) warnOfOwn(c *backend.Connection) error {
	own, err := backend.OwnOf(s.App.Dir)
	if err != nil {
		return err
	}
	if len(own.States) > 0 {
		fmt.Fprintf(s.App.Err, "gesso: warning: %s is not read: the project is kept at %s. It may be of before the project moved there; git checkout or git rm puts it right.\n",
			quote.Line(strings.Join(own.States, ", ")), quote.Line(c.Shelf.String()))
	}
	return nil
}

// PlaceOptions returns the options with which a command opens homes.
func PlaceOptions(a *command.App) place.Options {
	return place.Options{Dir: a.Dir, Environ: a.Getenv}
}

// attach connects a workspace to the project's home, if the project is kept elsewhere.
func (s *Session) attach(w *disk.Workspace) error {
	c, err := s.Connection()
	if err != nil || w.HomeOf() != nil {
		return err
	}
	if c == nil {
		return nil
	}
	lease, err := c.Lease()
	if err != nil {
		return err
	}
	return c.Attach(s.App.Context(), w, s.hears(c.Shelf.String(), lease))
}

// AtHome makes a set list the workspaces of the project's home, if the project is kept
// elsewhere. The home is asked only when the list is needed.
func (s *Session) AtHome(set *workspaces.Set) error {
	block, err := s.backendBlock()
	if err != nil || block == nil && !set.AtHome() {
		return err
	}
	set.UseHome(func() ([]string, error) {
		c, err := s.Connection()
		if err != nil || c == nil {
			return nil, err
		}
		h, err := c.Home("")
		if err != nil {
			return nil, err
		}
		return h.Workspaces(s.App.Context())
	})
	return nil
}

// FoundWorkspace makes a workspace at the project's home. Founded is false if the project
// is kept in the folder. The error matches fs.ErrExist if the home has a workspace of that
// name.
func (s *Session) FoundWorkspace(name string) (founded bool, err error) {
	c, err := s.Connection()
	if err != nil || c == nil {
		return false, err
	}
	h, err := c.Home(name)
	if err != nil {
		return false, err
	}
	self := disk.Self("workspace new", s.App.Now())
	who := home.Holder{PID: self.PID, Host: self.Host, User: self.User, Command: self.Command, Time: self.Time, Nonce: rand.Text()}
	_, err = h.Found(s.App.Context(), home.Identity{ID: c.ID, By: who.User, Time: who.Time}, who, nil)
	return err == nil, err
}
