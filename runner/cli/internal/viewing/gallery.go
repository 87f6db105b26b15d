package viewing

import (
	"context"
	"errors"
	"flag"
	"fmt"
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
	base    string // what is compared with; "" is what each image had before
	prompts bool
	wishes  gallery.Wishes
}

// Gallery is gesso gallery.
func Gallery(kinds provider.Kinds) *command.Command {
	v := &view{prompts: true}
	return &command.Command{
		Name: "gallery", Usage: "[options] [ADDRESS...]",
		Summary: "show the pictures, with what was there before",
		Detail: `Shows what there is of each image beside what was there before: the picture, why it
changed, its prompt word by word, its cost, and what somebody has decided about it. It
looks at the configuration, the state and the store, asks nobody, locks nothing, and
works while an apply runs. Of a configuration with mistakes, or without the values of
its variables, it shows what the state knows.

Before is the picture that each image had before, or the last one that was approved.
With -base it is another state: a file or - for standard input, the serial of a run, a
time, or a revision of git, as for gesso diff.`,
		Examples: []string{
			"gesso gallery -json | jq -r '.images[] | select(.status == \"changed\") | .address'",
			"gesso gallery -base=main -only=changed,new",
			"git show main:gesso.state | gesso gallery -base=- -json",
			"gesso gallery -plan image.hero",
		},
		Args:  -1,
		JSON:  command.Document,
		Flags: v.flags,
		Run: func(ctx context.Context, a *command.App, args []string) int {
			s := session.New(a, kinds, &v.Options)
			defer s.Close()
			made, err := v.look(ctx, s, args)
			if err != nil {
				return a.End(err)
			}
			return show(s, made, originals.Of(s.Workspace, s.State))
		},
	}
}

func (v *view) flags(set *flag.FlagSet) {
	v.Variables(set)
	set.StringVar(&v.base, "base", "", "compare with another `STATE`: a file, - for standard input, the serial of a run, a time, or a revision of git")
	set.BoolVar(&v.wishes.Planned, "plan", false, "add what an apply would make, with its reason and its price")
	set.Func("only", "show only the images of some `STATUS`, such as changed,new,tainted, and those that are "+strings.Join(gallery.Marks(), ", ")+"; can be given again", v.wishes.Only.Add)
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

// show shows a gallery, whose pictures are where pictures knows them.
func show(s *session.Session, g *gallery.Gallery, _ *originals.Originals) int {
	a := s.App
	if a.AsJSON() {
		return a.Write(g)
	}
	fmt.Fprintf(a.Out, "%s: %s", g.Title, outline.Plural(len(g.Images), "image"))
	for n, c := range g.Statuses {
		fmt.Fprintf(a.Out, "%s %d %s", [...]string{":", ","}[min(n, 1)], c.Count, c.Status)
	}
	fmt.Fprintln(a.Out, ".")
	return command.ExitDone
}
