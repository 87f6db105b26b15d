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

// Connection is the home elsewhere that the configuration's project is kept at, opened
// once; nil: it is kept in the folder. The error is told to people as it is.
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

// backendBlock is the configuration's, read alone, and once, where it was not loaded whole.
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

// warnOfOwn names what lies in the folder and is not read: a state of before, which a
// checkout of an old commit has brought back.
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

// PlaceOptions are how a command opens homes.
func PlaceOptions(a *command.App) place.Options {
	return place.Options{Dir: a.Dir, Environ: a.Getenv}
}

// attach has a workspace kept where the configuration's project is.
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

// AtHome tells a set of workspaces which ones there are, where the home is elsewhere. It
// asks there when somebody needs to know.
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

// FoundWorkspace makes a workspace where the project's home is elsewhere. The error matches
// fs.ErrExist where there is one of the name, and founded is false where the home is the
// folder.
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
