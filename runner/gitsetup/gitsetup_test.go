package gitsetup_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/gitsetup"
)

// environ is one in which git has no settings but those of the repository.
func environ() []string {
	return append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES="+os.TempDir())
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, environ()
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, text)
	}
	return strings.TrimSpace(string(text))
}

func repository(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	return dir
}

func prepare(dir string) []gitsetup.Outcome {
	var outcomes []gitsetup.Outcome
	for _, step := range gitsetup.Prepare(context.Background(), gitsetup.Place{Dir: dir, Program: "gesso", Environ: environ()}) {
		outcomes = append(outcomes, step.Outcome)
	}
	return outcomes
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const (
	already = gitsetup.Already
	written = gitsetup.Written
	left    = gitsetup.Left
	undone  = gitsetup.Undone
)

func TestPrepare(t *testing.T) {
	dir := repository(t)
	write(t, dir, ".gitattributes", "*.png binary") // without an end
	write(t, dir, ".gitignore", "tmp\r\n")
	same(t, "first", prepare(dir), []gitsetup.Outcome{written, written, written, written})
	for range 2 {
		same(t, ".gitattributes", read(t, dir, ".gitattributes"), "*.png binary\ngesso.state merge=gesso\ngesso.state eol=lf\n")
		same(t, ".gitignore", read(t, dir, ".gitignore"), "tmp\r\n.gesso/\r\n")
		same(t, "driver", git(t, dir, "config", "merge.gesso.driver"), "gesso state merge %O %A %B")
		same(t, "attribute", git(t, dir, "check-attr", "merge", "gesso.state"), "gesso.state: merge: gesso")
		same(t, "again", prepare(dir), []gitsetup.Outcome{already, already, already, already})
	}
}

// What somebody wrote stays, whatever it is.
func TestPrepareLeaves(t *testing.T) {
	dir := repository(t)
	for _, test := range []struct {
		attributes, ignore, driver string
		want                       []gitsetup.Outcome
	}{
		{"gesso.state merge=union eol=crlf\n", "!.gesso/\n", "mine %A", []gitsetup.Outcome{left, left, left, left}},
		{"*.state -merge -text\n", "/.gesso\n", "gesso state merge %O %A %B", []gitsetup.Outcome{left, already, already, already}},
		{"/gesso.state text merge=gesso\n", "**/.gesso/\n", "", []gitsetup.Outcome{already, written, already, written}},
		{"# gesso.state merge=union\n* text=auto\n", "# .gesso\n", "", []gitsetup.Outcome{written, written, written, already}},
	} {
		write(t, dir, ".gitattributes", test.attributes)
		write(t, dir, ".gitignore", test.ignore)
		if test.driver != "" {
			git(t, dir, "config", "merge.gesso.driver", test.driver)
		} else if test.want[3] == written {
			git(t, dir, "config", "--unset", "merge.gesso.driver")
		}
		same(t, test.attributes, prepare(dir), test.want)
		if test.want[0] == left && test.want[1] != written {
			same(t, "attributes", read(t, dir, ".gitattributes"), test.attributes)
		}
	}
}

// A repository that is none, or that leads elsewhere, is left alone.
func TestPrepareElsewhere(t *testing.T) {
	dir, other := t.TempDir(), repository(t)
	same(t, "no repository", prepare(dir), []gitsetup.Outcome{written, written, written, gitsetup.Later})
	t.Setenv("GIT_DIR", filepath.Join(other, ".git"))
	same(t, "in a hook", prepare(dir), []gitsetup.Outcome{already, already, already, gitsetup.Later})

	_ = os.Unsetenv("GIT_DIR") // as it was; t.Setenv sees to the rest
	dir = repository(t)
	if err := os.Symlink(filepath.Join(other, "stolen"), filepath.Join(dir, ".gitattributes")); err != nil {
		t.Skip(err)
	}
	if err := os.Mkdir(filepath.Join(dir, ".gitignore"), 0o755); err != nil {
		t.Fatal(err)
	}
	same(t, "a link and a folder", prepare(dir), []gitsetup.Outcome{undone, undone, undone, written})
	if _, err := os.Stat(filepath.Join(other, "stolen")); !os.IsNotExist(err) {
		t.Error("it was written elsewhere")
	}
}

// Of what a repository's settings name, nothing is run.
func TestPrepareRunsNothing(t *testing.T) {
	dir := repository(t)
	ran := filepath.Join(dir, "ran")
	hook := filepath.Join(dir, "hook")
	if err := os.WriteFile(hook, []byte("#!/bin/sh\ntouch "+ran+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external", "alias.config", "alias.rev-parse", "merge.gesso.driver"} {
		git(t, dir, "config", name, hook)
	}
	git(t, dir, "config", "alias.config", "!"+hook)
	git(t, dir, "config", "--unset", "merge.gesso.driver")
	if err := os.Remove(ran); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	same(t, "outcomes", prepare(dir), []gitsetup.Outcome{written, written, written, written})
	if _, err := os.Stat(ran); !os.IsNotExist(err) {
		t.Error("a command of the repository was run")
	}
}
