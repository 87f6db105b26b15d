package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/report"
	"gesso/spec/diag"
	"gesso/spec/near"
	"gesso/state"
	"gesso/state/disk"
)

// Version is gesso's own, as required_version compares it.
const Version = "0.1.0"

// Env is the process that a command runs in.
type Env struct {
	Args    []string // without the program's name
	Environ []string // as os.Environ gives it
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer

	// The rest is for tests; nil and zero stand for what is usual.

	Recorded     func(state.Event) // handed to runs, see runner.Tools
	Now          func() time.Time  // the wall clock
	PictureBytes int64             // bounds a download, see traffic.Limits
	Stall        time.Duration     // bounds how slow one may be, see flux.Config
}

// app is one invocation.
type app struct {
	Env                // Stdout is out
	stdout   io.Writer // what is behind it
	dir      string    // of -chdir, "." by default
	noColour bool
	out, err *report.Screen

	ctx         context.Context // of the invocation, for what has no other: questions, and evaluations before a run
	interrupted bool            // an evaluation was, and printed nothing
}

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

// find matches the longest command name at the beginning of args.
func find(args []string) (*command, []string, error) {
	var names []string
	for _, c := range commands() {
		words := strings.Fields(c.name)
		names = append(names, words[0])
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == c.name {
			return c, args[len(words):], nil
		}
	}
	if err := otherwise(args); err != nil {
		return nil, nil, err
	}
	given := args[0]
	switch given {
	case "state":
		return nil, nil, &usageError{"gesso state has one subcommand: list", "gesso state list"}
	case "metadata":
		return nil, nil, &usageError{"gesso metadata has one subcommand: functions", "gesso metadata functions -json"}
	}
	meant := near.Word(given, append(names, "help"))
	return nil, nil, &usageError{fmt.Sprintf("there is no command %q%s", given, near.Clause(meant)), "gesso help"}
}

// fail prints an error and what may help, and returns the exit code.
func (a *app) fail(err error) int {
	fmt.Fprintf(a.err, "gesso: error: %v\n", err)
	if hint := hintFor(err); hint != "" {
		fmt.Fprintf(a.err, "gesso: hint: %s\n", hint)
	}
	return exitError
}

// hintFor is a sentence or a command that is safe to paste, or "".
func hintFor(err error) string {
	var usage *usageError
	var locked *disk.LockedError
	var damaged *disk.DamageError
	switch {
	case errors.As(err, &usage):
		return usage.hint
	case errors.As(err, &locked):
		return "wait until it is done; nothing was changed"
	case errors.As(err, &damaged):
		return damaged.Hint
	case errors.Is(err, disk.ErrStale):
		return "run the command again"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "free some space on the disk, then run the command again: what was paid for is kept"
	case errors.Is(err, fs.ErrPermission):
		return "make the file and its folder writable, then run the command again: what was paid for is kept"
	}
	return ""
}

// diagnose prints a configuration's diagnostics and reports whether there is
// an error among them. An interrupted evaluation has none that means anything:
// nothing is printed, and the command ends as interrupted.
func (a *app) diagnose(diags hcl.Diagnostics, sources map[string][]byte) bool {
	if diag.Interrupted(diags) {
		a.interrupted = true
		return true
	}
	report.Diagnostics(a.err, diags, sources)
	return diags.HasErrors()
}
