package viewing

import (
	"context"
	"flag"
	"fmt"
	"strconv"

	"gesso/runner/command"
	"gesso/runner/gallery"
	"gesso/runner/originals"
	"gesso/runner/report/outline"
	"gesso/runner/sheet"
	"gesso/runner/thumbs"
)

// contact is a contact sheet, in place of a page.
type contact struct {
	file    string // "": no contact sheet
	options sheet.Options
	given   string // an option for sheets only that was given; "": none
}

func (c *contact) flags(set *flag.FlagSet) {
	set.StringVar(&c.file, "sheet", "", "write a contact sheet instead, as `FILE`.png or FILE.jpg; further pages are FILE-2 and so on")
	set.Func("columns", "of a contact sheet: put `N` pictures, or pairs, into a row", func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > sheet.MaxColumns {
			return fmt.Errorf("a number from 1 to %d", sheet.MaxColumns)
		}
		c.options.Columns, c.given = n, "columns"
		return nil
	})
	set.Func("label", "of a contact sheet: write the address, the path or none below each picture, as `WHAT` says (default address)", func(text string) error {
		c.options.Label, c.given = sheet.Label(text), "label"
		for _, label := range sheet.Labels() {
			if label == c.options.Label {
				return nil
			}
		}
		return fmt.Errorf("address, path or none")
	})
	set.BoolFunc("pairs", "of a contact sheet: show only what changed, or would, beside what was there before", func(text string) (err error) {
		c.given = "pairs"
		c.options.Pairs, err = strconv.ParseBool(text)
		return err
	})
}

// check returns an error for invalid options, before anything is read.
func (c *contact) check(a *command.App, o *output) error {
	switch {
	case c.file == "" && c.given != "":
		return command.Misuse("-"+c.given+" is for contact sheets", "gesso gallery -sheet=FILE.png -"+c.given)
	case c.file == "":
		return nil
	case a.AsJSON():
		return command.Misuse("-json prints the data of the page, and writes no contact sheet", "gesso gallery -sheet="+c.file)
	case o.file != "" || o.dir != "":
		return command.Misuse("-sheet writes a contact sheet in place of a page", "leave out -out and -dir")
	}
	return placeError(sheet.Check(inDir(a, c.file), c.file, c.options))
}

// write writes the contact sheets of a gallery, and prints their names.
func (c *contact) write(ctx context.Context, a *command.App, g *gallery.Gallery, from *originals.Originals) error {
	s := &scene{app: a, gallery: g, originals: from, thumbs: thumbs.New(a.Dir, from.Copies)}
	defer s.thumbs.Close()
	shas, first := thumbs.Shown(g)
	shas = shas[:first] // sheets show no takes
	s.announce(shas, thumbs.Base)
	var err error
	if s.made, err = s.thumbs.Make(ctx, shas, thumbs.Base); err != nil {
		return err
	}
	if c.options.Pairs {
		if err := s.thumbs.Look(ctx, g); err != nil { // to show how much pictures differ
			return err
		}
	}
	pictures := some{s.thumbs.Pictures(ctx, thumbs.Base, thumbs.Preview), s.made.Bytes}
	written, err := sheet.Write(ctx, inDir(a, c.file), c.file, g, c.options, pictures)
	if err != nil {
		return placeError(err)
	}
	summarize(a.Out, g)
	for _, sheet := range written {
		fmt.Fprintf(a.Out, "%s: %s.\n", inDir(a, sheet.Name), outline.Size(sheet.Bytes))
	}
	s.notes()
	return nil
}
