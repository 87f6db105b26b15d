package viewing

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"gesso/runner/command"
	"gesso/runner/gallery/fit"
	"gesso/runner/gallery/page"
	"gesso/runner/gallery/publish"
	"gesso/runner/thumbs"
)

// output says where a gallery goes, and how much of the pictures goes with it.
type output struct {
	file      string // "-": standard output; "": gallery.html, or a folder
	dir       string
	originals string // link, copy or none
	fit       fit.Wishes
	decided   []page.Decision // colleagues' decisions
}

// galleryFile is the default file of a page.
const galleryFile = "gallery.html"

func (o *output) flags(set *flag.FlagSet) {
	o.originals = "link"
	set.StringVar(&o.file, "out", "", "write the page to `FILE` (default "+galleryFile+"), - for standard output; the path is relative to the configuration")
	set.StringVar(&o.dir, "dir", "", "write a folder `DIR` instead, with the pictures beside the page: for thousands of them, or a server")
	set.Func("max-size", "let the page of one file have at most `SIZE` (default 48MB)", func(text string) (err error) {
		o.fit.MaxSize, err = parseSize(text)
		return err
	})
	set.Func("thumb", "make thumbnails of `N` pixels (default: 320, or as many as fit)", func(text string) (err error) {
		o.fit.Thumb, err = parseEdge(text)
		return err
	})
	set.Func("preview", "put larger pictures of `N` pixels of what changed into the page, 0 for none (default: 1024, or as many as fit)", func(text string) (err error) {
		if o.fit.Bare = text == "0"; o.fit.Bare {
			o.fit.Preview = 0
			return nil
		}
		o.fit.Preview, err = parseEdge(text)
		return err
	})
	set.Func("originals", "`HOW` the page leads to the pictures themselves: link, copy (with -dir) or none", func(text string) error {
		switch text {
		case "link", "copy", "none":
			o.originals = text
			return nil
		}
		return errors.New("link, copy or none")
	})
}

func parseEdge(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < thumbs.MinEdge || n > thumbs.MaxEdge {
		return 0, fmt.Errorf("a number of pixels, from %d to %d", thumbs.MinEdge, thumbs.MaxEdge)
	}
	return n, nil
}

// parseSize parses a number of bytes with decimal units.
func parseSize(text string) (int64, error) {
	number, unit := strings.TrimRight(strings.ToLower(text), "b"), int64(1)
	for suffix, bytes := range map[string]int64{"k": 1e3, "m": 1e6, "g": 1e9} {
		if rest, found := strings.CutSuffix(number, suffix); found {
			number, unit = rest, bytes
		}
	}
	n, err := strconv.ParseInt(number, 10, 32)
	if err != nil || n < 1 {
		return 0, errors.New("a size, such as 48MB")
	}
	return n * unit, nil
}

// page returns the place of a page in one file.
func (o *output) page(a *command.App) publish.Place {
	name := cmp.Or(o.file, galleryFile)
	return publish.Place{Name: inDir(a, name), Said: name, Mark: page.Mark}
}

func (o *output) folder(a *command.App) publish.Place {
	return publish.Place{Name: filepath.Clean(inDir(a, o.dir)), Said: o.dir, Mark: page.Mark}
}

func inDir(a *command.App, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(a.Dir, name)
}

// check returns an error for invalid options, before anything is read.
func (o *output) check(a *command.App) error {
	o.fit.Folder = o.dir != ""
	switch {
	case a.AsJSON() && (o.file != "" || o.dir != ""):
		return command.Misuse("-json prints the data of the page, and writes none", "gesso gallery -json, or gesso gallery -out=FILE")
	case a.AsJSON():
		return nil
	case o.file != "" && o.dir != "":
		return command.Misuse("-out is for a page of one file, and -dir for a folder", "leave out one of them")
	case o.originals == "copy" && o.dir == "":
		return command.Misuse("-originals=copy puts the pictures beside the page, and needs a folder", "gesso gallery -dir=DIR -originals=copy")
	case o.dir != "":
		return placeError(publish.CheckFolder(o.folder(a)))
	case o.file == "-":
		return nil
	}
	return placeError(publish.CheckFile(o.page(a)))
}

// placeError adds a hint to an error about a place that cannot be written.
func placeError(err error) error {
	if refused, is := errors.AsType[*publish.Error](err); is {
		return command.Misuse(refused.Error(), refused.Hint)
	}
	return err
}
