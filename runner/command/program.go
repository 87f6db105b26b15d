package command

import (
	"context"
	"flag"
	"io"
	"slices"
	"time"

	"gesso/runner/report"
)

// Program is all that can be said on a command line. It is made anew for each
// invocation, as its commands are.
type Program struct {
	Commands []*Command // in the order of help, which is added as the last one
	Habits   Habits
	Environ  []Variable // those that every command goes by
}

// Run runs one command and returns its exit code. When ctx ends, the command
// ends within about two seconds, with everything that was paid for kept.
func (p *Program) Run(ctx context.Context, env Env) int {
	pace()
	if env.Now == nil {
		env.Now = time.Now
	}
	p.Commands = append(slices.Clip(p.Commands), p.helpCommand())
	a := &App{Env: env, program: p, stdout: env.Stdout, Dir: ".", ctx: ctx}
	a.screens()
	defer a.openLog()()
	began := time.Now()
	code, err := a.dispatch(ctx, env.Args)
	if err != nil {
		code = a.Fail(err)
	}
	code = a.finish(code)
	a.Log.Ended(code, time.Since(began))
	return code
}

// screens are made anew when -no-color is known.
func (a *App) screens() {
	a.Out = report.NewScreen(a.stdout, a.Getenv, a.noColour)
	a.Stdout = a.Out
	a.Err = report.NewScreen(a.Stderr, a.Getenv, a.noColour)
}

// dispatch finds the command and runs it. Global options may stand before its
// name as well as after, and so may the wish for help.
func (a *App) dispatch(ctx context.Context, args []string) (int, error) {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	a.globalFlags(set)
	version := false
	set.BoolVar(&version, "version", false, "")
	set.BoolVar(&version, "v", false, "")
	args, help := withoutHelp(args)
	if err := set.Parse(args); err != nil {
		return 0, a.program.flagError(set, err)
	}
	if err := a.program.unset(set); err != nil {
		return 0, err
	}
	args = set.Args()
	switch {
	case help:
		return a.help(args)
	case version:
		args = []string{"version"}
	case len(args) == 0:
		a.usage(a.Stderr)
		return ExitError, nil
	}
	c, rest, err := a.program.find(args)
	if err != nil {
		return 0, err
	}
	operands, err := a.parse(c, rest)
	a.screens()
	if a.asked || err != nil && c.wantsJSON(rest) {
		a.speak(c.JSON)
	}
	if err != nil {
		return 0, err
	}
	a.Log.Began(c.Name, Version)
	code := c.Run(ctx, a, operands)
	if a.interrupted {
		return a.End(context.Canceled), nil
	}
	return code, nil
}

// withoutHelp are arguments without the wish for help, wherever it stands before
// a "--", and whether it was there.
func withoutHelp(args []string) (rest []string, help bool) {
	for i, arg := range args {
		switch arg {
		case "-h", "-help", "--h", "--help":
			help = true
		case "--":
			return append(rest, args[i:]...), help
		default:
			rest = append(rest, arg)
		}
	}
	return rest, help
}

func (a *App) globalFlags(set *flag.FlagSet) {
	set.StringVar(&a.Dir, "chdir", a.Dir, "work in the directory `DIR`")
	set.BoolVar(&a.noColour, "no-color", a.noColour, "print without colours")
}
