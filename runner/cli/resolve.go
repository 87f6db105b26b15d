package cli

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"

	"gesso/runner"
	"gesso/runner/decide"
	"gesso/runner/plan"
	"gesso/runner/report"
)

func resolveCommand() *command {
	o := &options{}
	var d runner.Decision
	all := false
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

A decision about a request in doubt holds for all images that shared it; of one that
was accepted, the others' pictures are kept. Instead of an image's, the ADDRESS can be
that of a block or of a module, or have wildcards: image.x["a*"]; -all is every one.
Such a decision is about what is in doubt or lost there, is shown first, and asks
for approval.`,
		args: 1,
		flags: func(set *flag.FlagSet) {
			o.variables(set)
			set.StringVar(&d.Task, "task", "", "collect the task `ID` of the provider")
			set.StringVar(&d.File, "file", "", "adopt the picture in the file `PATH`")
			set.BoolVar(&d.Abandon, "abandon", false, "count the request as not accepted")
			set.BoolVar(&all, "all", false, "decide about all that is in doubt or lost")
			set.BoolVar(&o.autoApprove, "auto-approve", false, "do not ask before deciding about several")
		},
		run: func(ctx context.Context, a *app, args []string) int {
			if len(args) == 0 && !all {
				return a.listUnsettled(ctx, o, d)
			}
			if err := checkDecision(d, len(args), all); err != nil {
				return a.fail(err)
			}
			return a.resolve(ctx, o, target{append(args, "")[0], all}, d)
		},
	}
}

func checkDecision(d runner.Decision, addresses int, all bool) error {
	if all && addresses > 0 {
		return &usageError{"-all is every address, and one is given besides", "gesso resolve -help"}
	}
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

func (a *app) resolve(ctx context.Context, o *options, t target, d runner.Decision) int {
	s, diags, err := a.open(o, "resolve", changing)
	defer s.close()
	if err != nil {
		return a.end(err)
	}
	if a.diagnose(diags, s.config.Sources) {
		return exitError
	}
	calls, err := t.calls(s)
	switch {
	case errors.Is(err, runner.ErrNothingToResolve):
		return a.fail(&usageError{err.Error(), "gesso resolve"})
	case err != nil:
		return a.end(err)
	case len(calls) > 1 && !d.Abandon:
		return a.fail(&usageError{fmt.Sprintf("-task and -file are about one request, and %d are chosen", len(calls)), "gesso resolve"})
	}
	if t.wide(s) {
		report.Calls(a.out, calls)
		if err := a.approve(ctx, o, "resolve"); err != nil {
			return a.end(err)
		}
	}
	found, err := s.found(ctx, calls, d)
	if err != nil {
		return a.end(err)
	}
	return s.settle(ctx, calls, d, found)
}

// found are the tasks, by their intents, that requests in doubt turn out to have
// become when they are to be given up: what is paid for and can be had is not.
func (s *session) found(ctx context.Context, calls []plan.Call, d runner.Decision) (map[string]string, error) {
	doubts := slices.DeleteFunc(slices.Clone(calls), func(c plan.Call) bool { return !c.InDoubt() })
	if !d.Abandon || len(doubts) == 0 {
		return nil, nil
	}
	findings, err := s.search(ctx, doubts)
	tasks := map[string]string{}
	for _, f := range findings {
		tasks[f.Call.Intent] = f.Certain()
	}
	return tasks, err
}

// settle carries out a decision about calls, one after the other. Those of which a
// task was found are collected instead.
func (s *session) settle(ctx context.Context, calls []plan.Call, d runner.Decision, found map[string]string) int {
	a := s.app
	decision := func(call plan.Call) runner.Decision {
		if task := found[call.Intent]; task != "" {
			return runner.Decision{Task: task}
		}
		return d
	}
	homes := make([]*plan.Account, len(calls))
	var needs []decide.Need
	for n, call := range calls {
		d := decision(call)
		if d.File != "" {
			continue
		}
		home := s.accounts.Home(call.Call, s.config.Block(call.Address))
		if home == nil && d.Task != "" {
			return a.end(&runner.StrandedError{Endpoint: call.Endpoint, Task: d.Task})
		}
		needed := func(need decide.Need) bool { return need.Account == home }
		if home != nil {
			homes[n] = &home.Account
		}
		if (d.Task != "" || home != nil && !call.InDoubt()) && !slices.ContainsFunc(needs, needed) {
			needs = append(needs, decide.Need{Account: home, Token: d.Task != ""})
		}
	}
	tools, err := s.connect(needs...)
	if err != nil {
		return a.end(err)
	}
	if tools.Journal, err = s.workspace.Begin(s.loaded); err != nil {
		return a.end(err)
	}
	for n, call := range calls {
		done, failed := runner.Resolve(ctx, s.workspace, call, decision(call), homes[n], tools)
		if err = failed; err != nil {
			break
		}
		if len(calls) > 1 {
			done = call.Address + ": " + done
		}
		fmt.Fprintln(a.Stdout, done)
	}
	if err = cmp.Or(err, tools.Journal.Close()); err != nil {
		return a.end(err)
	}
	return exitDone
}
