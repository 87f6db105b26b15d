package viewing

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"gesso/runner/command"
	"gesso/runner/decide/recalling"
	"gesso/runner/gallery"
	"gesso/runner/originals"
	"gesso/runner/report"
	"gesso/runner/selection"
	"gesso/runner/session"
	"gesso/runner/timeline"
	"gesso/state/disk"
)

// look makes the gallery that a command line asks for.
func (v *view) look(ctx context.Context, s *session.Session, args []string) (*gallery.Gallery, error) {
	facts, err := v.facts(ctx, s)
	if err != nil {
		return nil, err
	}
	wishes := v.wishes
	wishes.Wordless = !v.prompts
	wishes.Planned = wishes.Planned || wishes.Only.AsksForPlan()
	if len(args) > 0 {
		found, err := selection.Find("", args, meanable(facts))
		if err != nil {
			return nil, err
		}
		wishes.Means = found.Means
	}
	made := gallery.Make(facts, wishes)
	if made.Forgetful {
		fmt.Fprintln(s.App.Err, "gesso: note: neither ledger nor history is here, as in a fresh clone: what the images had before is not known; -base=REVISION compares with a commit")
	}
	return made, nil
}

// facts collects what a gallery is made of.
func (v *view) facts(ctx context.Context, s *session.Session) (f gallery.Facts, err error) {
	if err := readConfig(s, &f); err != nil {
		return f, err
	}
	if err := s.OpenState("gallery", session.Looking); err != nil {
		return f, err
	}
	if err := s.StoreKnown(); err != nil {
		fmt.Fprintf(s.App.Err, "gesso: warning: %s: only pictures at outputs can be shown\n", err)
	}
	f.Title, f.State, f.Beside, f.Here = title(s), s.State, s.Beside(), originals.Of(s.Workspace, s.State).Has
	var reading errgroup.Group // concurrently: reading takes as long as evaluating
	reading.Go(func() (err error) {
		f.Archive, err = timeline.ReadArchive(s.Workspace, s.Loaded)
		return err
	})
	if f.Problem == "" {
		err = foresee(ctx, s, &f)
	}
	if err := errors.Join(reading.Wait(), err); err != nil {
		return f, err
	}
	if n := f.Archive.Damaged; n > 0 {
		fmt.Fprintf(s.App.Err, "gesso: warning: %d damaged lines of the history and the ledger are left out\n", n)
	}
	f.Base, err = v.compared(ctx, s, f.Archive)
	return f, err
}

// readConfig reads the configuration. It prints errors, and makes them the problem of the
// facts.
func readConfig(s *session.Session, f *gallery.Facts) error {
	diags, err := s.Read()
	switch {
	case err != nil:
		return err
	case s.App.GivenUp(diags):
		return command.ErrReported
	case diags.HasErrors():
		f.Problem = wrong(s, diags)
		_ = s.Config.Close()
		s.Config = nil // a broken configuration does not say where the store is
	}
	return nil
}

// wrong prints what is wrong with a configuration, and returns a line about it.
func wrong(s *session.Session, diags hcl.Diagnostics) string {
	report.Errors(s.App.Err, diags, s.Config.Sources)
	fmt.Fprintln(s.App.Err, "gesso: warning: the configuration does not evaluate: what is shown is what the state knows")
	first, more := "", -1
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		if more++; more > 0 {
			continue
		}
		first = d.Summary
		if d.Subject != nil && filepath.IsLocal(d.Subject.Filename) {
			first = fmt.Sprintf("%s:%d: %s", filepath.ToSlash(d.Subject.Filename), d.Subject.Start.Line, d.Summary)
		}
	}
	if more > 0 {
		first += fmt.Sprintf(", and %d more", more)
	}
	return first
}

// foresee fills in what is declared and the plan. If no plan can be made, only the
// configuration is shown.
func foresee(ctx context.Context, s *session.Session, f *gallery.Facts) error {
	f.Accounts = s.Accounts
	made, diags, err := s.Foresee(ctx)
	switch {
	case err != nil:
		return err
	case s.App.GivenUp(diags):
		return command.ErrReported
	case made != nil:
		f.Plan, f.Declared = made.Plan, made.Expansion().Instances
		return nil
	}
	x, found := s.Config.Expand(recalling.Recorded(s.State))
	if found.HasErrors() {
		f.Problem = wrong(s, found)
		return nil
	}
	report.Errors(s.App.Err, diags, s.Config.Sources)
	fmt.Fprintln(s.App.Err, "gesso: warning: no plan can be made: why images are as they are is not shown, nor what apply would make")
	f.Declared = x.Instances
	return nil
}

// title returns the name of the configuration's directory, followed by the workspace unless
// it is the default one.
func title(s *session.Session) string {
	name := "gesso"
	if dir, err := filepath.Abs(s.App.Dir); err == nil {
		name = filepath.Base(dir)
	}
	if w := s.Workspace.Name(); w != disk.Default {
		name += " (" + w + ")"
	}
	return name
}

// meanable returns the images that a pattern can match.
func meanable(f gallery.Facts) []selection.Image {
	var images []selection.Image
	known := map[string]bool{}
	add := func(i selection.Image) {
		if !known[i.Address] {
			known[i.Address] = true
			images = append(images, i)
		}
	}
	for _, i := range f.Declared {
		add(selection.Image{Address: i.Address, Tags: i.Tags})
	}
	for r := range f.State.All() {
		add(selection.Image{Address: r.Address})
	}
	if f.Base != nil {
		for at := range f.Base.Records {
			add(selection.Image{Address: at})
		}
	}
	return images
}
