package cli

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"slices"

	"gesso/runner/cli/internal/inline"
	"gesso/runner/command"
	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/runner/savedplan"
	"gesso/runner/selection"
	"gesso/runner/session"
	"gesso/state"
)

func showCommand() *command.Command {
	o, see := &session.Options{}, &inline.Option{}
	return &command.Command{
		Name: "show", Usage: "[options] [ADDRESS | FILE]",
		Summary: "show what is recorded of the images",
		Detail: `Prints what the state knows of each recorded image: its request, its picture, its
output, and calls that are not settled. An ADDRESS selects a block's images, or one. Of
a FILE of gesso plan -out it prints the plan, with -markdown as a comment on a pull
request.

With -picture it shows the pictures too, in a terminal that can: see gesso help looking.

With -json it is one document in the shape of terraform show -json: of a plan too, so
that policies for Terraform's plans work. gesso schema -for=plan and -for=state describe
them.`,
		Examples: []string{
			"gesso show",
			`gesso show 'image.hero["aria"]'`,
			"gesso show image.hero  # all instances of a block",
			"gesso show -picture image.hero",
			"gesso show -json | jq -r '.values.root_module.resources[].address'",
			"gesso show release.plan  # of gesso plan -out=release.plan",
			"gesso show -json release.plan | conftest test -",
			"gesso show -markdown release.plan > comment.md",
		},
		Flags: func(set *flag.FlagSet) {
			o.Reading(set)
			o.Drawing(set)
			see.Flag(set)
		},
		Environ: inline.Environ(),
		JSON:    command.Document,
		Args:    1,
		Run: func(ctx context.Context, a *command.App, args []string) int {
			s := session.New(a, nil, o)
			defer s.Close()
			if len(args) > 0 && namesPlan(s, args[0]) {
				file, err := s.ReadPlan(args[0])
				if err != nil {
					return a.End(err)
				}
				if see.Wanted() {
					return a.End(command.Misuse("-picture is about what is recorded, and not about a plan in a file", "gesso show -picture"))
				}
				return showFile(a, s, file)
			}
			if o.Markdown > 0 || o.Form != report.Fitting {
				return a.End(command.Misuse("-markdown and -compact are about the plan in a file of gesso plan -out", "gesso show -markdown FILE"))
			}
			return showRecords(ctx, s, see, args)
		},
	}
}

// showFile prints the plan of a plan file.
func showFile(a *command.App, s *session.Session, file *savedplan.File) int {
	if !a.AsJSON() {
		s.Show(file.Plan)
		return command.ExitDone
	}
	doc, err := session.SavedDocument(file)
	if err != nil {
		return a.End(err)
	}
	return a.Write(doc)
}

// showRecords prints the records of all images, or of those that an argument selects.
func showRecords(ctx context.Context, s *session.Session, see *inline.Option, args []string) int {
	a := s.App
	if err := s.OpenState("show", session.Looking); err != nil {
		return a.End(err)
	}
	var found *selection.Found
	if len(args) > 0 {
		var err error
		if found, err = selection.Find("", args, recordedImages(s)); err != nil {
			return a.End(notFound(s, args[0], err))
		}
	}
	var shown []*state.Record
	for record := range s.State.All() {
		if found == nil || found.Means(record.Address) {
			shown = append(shown, record)
		}
	}
	pictures, err := see.Open(ctx, s)
	if err != nil {
		return a.End(err)
	}
	defer pictures.Close()
	if a.AsJSON() {
		return a.Write(document.MakeState(slices.Values(shown), Version))
	}
	for _, record := range shown {
		if record.HasPicture() {
			pictures.Draw(inline.Picture{Of: &record.Picture})
		}
		report.Record(a.Out, record)
	}
	if len(shown) == 0 {
		a.Out.Write([]byte("Nothing is recorded yet.\n"))
	}
	return command.ExitDone
}

// namesPlan reports whether an argument is a plan file and not an address. A word that is
// not a file's name may be an address without "image.".
func namesPlan(s *session.Session, argument string) bool {
	if savedplan.Is(s.PlanFile(argument)) {
		return true
	}
	if command.Selects(argument) {
		return false
	}
	_, err := os.Stat(s.PlanFile(argument))
	return !errors.Is(err, fs.ErrNotExist) || s.Options.Markdown > 0
}

// notFound returns the error for an argument that matches no image. If no image has a
// similar name, it was probably meant to be a plan file.
func notFound(s *session.Session, argument string, err error) error {
	var unknown *selection.UnknownError
	if errors.As(err, &unknown) && len(unknown.Meant) == 0 && !command.Selects(argument) {
		_, err = s.ReadPlan(argument)
	}
	return err
}
