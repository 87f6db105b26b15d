package backend

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"time"

	"gesso/spec"
	"gesso/spec/backend"
	"gesso/state/disk"
	"gesso/state/home"
	"gesso/state/home/place"
	"gesso/state/home/shelf"
)

// Block is a backend block, see package spec.
type Block = spec.BackendConfig

// Folder is a configuration's folder, as far as its home goes.
type Folder struct {
	Dir   string
	Block *spec.BackendConfig // nil: the configuration has none
	Note  *Note               // nil: none was set up
}

// Look reads what is noted of a folder whose configuration has a block, or nil.
func Look(dir string, block *spec.BackendConfig) (*Folder, error) {
	note, err := readNote(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{Dir: dir, Block: block, Note: note}, nil
}

// Connection is a home that was opened, for a folder.
type Connection struct {
	Shelf shelf.Shelf
	ID    string // of the home; "" of one that is not founded
	Fresh bool   // the folder knew nothing of it before

	Manners func(home.Options) home.Options // for tests: how it is worked with; nil leaves it

	settings place.Settings
}

// Connect opens the home that a folder has, which is nil where the project is kept in the
// folder itself. A folder that knows of none, and has nothing of its own, is connected with
// the one that its configuration names, if that is founded. The error is a *SetupError
// where something is to be set up first.
func (f *Folder) Connect(ctx context.Context, o place.Options) (*Connection, error) {
	if f.Block == nil && f.Note == nil {
		return nil, nil
	}
	if move, err := ReadMove(f.Dir); err != nil || move != nil {
		return nil, cmp.Or(err, interrupted(move))
	}
	if err := f.Agrees(); err != nil {
		return nil, err
	}
	if f.Note == nil {
		return f.join(ctx, o)
	}
	c, err := f.Open(ctx, f.Note.Given, o)
	if err == nil {
		c.ID = f.Note.ID
	}
	return c, err
}

// interrupted says that a move was stopped.
func interrupted(m *Move) error {
	if m == nil {
		return nil
	}
	way := "to " + m.To.Where
	if m.Back {
		way = "back from " + m.To.Where
	}
	return &SetupError{Message: "moving the project " + way + " was stopped midway", Remedy: migrate}
}

// Interrupted is the error of a folder whose project is being moved.
func (f *Folder) Interrupted(m *Move) error { return interrupted(m) }

// SameHome reports whether the block names the home that is noted.
func (f *Folder) SameHome() bool { return f.Note.sameHome(f.Block) }

// Agrees finds what is noted of a home and is not what the configuration says.
func (f *Folder) Agrees() error {
	switch {
	case f.Note == nil:
		return nil
	case f.Block == nil:
		return &SetupError{
			Message: "the project is kept at " + f.Note.Where + ", and the configuration has no backend block any more",
			Remedy:  migrate + " brings it back into this folder; " + reconfigure + " leaves it there and forgets it here; or put the block back",
		}
	case !f.Note.sameHome(f.Block):
		return &SetupError{
			Message: "the backend block is not what it was when gesso init set it up: the project is kept at " + f.Note.Where,
			Remedy:  migrate + " takes the project along; " + reconfigure + " leaves it there, and works with what the block names now",
		}
	}
	return nil
}

// Open opens the shelf of a home, with what was given besides the block. It asks for
// nothing there.
func (f *Folder) Open(ctx context.Context, given map[string]string, o place.Options) (*Connection, error) {
	s, err := settingsOf(f.Block, given)
	if err != nil {
		return nil, err
	}
	return open(ctx, s, o)
}

// OpenNoted opens the shelf of the home that was noted, whatever the block says now.
func (n *Note) OpenNoted(ctx context.Context, o place.Options) (*Connection, error) {
	c, err := open(ctx, place.Settings{Kind: n.Kind, Values: n.values()}, o)
	if err == nil {
		c.ID = n.ID
	}
	return c, err
}

func (n *Note) values() map[string]string {
	values := maps.Clone(n.Block)
	if values == nil {
		values = map[string]string{}
	}
	maps.Copy(values, n.Given)
	return values
}

func open(ctx context.Context, s place.Settings, o place.Options) (*Connection, error) {
	opened, err := place.Open(ctx, s, o)
	if err != nil {
		return nil, fmt.Errorf("opening the backend \"%s\": %w", s.Kind, err)
	}
	return &Connection{Shelf: opened, settings: s}, nil
}

// join connects a folder that has nothing of its own with a home that is founded.
func (f *Folder) join(ctx context.Context, o place.Options) (*Connection, error) {
	own, err := OwnOf(f.Dir)
	if err != nil {
		return nil, err
	}
	if own.Any() {
		return nil, f.Occupied(own)
	}
	c, err := f.Open(ctx, nil, o)
	if err != nil {
		return nil, err
	}
	known := ""
	if own.Moved != nil {
		known = own.Moved.ID
	}
	id, err := home.On(c.Shelf, home.Options{ID: known}).Identity(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &SetupError{Message: "nothing is set up at " + c.Shelf.String() + ", which the backend block names", Remedy: setUp, Err: err}
	}
	if err != nil {
		return nil, err
	}
	c.ID, c.Fresh = id.ID, true
	return c, f.Remember(c, nil, id.Time)
}

// Occupied is the error of a folder that has something of its own, and a backend block.
func (f *Folder) Occupied(own Own) error {
	has := append(own.States, own.Logs...)[0]
	return &SetupError{
		Message: "the configuration has a backend block, and this folder has a project of its own in " + has,
		Remedy:  migrate + " takes it along; " + reconfigure + " leaves it behind",
	}
}

// Remember notes a connection as the folder's, with what was given besides the block.
func (f *Folder) Remember(c *Connection, given map[string]string, founded time.Time) error {
	n := f.NoteOf(c, given, founded)
	if err := n.Write(f.Dir); err != nil {
		return err
	}
	f.Note = &n
	return nil
}

// NoteOf is what Remember notes.
func (f *Folder) NoteOf(c *Connection, given map[string]string, founded time.Time) Note {
	return Note{Kind: f.Block.Kind, Block: f.Block.Values, Given: given, ID: c.ID, Where: c.Shelf.String(), Founded: founded.UTC()}
}

// Kind is the home's, as package place calls it.
func (c *Connection) Kind() string { return place.KindOf(c.settings.Kind) }

// Lease is how long who holds the home is waited for when it is silent.
func (c *Connection) Lease() (time.Duration, error) {
	lease, err := backend.Lease(c.settings.Values["lease"])
	return cmp.Or(lease, home.DefaultLease), err
}

// Home is the home of one of the folder's workspaces.
func (c *Connection) Home(workspace string) (*home.Home, error) {
	lease, err := c.Lease()
	if err != nil {
		return nil, err
	}
	o := home.Options{Workspace: workspace, ID: c.ID, Lease: lease}
	if c.Manners != nil {
		o = c.Manners(o)
	}
	return home.On(c.Shelf, o), nil
}

// Attach has a workspace kept at the home. It is called before anything else is done with
// it. Of the options those count that hear something.
func (c *Connection) Attach(ctx context.Context, w *disk.Workspace, hears disk.HomeOptions) error {
	if c == nil {
		return nil
	}
	h, err := c.Home(w.Name())
	if err != nil {
		return err
	}
	size, err := backend.Size(c.settings.Values["cache_size"])
	if err != nil {
		return err
	}
	hears.Context, hears.CacheSize = ctx, size
	return w.UseHome(h, hears)
}
