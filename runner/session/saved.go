package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/approval"
	"gesso/runner/budget"
	"gesso/runner/command"
	"gesso/runner/decide"
	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/runner/report/quote"
	"gesso/runner/savedplan"
	"gesso/runner/selection"
	"gesso/state/disk"
	"gesso/state/disk/workspaces"
)

// PlanFile returns the path of a plan file named on the command line. A relative name is
// relative to the directory, as for value files.
func (s *Session) PlanFile(name string) string {
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(s.App.Dir, name)
}

// PlanToSave opens the directory and makes a plan for Save, as apply would. It first checks
// that a file of that name may be written, and refuses while another process is changing
// the directory.
func (s *Session) PlanToSave(ctx context.Context, name string) (*decide.Prepared, error) {
	err := savedplan.Replaceable(s.PlanFile(name))
	if errors.As(err, new(*savedplan.Error)) {
		return nil, planFileError(name, err)
	}
	if err != nil {
		return nil, err
	}
	diags, err := s.Open("plan", Looking)
	if err != nil {
		return nil, err
	}
	if holder := s.Beside(); holder != nil {
		return nil, command.Misuse(
			fmt.Sprintf("a plan that is made while gesso %s (process %d) is running shows one moment of that, and is not saved", quote.Line(holder.Command), holder.PID),
			"gesso plan -lock-timeout=10m -out=FILE waits for its end")
	}
	return s.PlanToApply(ctx, diags)
}

// Save writes a plan of PlanToSave to a file, and says how to apply it.
func (s *Session) Save(name string, p *decide.Prepared) error {
	file, err := approval.Save(s.made(p), command.Version, s.now())
	if err != nil {
		return err
	}
	if file.Results, err = s.results(p); err != nil {
		return err
	}
	if err := savedplan.Write(s.PlanFile(name), file); err != nil {
		return planFileError(name, err)
	}
	report.Saved(s.App.Err, name)
	return nil
}

func (s *Session) now() time.Time {
	if s.App.Now == nil {
		return time.Now()
	}
	return s.App.Now()
}

func (s *Session) made(p *decide.Prepared) approval.Made {
	return approval.Made{
		Plan: p.Plan, Config: s.Config, State: s.State, Workspace: s.Workspace,
		Options: savedplan.Options{Destroy: s.Options.Destroy, ReplaceLost: s.Options.ReplaceLost, Workspace: s.named()},
	}
}

// ReadPlan reads a plan file.
func (s *Session) ReadPlan(name string) (*savedplan.File, error) {
	path := s.PlanFile(name)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, command.Misuse(quote.Line(name)+" is a directory, not a plan file", "gesso -chdir="+selection.Quote(name)+" apply")
	}
	file, err := savedplan.Read(path)
	return file, planFileError(name, err)
}

// planFileError adds a hint to an error about a plan file. The name is the one given on the
// command line.
func planFileError(name string, err error) error {
	var problem *savedplan.Error
	var version *savedplan.VersionError
	switch {
	case errors.As(err, &problem) && problem.NoPlan:
		return command.Misuse(quote.Line(name)+" "+problem.Problem, "gesso plan -out=FILE makes one")
	case errors.As(err, &problem):
		return command.Misuse(quote.Line(name)+" "+problem.Problem, "gesso plan -out=FILE makes another")
	case errors.As(err, &version):
		return command.Misuse(quote.Line(err.Error()), "upgrade gesso, or make the plan again with this one: gesso plan -out=FILE")
	case errors.Is(err, fs.ErrNotExist) && command.Selects(name):
		return command.Misuse("there is no plan file "+quote.Line(name)+": which images it is about is said with -target", "gesso apply -target="+selection.Quote(name))
	case errors.Is(err, fs.ErrNotExist):
		return command.Misuse("there is no plan file "+quote.Line(name), "gesso plan -out=FILE makes one")
	}
	return err
}

// ApplySaved carries out what is still to be done of a plan file, and returns the exit
// code. It does not ask: the file is the approval. If anything differs from what the plan
// was made from, it names the differences and does nothing.
func (s *Session) ApplySaved(ctx context.Context, name string) int {
	a := s.App
	p, err := s.planSaved(ctx, name)
	if err != nil {
		return a.End(err)
	}
	done, all := s.saved.Done(p.Plan)
	if a.AsJSON() {
		a.Stream().Plan(p.Plan)
	} else {
		report.Approved(a.Out, report.Approval{Name: name, Plan: p.Plan, Shown: s.saved.Plan, Done: done, All: all})
	}
	if a.Unseen(true) {
		fmt.Fprintln(a.Stderr, "gesso: the plan could not be printed, so nothing was changed")
		return command.ExitError
	}
	if !p.Empty() {
		if err := s.CheckToken(p); err != nil {
			return a.End(err)
		}
		if !a.AsJSON() {
			fmt.Fprintln(a.Stdout)
		}
	}
	what := "apply"
	if s.saved.Options.Destroy {
		what = "destroy"
	}
	return s.Run(ctx, p, what)
}

// planSaved plans what is still to be done of a plan file.
func (s *Session) planSaved(ctx context.Context, name string) (*decide.Prepared, error) {
	if err := s.takeSaved(name); err != nil {
		return nil, err
	}
	diags := s.read(s.inputs())
	if diags.HasErrors() {
		if err := s.object(name, approval.Early(s.saved, s.Config)); err != nil {
			return nil, err
		}
		s.App.Diagnose(diags, s.Config.Sources)
		return nil, command.ErrReported
	}
	if err := s.OpenState("apply", Changing); err != nil {
		return nil, err
	}
	if err := s.SettleDoubts(ctx); err != nil {
		return nil, err
	}
	return s.permitted(ctx, name, diags)
}

// takeSaved reads a plan file and makes its options those of the session. Options of the
// command line that contradict the file are refused.
func (s *Session) takeSaved(name string) error {
	var err error
	if s.saved, err = s.ReadPlan(name); err != nil {
		return err
	}
	if err := s.choose(); err != nil {
		return err
	}
	again := "gesso apply " + selection.Quote(name)
	switch refused := approval.Refused(s.saved, s.Options.Assignments); {
	case s.saved.Options.Workspace != s.named():
		whose := cmp.Or(s.saved.Options.Workspace, disk.Default)
		return command.Misuse(fmt.Sprintf("%s is a plan of the workspace %s, and %s is at work", quote.Line(name), quote.Line(whose), s.chosen), workspaces.Variable+"="+selection.Quote(whose)+" "+again)
	case len(refused) > 0:
		return command.Misuse(fmt.Sprintf("-var gives %s a value, and a plan file has its own: only the sensitive ones are not in it", quote.Line(strings.Join(refused, ", "))), again)
	case len(s.Options.Choice.Replaces) > 0:
		return command.Misuse("apply does what a plan file shows, and -replace asks for something else", again)
	case len(s.Options.Decisions) > 0:
		return command.Misuse("apply does what a plan file shows: -decisions goes with gesso plan -out", again)
	case s.Options.Unmoved:
		return command.Misuse("apply does what a plan file shows, and -no-auto-move may ask for something else: it goes with gesso plan -out", again)
	case s.Options.StaleAnew:
		return command.Misuse("apply does what a plan file shows, and -stale asks for something else: it goes with gesso plan -out", again)
	case s.Options.ReplaceLost:
		return command.Misuse("apply does what a plan file shows: -replace-lost goes with gesso plan -out", again)
	case s.Options.Budget != budget.Budget{}:
		return command.Misuse("the budget of a plan file is that of its plan: -max-images, -max-cost and -allow-unpriced go with gesso plan -out", again)
	case s.Options.Choice.Partial() || len(s.Options.Files.Targets)+len(s.Options.Files.Excludes) > 0:
		return command.Misuse("apply does all that a plan file shows: -target and -exclude go with gesso plan -out", again)
	case s.Options.RefreshOnly || s.Options.Unrefreshed:
		return command.Misuse("apply does what a plan file shows: -refresh-only and -refresh=false go with gesso plan -out", again)
	case s.Options.Destroy:
		return command.Misuse("apply does what a plan file shows, and -destroy asks for something else", again)
	}
	s.Options.Destroy, s.Options.ReplaceLost = s.saved.Options.Destroy, s.saved.Options.ReplaceLost
	return nil
}

// permitted makes a plan of what there is now, and returns it if the plan file permits all
// of it.
func (s *Session) permitted(ctx context.Context, name string, earlier hcl.Diagnostics) (*decide.Prepared, error) {
	p, diags, err := s.plan(ctx)
	if err != nil || s.App.GivenUp(diags) {
		return nil, cmpError(err)
	}
	if diags.HasErrors() {
		if err := s.object(name, approval.Early(s.saved, s.Config)); err != nil {
			return nil, err
		}
		s.App.Diagnose(append(earlier, diags...), s.Config.Sources)
		return nil, command.ErrReported
	}
	found, err := approval.Objections(s.saved, s.made(p))
	if err != nil {
		return nil, err
	}
	if err := s.object(name, found); err != nil {
		return nil, err
	}
	entries, err := s.Workspace.Ledger().Entries()
	if err != nil {
		return nil, err
	}
	p.Plan.Budget = s.saved.Budget(p.Plan, entries)
	s.sayWorkspace()
	return p, nil // its warnings were printed when it was saved
}

func cmpError(err error) error {
	if err == nil {
		return command.ErrReported
	}
	return err
}

// objections returns the reasons against carrying out a plan file, as JSON diagnostics.
func objections(name string, lines []string) []document.Diagnostic {
	all := make([]document.Diagnostic, len(lines))
	for i, line := range lines {
		all[i] = document.Diagnostic{
			Severity: document.Error, Summary: quote.Line(name) + " is not what there is to do now any more, and nothing was done",
			Detail: line, Hint: "gesso plan -out=" + selection.Quote(name),
		}
	}
	return all
}

// object prints the reasons against carrying out a plan file and returns
// command.ErrReported, or returns nil if there are none.
func (s *Session) object(name string, found []approval.Objection) error {
	if len(found) == 0 {
		return nil
	}
	lines := make([]string, len(found))
	for i, o := range found {
		lines[i] = o.String()
	}
	if stream := s.App.Stream(); stream != nil {
		stream.Diagnose(objections(name, lines))
	} else {
		report.Objections(s.App.Err, name, lines)
	}
	return command.ErrReported
}
