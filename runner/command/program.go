package command

import (
	"context"
	"errors"
	"flag"
	"io"
	"runtime/debug"
	"time"

	"gesso/runner/report"
)

// Program is all that can be said on a command line. It is made anew for each
// invocation, as its commands are.
type Program struct {
	Commands []*Command // in the order of help
	Habits   Habits
}

// Run runs one command and returns its exit code. When ctx ends, the command
// ends within about two seconds, with everything that was paid for kept.
func (p *Program) Run(ctx context.Context, env Env) int {
	// A plan lives for a moment and makes little garbage: most of what is
	// allocated is needed until its end.
	debug.SetGCPercent(200)
	if env.Now == nil {
		env.Now = time.Now
	}
	a := &App{Env: env, program: p, stdout: env.Stdout, Dir: ".", ctx: ctx}
	a.screens()
	code, err := a.dispatch(ctx, env.Args)
	if err != nil {
		code = a.Fail(err)
	}
	return a.finish(code)
}

// screens are made anew when -no-color is known.
func (a *App) screens() {
	a.Out = report.NewScreen(a.stdout, a.Getenv, a.noColour)
	a.Stdout = a.Out
	a.Err = report.NewScreen(a.Stderr, a.Getenv, a.noColour)
}

// dispatch finds the command and runs it. Global options may stand before its
// name as well as after.
func (a *App) dispatch(ctx context.Context, args []string) (int, error) {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	a.globalFlags(set)
	version := set.Bool("version", false, "")
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return a.help(nil), nil
		}
		return 0, a.program.flagError(set, err)
	}
	args = set.Args()
	switch {
	case *version:
		args = []string{"version"}
	case len(args) == 0:
		a.usage(a.Stderr)
		return ExitError, nil
	case args[0] == "help":
		return a.help(args[1:]), nil
	}
	c, rest, err := a.program.find(args)
	if err != nil {
		return 0, err
	}
	operands, err := a.parse(c, rest)
	a.screens()
	if errors.Is(err, flag.ErrHelp) {
		a.commandHelp(a.Stdout, c)
		return ExitDone, nil
	}
	if err != nil {
		return 0, err
	}
	code := c.Run(ctx, a, operands)
	if a.interrupted {
		return a.End(context.Canceled), nil
	}
	return code, nil
}

func (a *App) globalFlags(set *flag.FlagSet) {
	set.StringVar(&a.Dir, "chdir", a.Dir, "work in the directory `DIR`")
	set.BoolVar(&a.noColour, "no-color", a.noColour, "print without colours")
}
