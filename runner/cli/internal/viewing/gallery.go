package viewing

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"gesso/runner/command"
	"gesso/runner/gallery"
	"gesso/runner/originals"
	"gesso/runner/provider"
	"gesso/runner/report/outline"
	"gesso/runner/session"
)

// view is what a command line asks to see.
type view struct {
	session.Options
	base      string // what to compare with; "": the previous picture of each image
	prompts   bool
	decisions []string // files of colleagues' decisions
	wishes    gallery.Wishes
	output    output
	sheet     contact
	serve     string // HOST:PORT; "": write a page
}

const galleryDetail = `Writes gallery.html, which needs no network and nothing beside it: what there is of
each image beside what was there before: the picture, why it changed, its prompt word
by word, its cost, and what somebody has decided about it. It looks at the configuration,
the state and the store, asks nobody, locks nothing, and works while an apply runs. Of a
configuration with mistakes, or without the values of its variables, it shows what the
state knows.

Before is the picture that each image had before, or the last one that was approved.
With -base it is another state: a file or - for standard input, the serial of a run, a
time, or a revision of git, as for gesso diff.

One file is for some 3,000 pictures: the more there are, the smaller are its thumbnails.
A folder (-dir) has room for more, and what is in it can be served. A contact sheet
(-sheet) is a picture of all the pictures, to be printed or sent: matrices are grids with
their legends, and -pairs shows what changed beside what was there before. What is not a
gallery, or no contact sheet, is not written over.

With -serve the page is served to this machine alone, at an address that nobody guesses,
and follows what an apply makes meanwhile. What is decided in it is saved in
gesso.decisions at once.`

// Gallery is gesso gallery.
func Gallery(kinds provider.Kinds) *command.Command {
	v := &view{prompts: true}
	return &command.Command{
		Name: "gallery", Usage: "[options] [ADDRESS...]",
		Summary: "write a page that shows the pictures, with what was there before",
		Detail:  galleryDetail,
		Examples: []string{
			"gesso gallery",
			"gesso gallery -base=main -only=changed,new -out=review.html",
			"gesso gallery -dir=pages -originals=copy",
			"gesso gallery -decisions=mia.decisions -only=undecided,rejected",
			"gesso gallery -sheet=review.jpg -pairs -base=main",
			"gesso gallery -serve",
			"git show main:gesso.state | gesso gallery -base=-",
			"gesso gallery -json | jq -r '.images[] | select(.status == \"changed\") | .address'",
		},
		Args: -1,
		JSON: command.Document,
		Flags: func(set *flag.FlagSet) {
			v.flags(set)
			v.output.flags(set)
			v.sheet.flags(set)
		},
		Run: func(ctx context.Context, a *command.App, args []string) int { return v.run(ctx, a, kinds, args) },
	}
}

// run does what the command line asks for, in one of its forms.
func (v *view) run(ctx context.Context, a *command.App, kinds provider.Kinds, args []string) int {
	if err := v.checkServe(a); err != nil {
		return a.End(err)
	}
	if err := v.read(a); err != nil {
		return a.End(err)
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(memory))
	if v.serve != "" {
		return v.live(ctx, a, kinds, args)
	}
	check := v.output.check
	if v.sheet.file != "" || v.sheet.given != "" {
		check = func(a *command.App) error { return v.sheet.check(a, &v.output) }
	}
	if err := check(a); err != nil {
		return a.End(err)
	}
	s := session.New(a, kinds, &v.Options)
	defer s.Close()
	made, err := v.look(ctx, s, args)
	if err != nil {
		return a.End(err)
	}
	allow(len(made.Images))
	return v.show(ctx, s, made)
}

// Thumbnails make much garbage, so the collector runs more often if a gallery would take
// more memory than this. Very many images get a share each; otherwise there would be
// nothing but collecting.
const (
	memory       = 112 << 20
	memoryOfEach = 11 << 10
)

// allow sets the memory limit for a gallery of so many images.
func allow(images int) { debug.SetMemoryLimit(max(memory, int64(images)*memoryOfEach)) }

func (v *view) flags(set *flag.FlagSet) {
	v.Variables(set)
	set.StringVar(&v.base, "base", "", "compare with another `STATE`: a file, - for standard input, the serial of a run, a time, or a revision of git")
	set.BoolFunc("serve", "serve the page to this machine, at any port or at `HOST:PORT`, and follow what becomes of the pictures", func(text string) error {
		switch v.serve = text; text {
		case "true":
			v.serve = anyPort
		case "false":
			v.serve = ""
		}
		return nil
	})
	set.BoolVar(&v.wishes.Planned, "plan", false, "add what an apply would make, with its reason and its price")
	set.Func("only", "show only the images of some `STATUS`, such as changed,new,tainted, and those that are "+strings.Join(gallery.Marks(), ", ")+"; can be given again", v.wishes.Only.Add)
	set.Func("decisions", "open the page with what colleagues have decided in `FILE`, or on standard input (-); can be given again", func(name string) error {
		v.decisions = append(v.decisions, name)
		return nil
	})
	set.BoolFunc("prompts", "show what somebody has written: prompts, tags, notes and messages (default true)", func(text string) error {
		switch text {
		case "true", "1":
			v.prompts = true
		case "false", "0":
			v.prompts = false
		default:
			return errors.New("true or false")
		}
		return nil
	})
}

// show writes or prints a gallery.
func (v *view) show(ctx context.Context, s *session.Session, g *gallery.Gallery) int {
	a, pictures := s.App, originals.Of(s.Workspace, s.State)
	if a.AsJSON() {
		if err := look(ctx, a, g, pictures); err != nil {
			return a.End(err)
		}
		return a.Write(g)
	}
	write := v.output.write
	if v.sheet.file != "" {
		write = v.sheet.write
	}
	if err := write(ctx, a, g, pictures); err != nil {
		return a.End(err)
	}
	return command.ExitDone
}

// summarize prints what a gallery shows.
func summarize(w io.Writer, g *gallery.Gallery) {
	fmt.Fprintf(w, "%s: %s", g.Title, outline.Plural(len(g.Images), "image"))
	for n, c := range g.Statuses {
		fmt.Fprintf(w, "%s %d %s", [...]string{":", ","}[min(n, 1)], c.Count, c.Status)
	}
	fmt.Fprintln(w, ".")
}
