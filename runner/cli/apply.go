package cli

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"gesso/runner"
	"gesso/runner/decide"
	"gesso/runner/report"
)

func applyCommand() *command {
	o := &options{}
	return &command{
		name: "apply", usage: "[options]",
		summary: "make the pictures that the plan says",
		detail: `Plans, asks for approval, and does what the plan says: generates what is new or
changed, and takes everything that can be had without a paid call from the store,
from tasks of an earlier run, or from the provider's URLs.

The API token comes from the provider block or from ` + tokenVariables() + `. An
interrupted apply is continued by the next one; nothing is paid for twice.`,
		flags: func(set *flag.FlagSet) {
			o.variables(set)
			o.wishes(set)
			o.execution(set)
		},
		run: func(ctx context.Context, a *app, _ []string) int { return a.change(ctx, o, "apply") },
	}
}

// change is apply, and destroy.
func (a *app) change(ctx context.Context, o *options, command string) int {
	s, diags, err := a.open(o, command, changing)
	defer s.close()
	if err != nil {
		return a.end(err)
	}
	if command == "apply" {
		if err := s.settleDoubts(ctx); err != nil {
			return a.end(err)
		}
	}
	p, err := s.planToApply(ctx, diags, command == "destroy")
	if err != nil {
		return a.end(err)
	}
	report.Plan(a.out, p.Plan)
	if a.unseen(o) {
		fmt.Fprintln(a.Stderr, "gesso: the plan could not be printed, so nothing was changed")
		return exitError
	}
	if !p.Empty() {
		if err := s.checkToken(p); err != nil {
			return a.end(err)
		}
		if err := a.approve(ctx, o, command); err != nil {
			return a.end(err)
		}
		fmt.Fprintln(a.Stdout)
	}
	return s.run(ctx, p, command)
}

var errNotApproved = errors.New("not approved, nothing was changed")

// approve asks for the word yes.
func (a *app) approve(ctx context.Context, o *options, command string) error {
	if o.autoApprove {
		return nil
	}
	if o.noInput {
		return &usageError{command + " needs approval, and -input=false forbids to ask", "gesso " + command + " -auto-approve"}
	}
	fmt.Fprintf(a.err, "\nShall gesso do this? Only \"yes\" is taken as an approval: ")
	line, err := a.readLine(ctx)
	if err != nil || !a.interactive() {
		fmt.Fprintln(a.err) // nobody typed the line's end
	}
	switch {
	case errors.Is(err, io.EOF):
		return &usageError{command + " needs approval, and there is nobody to ask", "gesso " + command + " -auto-approve"}
	case err != nil:
		return err
	case line != "yes":
		return errNotApproved
	}
	return nil
}

// run does what a plan says and prints what became of it.
func (s *session) run(ctx context.Context, p *decide.Prepared, command string) int {
	a := s.app
	// From here on an interrupt is the run's matter: what it evaluates is about pictures that are paid for, and is not given up half way.
	s.config.Uninterruptible()
	needs := p.Needs()
	tools, err := s.connect(needs...)
	if err != nil {
		return a.end(err)
	}
	journal, err := s.workspace.Begin(s.loaded)
	if err != nil {
		return a.end(err)
	}
	tools.Workspace, tools.Journal = s.workspace, journal
	tools.Evaluation, tools.Supply, tools.Place = p.Evaluate(journal), p.Supply, s.config.Where
	progress := report.NewProgress(a.err, p.Plan)
	tools.Notify = progress.Notify
	quiet := context.AfterFunc(ctx, func() {
		progress.Say(interruption(needs).Waiting())
	})
	result, err := runner.Run(ctx, p.Plan, tools)
	quiet()
	progress.Close()
	err = cmp.Or(err, journal.Close())
	// The cache of what outputs are only saves time.
	_ = s.workspace.Outputs().Flush()
	if !p.Empty() {
		report.Result(a.out, title(command), result, a.dir)
		if result.Interrupted {
			report.Interrupted(a.out, command, interruption(needs))
		}
	}
	if err != nil {
		code := a.end(err)
		if len(result.InDoubt) > 0 {
			return exitDoubt // what was sent matters more than what stopped the run
		}
		return code
	}
	code := exitOf(result)
	if code == exitDone || code == exitPartial {
		return s.conclude(p, code)
	}
	return code
}

// interruption is what an interrupt means for calls to these accounts.
func interruption(needs []decide.Need) report.Interruption {
	i := report.Nothing
	for _, need := range needs {
		kind := report.Kept
		if builtin(need.Account) {
			kind = report.Fleeting
		}
		if i != report.Nothing && i != kind {
			return report.Both
		}
		i = kind
	}
	return i
}

func title(command string) string {
	if command == "destroy" {
		return "Destroy"
	}
	return "Apply"
}
