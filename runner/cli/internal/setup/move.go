package setup

import (
	"context"
	"fmt"

	"gesso/runner/backend"
	"gesso/runner/migrate"
	"gesso/runner/report/quote"
	"gesso/runner/session"
	"gesso/state/home/place"
)

// approve asks whether to move a project.
func (s *setter) approve(ctx context.Context, from, to string) error {
	fmt.Fprintf(s.app.Err, "The project is moved from %s to %s: pictures, state and ledger of all workspaces.\n", quote.Line(from), quote.Line(to))
	asking := session.New(s.app, nil, &s.Options)
	return asking.Approve(ctx, "init -migrate-state")
}

const thisFolder = "this folder"

// task returns the move of the folder's project.
func (s *setter) task(c *backend.Connection) migrate.Task {
	return migrate.Task{
		Folder: s.folder, Connection: c, Given: s.given, Patience: s.LockTimeout, Now: s.app.Now,
		Say: func(format string, values ...any) { fmt.Fprintf(s.app.Out, format+"\n", values...) },
	}
}

// forth moves the project from the folder to the home.
func (s *setter) forth(ctx context.Context) error {
	c, err := s.open(ctx)
	if err != nil {
		return err
	}
	if err := s.approve(ctx, thisFolder, c.Shelf.String()); err != nil {
		return err
	}
	return s.moveForth(ctx, c)
}

func (s *setter) moveForth(ctx context.Context, c *backend.Connection) error {
	if err := migrate.Forth(ctx, s.task(c)); err != nil {
		return err
	}
	fmt.Fprintf(s.app.Out, "The home of the project is %s. gesso.state says so from now on: commit it. What was here is kept in .gesso/moved.\n", quote.Line(c.Shelf.String()))
	return nil
}

// back moves the project from the home into the folder, or on to another place.
func (s *setter) back(ctx context.Context, c *backend.Connection, whither string) error {
	to := thisFolder
	if whither != "" {
		to = whither
	}
	if err := s.approve(ctx, c.Shelf.String(), to); err != nil {
		return err
	}
	return s.moveBack(ctx, c, whither)
}

func (s *setter) moveBack(ctx context.Context, c *backend.Connection, whither string) error {
	t := s.task(c)
	t.Whither = whither
	if err := migrate.Back(ctx, t); err != nil {
		return err
	}
	fmt.Fprintf(s.app.Out, "The project has left %s, which says so to other machines, and is kept in this folder. What is there stays there.\n", quote.Line(c.Shelf.String()))
	return nil
}

// over moves the project from one home to another, by way of the folder.
func (s *setter) over(ctx context.Context) error {
	from, err := s.folder.Note.OpenNoted(ctx, session.PlaceOptions(s.app))
	if err != nil {
		return err
	}
	to, err := s.open(ctx)
	if err != nil {
		return err
	}
	if err := s.back(ctx, from, to.Shelf.String()); err != nil {
		return err
	}
	return s.moveForth(ctx, to)
}

// goOn continues an interrupted move.
func (s *setter) goOn(ctx context.Context, m *backend.Move) error {
	if !s.migrate {
		return s.folder.Interrupted(m)
	}
	options := session.PlaceOptions(s.app)
	if m.Back {
		return s.goOnBack(ctx, m, options)
	}
	if s.folder.Block == nil {
		s.folder.Block = &backend.Block{Kind: m.To.Kind, Values: m.To.Block}
	}
	s.given = m.To.Given
	c, err := m.To.OpenNoted(ctx, options)
	if err != nil {
		return err
	}
	return s.moveForth(ctx, c)
}

func (s *setter) goOnBack(ctx context.Context, m *backend.Move, options place.Options) error {
	if s.folder.Note == nil {
		if err := migrate.Finish(s.task(nil)); err != nil {
			return err
		}
		fmt.Fprintln(s.app.Out, "The project is kept in this folder.")
	} else {
		c, err := m.To.OpenNoted(ctx, options)
		if err != nil {
			return err
		}
		if err := s.moveBack(ctx, c, ""); err != nil {
			return err
		}
	}
	if s.folder.Block == nil {
		return nil
	}
	c, err := s.open(ctx)
	if err != nil {
		return err
	}
	return s.moveForth(ctx, c)
}
