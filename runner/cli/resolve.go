package cli

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"

	"gesso/runner"
	"gesso/runner/plan"
	"gesso/runner/report"
)

func resolveCommand() *command {
	o := &options{}
	var d runner.Decision
	return &command{
		name: "resolve", usage: "[options] [ADDRESS]",
		summary: "settle a request whose answer was lost",
		detail: `Without an address, lists the requests that are in doubt (sent, perhaps paid for, and
never answered) with what is known of each, and those that are paid for and not yet
collected. Providers promise no list of tasks to search. Where one answers all the
same, gesso looks there first, as apply does, and says what it found: exactly one
task of that request is collected. Where none does, look there yourself by the time,
the prompt or the trace id, and tell gesso what you found:

  -task=ID    the provider accepted it as this task: its picture is collected
  -file=PATH  here is its picture: it is adopted
  -abandon    it was not accepted, or its picture is given up: the next apply may
              buy it again (if it has a task, gesso looks first: what can be had is
              collected instead)

A decision holds for the whole request: for all images that shared it.`,
		args: 1,
		flags: func(set *flag.FlagSet) {
			o.variables(set)
			set.StringVar(&d.Task, "task", "", "collect the task `ID` of the provider")
			set.StringVar(&d.File, "file", "", "adopt the picture in the file `PATH`")
			set.BoolVar(&d.Abandon, "abandon", false, "count the request as not accepted")
		},
		run: func(ctx context.Context, a *app, args []string) int {
			if len(args) == 0 {
				return a.listUnsettled(ctx, o, d)
			}
			if err := checkDecision(d); err != nil {
				return a.fail(err)
			}
			return a.resolve(ctx, o, args[0], d)
		},
	}
}

func checkDecision(d runner.Decision) error {
	given := 0
	for _, is := range []bool{d.Task != "", d.File != "", d.Abandon} {
		if is {
			given++
		}
	}
	if given != 1 {
		return &usageError{"resolve needs one decision: -task=ID, -file=PATH or -abandon", "gesso resolve -help"}
	}
	return nil
}

// listUnsettled shows what there is to decide. It exits with 5 while anything
// is in doubt.
func (a *app) listUnsettled(ctx context.Context, o *options, d runner.Decision) int {
	if d != (runner.Decision{}) {
		return a.fail(&usageError{"a decision is about one address", "gesso resolve"})
	}
	s := &session{app: a}
	defer s.close()
	if err := s.openState("resolve", looking); err != nil {
		return a.end(err)
	}
	calls := runner.Unsettled(s.state, "")
	if len(calls) == 0 {
		fmt.Fprintln(a.Stdout, "Nothing is in doubt.")
		return exitDone
	}
	report.Calls(a.out, calls)
	for _, c := range calls {
		if c.InDoubt() {
			if err := s.lookUp(ctx, o, calls); err != nil {
				return a.end(err)
			}
			fmt.Fprintln(a.Stdout, "Settle each with gesso resolve ADDRESS and one of -task=ID, -file=PATH, -abandon.")
			return exitDoubt
		}
	}
	return exitDone
}

func (a *app) resolve(ctx context.Context, o *options, address string, d runner.Decision) int {
	s, diags, err := a.open(o, "resolve", changing)
	defer s.close()
	if err != nil {
		return a.end(err)
	}
	if a.diagnose(diags, s.config.Sources) {
		return exitError
	}
	call, err := runner.Choose(s.state, plan.RecordedAs(address, s.config, s.state))
	if errors.Is(err, runner.ErrNothingToResolve) {
		return a.fail(&usageError{err.Error(), "gesso resolve"})
	}
	if err != nil {
		return a.end(err)
	}
	if d.Abandon && call.InDoubt() {
		findings, err := s.search(ctx, []plan.Stray{call})
		if err != nil {
			return a.end(err)
		}
		if len(findings) == 1 && findings[0].Certain() != "" {
			d = runner.Decision{Task: findings[0].Certain()} // what is paid for and can be had is not given up
		}
	}
	var home *plan.Account
	var needs []plan.Need
	if d.File == "" {
		home = s.accounts.Home(call.Pending, s.config.Block(call.Address))
		if home == nil && d.Task != "" {
			return a.end(&runner.StrandedError{Endpoint: call.Endpoint, Task: d.Task})
		}
	}
	if d.Task != "" || home != nil && !call.InDoubt() {
		needs = []plan.Need{{Account: home, Token: d.Task != ""}}
	}
	tools, err := s.connect(needs...)
	if err != nil {
		return a.end(err)
	}
	if tools.Journal, err = s.workspace.Begin(s.state); err != nil {
		return a.end(err)
	}
	done, err := runner.Resolve(ctx, s.workspace, call, d, home, tools)
	if err = cmp.Or(err, tools.Journal.Close()); err != nil {
		return a.end(err)
	}
	fmt.Fprintln(a.Stdout, done)
	return exitDone
}
