package command_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"gesso/runner/command"
)

// program is one of three commands, anew for each invocation.
func program() *command.Program {
	loud := false
	return &command.Program{
		Environ: []command.Variable{{Name: "QUIET", Meaning: "say less"}},
		Commands: []*command.Command{
			{
				Name: "greet", Usage: "[options] [NAME]", Summary: "say hello", Detail: "Says hello.", Args: 1,
				Examples: []string{"gesso greet", "gesso greet -loud you  # at the top of one's voice"},
				Environ:  []command.Variable{{Name: "GREETING", Meaning: strings.Repeat("what is said ", 9)}},
				Flags: func(set *flag.FlagSet) {
					set.BoolVar(&loud, "loud", false, "say it loud")
					set.String("mood", "", "say it as `MOOD`")
					set.Int("times", 2, "say it `N` times")
				},
				Run: func(_ context.Context, a *command.App, args []string) int {
					fmt.Fprintf(a.Out, "hello %q in %s, loud: %t\n", args, a.Dir, loud)
					return command.ExitDone
				},
			},
			{Name: "list all", Summary: "list", Extra: "it lists everything", Run: func(context.Context, *command.App, []string) int { return command.ExitChanges }},
			{Name: "list none", Summary: "list nothing", Run: func(_ context.Context, a *command.App, _ []string) int {
				return a.End(fmt.Errorf("opening: %w", fs.ErrPermission))
			}},
			{Name: "stop", Summary: "stop", Run: func(_ context.Context, a *command.App, _ []string) int { return a.End(context.Canceled) }},
			{Name: "__hidden", Hidden: true, Args: -1, Run: func(_ context.Context, a *command.App, args []string) int {
				fmt.Fprintf(a.Out, "%q\n", args)
				return command.ExitDone
			}},
		},
		Habits: command.Habits{
			Commands: map[string]command.Habit{"shout": {Answer: "gesso has no shout", Hint: "gesso greet -loud"}},
			Options:  map[string]command.Habit{"quiet": {Answer: "it is quiet"}, " about": {Answer: "there is help"}},
		},
	}
}

func run(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = program().Run(context.Background(), command.Env{Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &err})
	return code, out.String(), err.String()
}

func TestRun(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("d", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("file", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]struct {
		code           int
		stdout, stderr string // what is in them; "" where they are empty
	}{
		"greet":                       {0, `hello [] in ., loud: false`, ""},
		"greet -loud you -chdir=d":    {0, `hello ["you"] in d, loud: true`, ""},
		"--chdir d greet --loud":      {0, `hello [] in d, loud: true`, ""},
		"greet -- -loud":              {0, `hello ["-loud"] in ., loud: false`, ""},
		"__hidden a -- -b -- c":       {0, `["a" "-b" "--" "c"]`, ""},
		"greet -chdir=nowhere":        {1, "", "gesso: error: -chdir: there is no directory nowhere\n"},
		"greet -chdir=file":           {1, "", "gesso: error: -chdir: file is no directory\n"},
		"greet -mood=glad":            {0, `hello [] in .`, ""},
		"greet -mood=":                {1, "", `invalid value "" for flag -mood: it is empty` + "\ngesso: hint: gesso greet -help\n"},
		"greet -chdir=":               {1, "", `invalid value "" for flag -chdir: it is empty`},
		"-chdir= greet":               {1, "", `invalid value "" for flag -chdir: it is empty`},
		"list all":                    {2, "", ""},
		"stop":                        {130, "", "gesso: interrupted, nothing was changed"},
		"list none":                   {1, "", "gesso: hint: make the file and its folder writable"},
		"list":                        {1, "", "gesso list has the subcommands all, none"},
		"list nome":                   {1, "", `gesso list has no subcommand "nome"; did you mean "none"?`},
		"list all x":                  {1, "", `gesso list all takes no arguments, and was given ["x"]: it lists everything`},
		"gret":                        {1, "", `there is no command "gret"; did you mean "greet"?`},
		"__hiden":                     {1, "", `there is no command "__hiden"` + "\n"},
		"shout":                       {1, "", "gesso has no shout\ngesso: hint: gesso greet -loud\n"},
		"greet -quiet":                {1, "", "gesso greet has no option -quiet: it is quiet"},
		"greet -lod":                  {1, "", "gesso greet has no option -lod; did you mean -loud?"},
		"-loud greet":                 {1, "", "it is one of gesso greet, and stands behind that name"},
		"-about":                      {1, "", "gesso has no option -about: there is help"},
		"":                            {1, "", "Usage: gesso [-chdir=DIR] COMMAND"},
		"help":                        {0, "\nEnvironment, of every command:\n  QUIET               say less\n", ""},
		"help greet":                  {0, "\nExamples:\n  gesso greet\n  gesso greet -loud you         # at the top of one's voice\n", ""},
		"greet -frobnicate you me -h": {0, "  -times=N                     say it N times (default 2)\n", ""},
		"-h greet":                    {0, "  GREETING                     what is said what is said what is said what is\n                               said what", ""},
		"list -h":                     {0, "  all                 list\n  none                list nothing\n", ""},
		"help list none":              {0, "Usage: gesso list none\n", ""},
		"help nothing":                {1, "", `there is no command or topic "nothing"`},
	} {
		code, stdout, stderr := run(strings.Fields(line)...)
		if code != want.code || !holds(stdout, want.stdout) || !holds(stderr, want.stderr) {
			t.Errorf("gesso %s: exit code %d, want %d\nstdout: %s\nstderr: %s", line, code, want.code, stdout, stderr)
		}
	}
}

// An argument that is empty is a variable of a script that is not set: no command takes
// it for one that is not given.
func TestEmptyArguments(t *testing.T) {
	for _, args := range [][]string{{"greet", ""}, {"greet", " "}, {"greet", "--", ""}, {"list", "all", ""}} {
		if code, stdout, stderr := run(args...); code != 1 || stdout != "" || !strings.Contains(stderr, "is a variable of the shell not set?") {
			t.Errorf("gesso %q: exit code %d\n%s%s", args, code, stdout, stderr)
		}
	}
}

func holds(text, want string) bool { return strings.Contains(text, want) && (want != "" || text == "") }

// Hidden commands are in no list.
func TestHidden(t *testing.T) {
	if _, help, _ := run("help"); strings.Contains(help, "__hidden") {
		t.Errorf("it is in\n%s", help)
	}
}

// Help fits a terminal.
func TestHelpFits(t *testing.T) {
	_, help, _ := run("help", "greet")
	for line := range strings.Lines(help) {
		if len(line) > 81 || strings.TrimRight(line, " \n") != strings.TrimSuffix(line, "\n") {
			t.Errorf("%q is too long, or ends in a space", line)
		}
	}
}

// A command whose result cannot be written fails.
func TestUnwritten(t *testing.T) {
	var err bytes.Buffer
	code := program().Run(context.Background(), command.Env{Args: []string{"greet"}, Stdin: strings.NewReader(""), Stdout: full{}, Stderr: &err})
	if code != command.ExitError || !strings.Contains(err.String(), "standard output cannot be written: no space") {
		t.Errorf("exit code %d, it says %s", code, &err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space") }

// FuzzRun: whatever is typed, it is answered, and by a code of the program's.
func FuzzRun(f *testing.F) {
	for _, seed := range []string{"greet", "-h", "help help", "greet -times=x", "list -", "-- greet", "-chdir", "help -man="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.Contains(line, "-man") || strings.Contains(line, "chdir") {
			return // it would write
		}
		code, stdout, stderr := run(strings.Fields(line)...)
		if code < 0 || code > 2 && code != 130 || code == 1 && stdout == "" && stderr == "" {
			t.Errorf("exit code %d\n%s\n%s", code, stdout, stderr)
		}
	})
}
