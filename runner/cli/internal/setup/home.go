package setup

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"strings"

	"gesso/runner/backend"
	"gesso/runner/command"
	"gesso/runner/migrate"
	"gesso/runner/report/quote"
	"gesso/runner/session"
	"gesso/spec"
	settings "gesso/spec/backend"
	"gesso/state/disk"
	"gesso/state/home"
	"gesso/state/home/shelf"
)

// setter sets up the home of one folder.
type setter struct {
	*options
	app    *command.App
	folder *backend.Folder
	given  map[string]string
	own    backend.Own
}

// home sets up where the project is kept.
func (o *options) home(ctx context.Context, a *command.App) error {
	if o.migrate && o.reconfigure {
		return command.Misuse("-migrate-state takes the project along, and -reconfigure leaves it: give one of them", "gesso init -help")
	}
	block, err := spec.BackendOf(a.Dir)
	if err != nil {
		return command.Misuse(err.Error(), "gesso validate")
	}
	s := &setter{options: o, app: a}
	if s.folder, err = backend.Look(a.Dir, block); err != nil && !(o.reconfigure && isSetup(err)) {
		return err
	}
	if s.folder == nil { // a damaged note, which -reconfigure forgets
		s.folder = &backend.Folder{Dir: a.Dir, Block: block}
	}
	if s.own, err = backend.OwnOf(a.Dir); err != nil {
		return err
	}
	if s.given, err = o.givenTo(s.folder); err != nil {
		return err
	}
	move, err := backend.ReadMove(a.Dir)
	if err != nil {
		return err
	}
	if move != nil {
		return s.goOn(ctx, move)
	}
	if block == nil {
		return s.withoutBlock(ctx)
	}
	return s.withBlock(ctx)
}

func isSetup(err error) bool {
	var setup *backend.SetupError
	return errors.As(err, &setup)
}

// givenTo returns the settings besides the block: those given before, overridden by those
// given now.
func (o *options) givenTo(f *backend.Folder) (map[string]string, error) {
	given := map[string]string{}
	if len(o.configs) > 0 && f.Block == nil {
		return nil, command.Misuse("-backend-config sets arguments of a backend block, and the configuration has none", "gesso init")
	}
	if f.Note != nil && !o.reconfigure {
		maps.Copy(given, f.Note.Given)
	}
	for _, text := range o.configs {
		values, err := config(f, text)
		if err != nil {
			return nil, command.Misuse("-backend-config: "+err.Error(), "gesso init -help")
		}
		maps.Copy(given, values)
	}
	return given, nil
}

func config(f *backend.Folder, text string) (map[string]string, error) {
	if strings.Contains(text, "=") {
		name, value, err := settings.Pair(f.Block.Kind, text)
		return map[string]string{name: value}, err
	}
	src, err := os.ReadFile(text)
	if err != nil {
		return nil, fmt.Errorf("%s is no KEY=VALUE, and no file that can be read", quote.Line(text))
	}
	return settings.File(f.Block.Kind, src, text)
}

// withoutBlock sets up a project that has no backend block: it is kept in its folder, or is
// to be.
func (s *setter) withoutBlock(ctx context.Context) error {
	note := s.folder.Note
	switch {
	case note == nil && s.migrate:
		fmt.Fprintln(s.app.Out, "The project is kept in this folder, and the configuration has no backend block: there is nothing to move.")
		return nil
	case note == nil:
		return nil
	case s.reconfigure:
		if err := backend.Forget(s.folder.Dir); err != nil {
			return err
		}
		fmt.Fprintf(s.app.Out, "Forgot the home at %s; what is there stays there.\n", quote.Line(note.Where))
		return nil
	}
	c, err := note.OpenNoted(ctx, session.PlaceOptions(s.app))
	if err != nil {
		return err
	}
	if left, err := s.follows(ctx, c); left || err != nil {
		return err
	}
	if !s.migrate {
		return s.folder.Agrees()
	}
	return s.back(ctx, c, "")
}

// follows sets up a folder whose project somebody else has moved away from the home. It
// reports whether that is so.
func (s *setter) follows(ctx context.Context, c *backend.Connection) (bool, error) {
	h, err := c.Home("")
	if err != nil {
		return false, err
	}
	standing, err := h.Standing(ctx)
	if err != nil || standing.Left == "" {
		return false, err
	}
	if len(s.own.States) == 0 { // without records, the folder would buy everything again
		return true, &backend.SetupError{
			Message: "the project has moved from " + c.Shelf.String() + " to " + standing.Left + ", and this folder has no " + disk.StateFile + " with what it had",
			Remedy:  "take the state that came with the configuration (such as git pull), then: gesso init",
		}
	}
	if err := migrate.Follow(s.task(c)); err != nil {
		return true, err
	}
	fmt.Fprintf(s.app.Out, "The project has moved from %s into the folder of its configuration, and is kept here from now on.\n", quote.Line(c.Shelf.String()))
	return true, nil
}

// withBlock sets up a project whose configuration has a backend block.
func (s *setter) withBlock(ctx context.Context) error {
	note := s.folder.Note
	switch {
	case note != nil && s.folder.SameHome() && !s.reconfigure:
		return s.again(ctx)
	case note != nil && s.migrate:
		return s.over(ctx)
	case note != nil && !s.reconfigure:
		return s.folder.Agrees()
	case note == nil && s.own.Any() && s.migrate:
		return s.forth(ctx)
	case note == nil && s.own.Any() && !s.reconfigure:
		return s.folder.Occupied(s.own)
	}
	if note != nil {
		if err := s.forget(); err != nil {
			return err
		}
	}
	return s.found(ctx)
}

// forget removes what the folder has of another home.
func (s *setter) forget() error {
	names, err := migrate.Copies(s.folder.Dir)
	if err == nil {
		err = migrate.ForgetCopies(s.folder.Dir, names)
	}
	if err == nil {
		err = backend.Forget(s.folder.Dir)
	}
	s.folder.Note = nil
	return err
}

// open opens the home that the block names, and probes whether it keeps its promises.
func (s *setter) open(ctx context.Context) (*backend.Connection, error) {
	c, err := s.folder.Open(ctx, s.given, session.PlaceOptions(s.app))
	if err != nil {
		return nil, err
	}
	err = shelf.Probe(ctx, c.Shelf)
	if errors.Is(err, fs.ErrPermission) {
		if _, known := home.On(c.Shelf, home.Options{}).Identity(ctx); known == nil {
			fmt.Fprintf(s.app.Out, "%s may only be read from here.\n", quote.Line(c.Shelf.String()))
			return c, nil // whoever founded it has probed it
		}
	}
	return c, err
}

// again checks a home that was set up before.
func (s *setter) again(ctx context.Context) error {
	c, err := s.open(ctx)
	if err != nil {
		return err
	}
	c.ID = s.folder.Note.ID
	h, err := c.Home("")
	if err != nil {
		return err
	}
	if _, err := h.Identity(ctx); err != nil {
		return err
	}
	if err := s.folder.Remember(c, s.given, s.folder.Note.Founded); err != nil {
		return err
	}
	fmt.Fprintf(s.app.Out, "The home of the project is %s: nothing to do.\n", quote.Line(c.Shelf.String()))
	return nil
}

// found founds the home, or joins an existing one.
func (s *setter) found(ctx context.Context) error {
	c, err := s.open(ctx)
	if err != nil {
		return err
	}
	known := ""
	if s.own.Moved != nil && !s.reconfigure {
		known = s.own.Moved.ID
	}
	where := quote.Line(c.Shelf.String())
	now := s.app.Now()
	switch id, err := home.On(c.Shelf, home.Options{ID: known}).Identity(ctx); {
	case err == nil:
		c.ID = id.ID
		if err := s.folder.Remember(c, s.given, id.Time); err != nil {
			return err
		}
		fmt.Fprintf(s.app.Out, "The home of the project is %s, which was there: works with it from now on.\n", where)
		return s.sayLeft()
	case !errors.Is(err, fs.ErrNotExist) || known != "":
		return err
	}
	c.ID = strings.ToLower(rand.Text())
	h, err := c.Home("")
	if err != nil {
		return err
	}
	who := migrate.Holder("init", rand.Text(), now)
	if _, err := h.Found(ctx, home.Identity{ID: c.ID, By: who.User, Time: who.Time}, who, nil); err != nil {
		return err
	}
	if err := s.folder.Remember(c, s.given, now); err != nil {
		return err
	}
	fmt.Fprintf(s.app.Out, "Founded the home of the project at %s, and works with it from now on.\n", where)
	return s.sayLeft()
}

// sayLeft lists the files in the folder that are no longer read.
func (s *setter) sayLeft() error {
	if s.own.Any() {
		fmt.Fprintf(s.app.Out, "Not read any more: %s.\n", quote.Line(strings.Join(append(s.own.States, s.own.Logs...), ", ")))
	}
	return nil
}
