package gitsetup

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"gesso/runner/selection"
)

// driver is the name of gesso's merge driver.
const driver = "gesso"

const (
	setting = "merge." + driver + ".driver"
	title   = "merge." + driver + ".name"
)

// patience is how long git may take for a setting.
const patience = 10 * time.Second

// configure names the merge driver in the settings of the directory's repository.
func configure(ctx context.Context, p Place) Step {
	want := cmp.Or(p.Program, self()) + " state merge %O %A %B"
	step := Step{Name: "git config " + setting, Line: want, Outcome: Undone, Command: "git config " + setting + " " + selection.Quote(want)}
	git, err := exec.LookPath("git")
	if err != nil {
		step.Why = "git is not installed"
		return step
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	run := func(args ...string) (string, error) { return p.git(ctx, git, args...) }
	if inside, err := run("rev-parse", "--is-inside-work-tree"); err != nil || inside != "true" {
		step.Outcome, step.Command = Later, ""
		if err != nil && !strings.Contains(err.Error(), "not a git repository") {
			step.Outcome, step.Why = Undone, err.Error()
		}
		return step
	}
	switch got, err := run("config", "--get", setting); {
	case err == nil && got == want:
		step.Outcome = Already
		return step
	case err == nil && got != "":
		step.Outcome, step.Why = Left, got
		return step
	}
	_, err = run("config", "--local", title, "records of images, by gesso")
	if err == nil {
		_, err = run("config", "--local", setting, want)
	}
	if err != nil {
		step.Why = err.Error()
		return step
	}
	step.Outcome = Written
	return step
}

// git runs git in the directory and returns what it prints, without the line's end.
func (p Place) git(ctx context.Context, git string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, git, args...)
	cmd.Dir, cmd.WaitDelay = p.Dir, time.Second
	cmd.Env = append(slices.DeleteFunc(slices.Clone(p.Environ), elsewhere), "LC_ALL=C") // what it says is looked at
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		said := strings.TrimSpace(stderr.String())
		if ctx.Err() != nil || said == "" {
			return "", errors.Join(err, ctx.Err())
		}
		return "", errors.New(said)
	}
	return strings.TrimSuffix(stdout.String(), "\n"), nil
}

// elsewhere reports whether a variable would lead git to another repository than the
// directory's, as in a hook: git itself clears these when it looks at another one.
func elsewhere(entry string) bool {
	name, _, _ := strings.Cut(entry, "=")
	return slices.Contains([]string{
		"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
		"GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
	}, name)
}

// self is what a shell finds this program by: the name if that is on the path, which
// stays right when it is installed anew, or else where it is.
func self() string {
	if _, err := exec.LookPath("gesso"); err == nil {
		return "gesso"
	}
	if path, err := os.Executable(); err == nil {
		return selection.Quote(path)
	}
	return "gesso"
}
