package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"gesso/runner"
	"gesso/runner/command"
	"gesso/runner/report"
	"gesso/runner/session"
	"gesso/runner/unsettled"
)

func resolveCommand() *command.Command {
	o := &session.Options{}
	var d runner.Decision
	all, request := false, ""
	return &command.Command{
		Name: "resolve", Usage: "[options] [ADDRESS]",
		Summary: "settle a request whose answer was lost",
		Detail: `Without an address, lists the requests that are in doubt (sent, perhaps paid for, and
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

Where an image has several requests, -request=ID says which one is meant, by the
beginning of its id in the list.

A decision about a request in doubt holds for all images that shared it; of one that
was accepted, the others' pictures are kept. Instead of an image's, the ADDRESS can be
that of a block or of a module, or have wildcards: image.x["a*"]; -all is every one.
Such a decision is about what is in doubt or lost there, is shown first, and asks
for approval.`,
		Examples: []string{
			"gesso resolve  # what is in doubt",
			"gesso resolve image.hero -task=ID",
			"gesso resolve image.hero -file=hero.png",
			"gesso resolve image.hero -request=ZLF2 -abandon",
			"gesso resolve -all -abandon",
		},
		Environ: accounts(),
		Args:    1,
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			set.StringVar(&d.Task, "task", "", "collect the task `ID` of the provider")
			set.StringVar(&d.File, "file", "", "adopt the picture in the file `PATH`")
			set.BoolVar(&d.Abandon, "abandon", false, "count the request as not accepted")
			set.BoolVar(&all, "all", false, "decide about all that is in doubt or lost")
			set.StringVar(&request, "request", "", "decide about the request of this `ID`, of several")
			o.Waiting(set)
			set.BoolVar(&o.AutoApprove, "auto-approve", false, "do not ask before deciding about several")
		},
		Run: func(ctx context.Context, a *command.App, args []string) int {
			t := target{append(args, "")[0], all, request}
			if t.pattern == "" && !all {
				return listUnsettled(ctx, a, o, t, d)
			}
			if err := checkDecision(t, d); err != nil {
				return a.Fail(err)
			}
			return resolve(ctx, a, o, t, d)
		},
	}
}

func checkDecision(t target, d runner.Decision) error {
	switch {
	case t.all && t.pattern != "":
		return command.Misuse("-all is every address, and one is given besides", "gesso resolve -help")
	case t.all && t.request != "":
		return command.Misuse("-all is every request, and -request is one", "gesso resolve -help")
	}
	given := 0
	for _, is := range []bool{d.Task != "", d.File != "", d.Abandon} {
		if is {
			given++
		}
	}
	if given != 1 {
		return command.Misuse("resolve needs one decision: -task=ID, -file=PATH or -abandon", "gesso resolve -help")
	}
	return nil
}

// listUnsettled prints what there is to decide. Its exit code is 5 while anything is in
// doubt.
func listUnsettled(ctx context.Context, a *command.App, o *session.Options, t target, d runner.Decision) int {
	if d != (runner.Decision{}) || t.request != "" {
		return a.Fail(command.Misuse("a decision is about one address", "gesso resolve"))
	}
	s := session.New(a, kinds, o)
	defer s.Close()
	if err := s.OpenState("resolve", session.Looking); err != nil {
		return a.End(err)
	}
	calls := unsettled.Calls(s.State, "")
	if len(calls) == 0 {
		fmt.Fprintln(a.Stdout, "Nothing is in doubt.")
		return command.ExitDone
	}
	report.Calls(a.Out, calls)
	for _, c := range calls {
		if c.InDoubt() {
			if err := s.LookUp(ctx, calls); err != nil {
				return a.End(err)
			}
			fmt.Fprintln(a.Stdout, "Settle each with gesso resolve ADDRESS and one of -task=ID, -file=PATH, -abandon.")
			return command.ExitDoubt
		}
	}
	return command.ExitDone
}

func resolve(ctx context.Context, a *command.App, o *session.Options, t target, d runner.Decision) int {
	s := session.New(a, kinds, o)
	defer s.Close()
	diags, err := s.Open("resolve", session.Changing)
	if err != nil {
		return a.End(err)
	}
	if a.Diagnose(diags, s.Config.Sources) {
		return command.ExitError
	}
	calls, wide, err := t.calls(s)
	switch {
	case errors.Is(err, unsettled.ErrNothing):
		return a.Fail(command.Misuse(err.Error(), "gesso resolve"))
	case err != nil:
		return a.End(err)
	case len(calls) > 1 && !d.Abandon:
		return a.Fail(command.Misuse(fmt.Sprintf("-task and -file are about one request, and %d are chosen", len(calls)), "gesso resolve"))
	}
	if wide {
		report.Calls(a.Out, calls)
		if err := s.Approve(ctx, "resolve"); err != nil {
			return a.End(err)
		}
	}
	return s.Settle(ctx, calls, d)
}
