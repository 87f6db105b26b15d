package cli

import (
	"context"
	"errors"
	"flag"
	"io"
	"runtime/debug"
	"time"

	"gesso/runner/report"
)

// Run runs one command and returns its exit code. When ctx ends, the command
// ends within about two seconds, with everything that was paid for kept.
func Run(ctx context.Context, env Env) int {
	// A plan lives for a moment and makes little garbage: most of what is
	// allocated is needed until its end.
	debug.SetGCPercent(200)
	if env.Now == nil {
		env.Now = time.Now
	}
	a := &app{Env: env, stdout: env.Stdout, dir: ".", ctx: ctx}
	a.screens()
	code, err := a.dispatch(ctx, env.Args)
	if err != nil {
		code = a.fail(err)
	}
	return a.finish(code)
}

// screens are made anew when -no-color is known.
func (a *app) screens() {
	getenv := func(name string) string { return variable(a.Environ, name) }
	a.out = report.NewScreen(a.stdout, getenv, a.noColour)
	a.Stdout = a.out
	a.err = report.NewScreen(a.Stderr, getenv, a.noColour)
}

// dispatch finds the command and runs it. Global options may stand before its
// name as well as after.
func (a *app) dispatch(ctx context.Context, args []string) (int, error) {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	a.globalFlags(set)
	version := set.Bool("version", false, "")
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return a.help(nil), nil
		}
		return 0, flagError(set, err)
	}
	args = set.Args()
	switch {
	case *version:
		args = []string{"version"}
	case len(args) == 0:
		a.usage(a.Stderr)
		return exitError, nil
	case args[0] == "help":
		return a.help(args[1:]), nil
	}
	c, rest, err := find(args)
	if err != nil {
		return 0, err
	}
	operands, err := c.parse(a, rest)
	a.screens()
	if errors.Is(err, flag.ErrHelp) {
		a.commandHelp(a.Stdout, c)
		return exitDone, nil
	}
	if err != nil {
		return 0, err
	}
	code := c.run(ctx, a, operands)
	if a.interrupted {
		return a.end(context.Canceled), nil
	}
	return code, nil
}

func (a *app) globalFlags(set *flag.FlagSet) {
	set.StringVar(&a.dir, "chdir", a.dir, "work in the directory `DIR`")
	set.BoolVar(&a.noColour, "no-color", a.noColour, "print without colours")
}
