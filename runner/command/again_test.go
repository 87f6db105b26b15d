package command_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"gesso/runner/command"
)

// TestAgain: a line to paste loses nothing of what was typed, and where it would there is none.
func TestAgain(t *testing.T) {
	for line, want := range map[string]string{
		"apply":                       "gesso apply -auto-approve",
		"apply -json":                 "gesso apply -json -auto-approve",
		"workspace delete":            "gesso workspace delete -auto-approve",
		"apply -target=image.fox":     "the same command with -auto-approve",
		"apply -target image.fox":     "the same command with -auto-approve",
		"-chdir=elsewhere apply":      "the same command with -auto-approve",
		"apply -replace=image.x -var": "the same command with -auto-approve",
	} {
		a := command.App{Env: command.Env{Args: strings.Fields(line)}}
		if got := a.Again("-auto-approve"); got != want {
			t.Errorf("gesso %s: %q, want %q", line, got, want)
		}
	}
}

// TestLongDash: an option that was pasted from a text with long dashes is no file and no
// command, and is told from a word that only begins with one.
func TestLongDash(t *testing.T) {
	for line, want := range map[string]string{
		"greet \u2013loud":       `begins with U+2013, and not with the dash of an option: write -loud`,
		"greet \u2014mood=merry": "write -mood\ngesso: hint: gesso greet -help",
		"\u2212chdir=x greet":    "write -chdir\ngesso: hint: gesso -help",
	} {
		code, stdout, stderr := run(strings.Fields(line)...)
		if code != 1 || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("gesso %s: %d, %q, %q; want %q", line, code, stdout, stderr, want)
		}
	}
	for _, name := range []string{"\u2013", "\u2014 so", "\u20131", "a\u2013b"} {
		if code, _, stderr := run("greet", name); code != 0 {
			t.Errorf("%q: %d, %q", name, code, stderr)
		}
	}
}

// TestWanted: of a value that an option cannot take it is said what it takes.
func TestWanted(t *testing.T) {
	for line, want := range map[string]string{
		"greet -loud=x":         "for -loud: true or false",
		"greet -times=x":        "for flag -times: a whole number",
		"greet -no-color=maybe": "for -no-color: true or false",
	} {
		if code, _, stderr := run(strings.Fields(line)...); code != 1 || !strings.Contains(stderr, want+"\n") {
			t.Errorf("gesso %s: %d, %q; want %q", line, code, stderr, want)
		}
	}
}

// TestReadOnly: where nothing can be written it is said what works.
func TestReadOnly(t *testing.T) {
	var stdout, stderr bytes.Buffer
	p := command.Program{Commands: []*command.Command{{Name: "lock", Run: func(_ context.Context, a *command.App, _ []string) int {
		return a.End(fmt.Errorf("locking: %w", syscall.EROFS))
	}}}}
	p.Run(context.Background(), command.Env{Args: []string{"lock"}, Stdout: &stdout, Stderr: &stderr})
	if !strings.Contains(stderr.String(), "hint: what only looks works here") {
		t.Errorf("it says %q", stderr.String())
	}
}

// retyped is an error that knows the line that was meant.
type retyped struct{ error }

func (retyped) Retyped(args []string) string { return strings.Join(args, "+") }

// TestRetyped: the hint of an error that knows how the line was meant is that line.
func TestRetyped(t *testing.T) {
	var stdout, stderr bytes.Buffer
	p := command.Program{Commands: []*command.Command{{Name: "look", Args: 1, Run: func(_ context.Context, a *command.App, _ []string) int {
		return a.End(fmt.Errorf("looking: %w", retyped{errors.New("nothing")}))
	}}}}
	p.Run(context.Background(), command.Env{Args: []string{"look", "there"}, Stdout: &stdout, Stderr: &stderr})
	if !strings.Contains(stderr.String(), "hint: look+there\n") {
		t.Errorf("it says %q", stderr.String())
	}
}
