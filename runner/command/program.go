package command

import (
	"context"
	"flag"
	"io"
	"runtime/debug"
	"slices"
	"time"

	"gesso/runner/report"
)

// Program is everything that a command line can say. It is made anew for each invocation,
// as its commands are.
type Program struct {
	Commands []*Command // in the order of the help; help itself is added at the end
	Habits   Habits
	Environ  []Variable // variables that every command uses
}

// Run runs one command and returns its exit code. When ctx ends, the command ends within
// about two seconds, and keeps everything that was paid for.
func (p *Program) Run(ctx context.Context, env Env) int {
	debug.SetGCPercent(garbage)
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

// screens makes the screens; it is called again once -no-color is known.
func (a *App) screens() {
	a.Out = report.NewScreen(a.stdout, a.Getenv, a.noColour)
	a.Stdout = a.Out
	a.Err = report.NewScreen(a.Stderr, a.Getenv, a.noColour)
}

// dispatch finds the command and runs it. Global options and -help may stand before or
// after the command's name.
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

// withoutHelp returns the arguments without -help and the like before a "--", and whether
// there was one.
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
