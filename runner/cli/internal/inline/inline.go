// Package inline is the option -picture: it shows pictures in the terminal beside what a
// command prints about them.
//
// Its promises:
//
//   - A picture comes from the store or from an output that has it. Nobody is asked for it.
//   - If one cannot be shown, the reason is printed, and nothing else changes.
//
// Package pictures knows how a terminal shows pictures.
//
//	show, err := option.Open(ctx, session)
//	if err == nil {
//		show.Draw(inline.Picture{Of: &record.Picture})
//		show.Close()
//	}
package inline

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"io/fs"

	"gesso/runner/command"
	"gesso/runner/originals"
	formats "gesso/runner/picture"
	"gesso/runner/report/pictures"
	"gesso/runner/session"
	"gesso/spec/filename"
	"gesso/state"
)

// variable is the environment variable that says how pictures are shown.
const variable = "GESSO_PICTURES"

// Environ returns the environment variables of a command with the option.
func Environ() []command.Variable {
	return []command.Variable{{Name: variable, Meaning: "how -picture shows pictures: " + pictures.Names()}}
}

// Option is -picture on a command line.
type Option struct {
	wanted bool
	way    pictures.Way
}

// Flag adds the option to a flag set.
func (o *Option) Flag(set *flag.FlagSet) {
	usage := "show the pictures in the terminal; -picture=" + pictures.Names() + " says how"
	set.BoolFunc("picture", usage, func(text string) (err error) {
		o.wanted, o.way = text != "false", pictures.Unknown
		if text != "true" && text != "false" {
			o.way, err = pictures.ParseWay(text)
		}
		return err
	})
}

// Wanted reports whether pictures are to be shown.
func (o *Option) Wanted() bool { return o.wanted }

// Pictures shows pictures. It is not safe for concurrent use.
type Pictures struct {
	app       *command.App
	terminal  *pictures.Terminal
	originals *originals.Originals
}

// Picture is a picture to show.
type Picture struct {
	Of      *state.Picture
	Caption string
}

// Open finds out how the terminal shows pictures, and reads the session's state if needed.
// If the option was not given it does nothing. The caller must call Close.
func (o *Option) Open(ctx context.Context, s *session.Session) (*Pictures, error) {
	if !o.wanted {
		return nil, nil
	}
	if s.App.AsJSON() {
		return nil, command.Misuse("-picture is for people to look at, and -json is for programs", "")
	}
	way := o.way
	if named := s.App.Getenv(variable); named != "" && way == pictures.Unknown {
		var err error
		if way, err = pictures.ParseWay(named); err != nil {
			return nil, command.Misuse(fmt.Sprintf("%s: %s", variable, err), "")
		}
	}
	recorded := s.State
	if recorded == nil {
		loaded, err := s.Workspace.Load()
		if err != nil {
			return nil, err
		}
		recorded = loaded.State
	}
	_ = s.PlaceStore(s.Workspace) // a picture that cannot be had is reported when it is drawn
	t, err := pictures.Detect(ctx, s.App.Out, pictures.Wish{Way: way, Getenv: s.App.Getenv, Now: s.App.Now})
	if err != nil {
		t.Settle()
		return nil, err
	}
	if t.Why != "" {
		fmt.Fprintf(s.App.Err, "gesso: note: no pictures are shown: %s\n", t.Why)
	}
	return &Pictures{s.App, t, originals.Of(s.Workspace, recorded)}, nil
}

// Close restores the terminal.
func (p *Pictures) Close() {
	if p != nil {
		p.terminal.Settle()
	}
}

// Draw shows pictures, as many side by side as fit. After each row it lists those that
// cannot be shown.
func (p *Pictures) Draw(all ...Picture) {
	if p == nil || p.terminal.Why != "" {
		return
	}
	side := p.terminal.InRow(len(all))
	for len(all) > 0 {
		row := all[:min(side, len(all))]
		all = all[len(row):]
		var frames []pictures.Frame
		var problems []string
		for _, one := range row {
			img, err := p.read(one.Of)
			if err != nil {
				problems = append(problems, fmt.Sprintf("%s cannot be shown: %s", named(one), err))
			}
			frames = append(frames, p.terminal.Frame(img, one.Caption, side))
		}
		if len(problems) < len(row) {
			p.terminal.Draw(p.app.Out, frames)
		}
		for _, text := range problems {
			fmt.Fprintf(p.app.Out, "(%s)\n", text)
		}
	}
}

// named returns a picture's name for messages.
func named(p Picture) string {
	if p.Caption == "" {
		return "its picture"
	}
	return p.Caption
}

// read decodes a picture as viewers show it.
func (p *Pictures) read(of *state.Picture) (image.Image, error) {
	file, err := p.originals.Open(of.Artifact)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("it is neither in the store nor in an output here")
	}
	if err != nil {
		return nil, filename.Pathless(err)
	}
	defer file.Close()
	img, _, err := formats.Decode(file, 0)
	return img, err
}
