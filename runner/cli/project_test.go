package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gesso/runner/cli"
	"gesso/runner/sandbox"
)

// project is a configuration's directory and the sandbox that it talks to, for
// tests that run gesso inside their own process.
type project struct {
	t       *testing.T
	dir     string
	sandbox *sandbox.Running
	second  *sandbox.Running // another provider's; nil in most tests
	before  sandbox.Books
}

func newProject(t *testing.T, o sandbox.Options) *project {
	t.Helper()
	return &project{t: t, dir: t.TempDir(), sandbox: startSandbox(t, o)}
}

func startSandbox(t *testing.T, o sandbox.Options) *sandbox.Running {
	t.Helper()
	running, err := sandbox.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	return running
}

func (p *project) write(name, text string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

func (p *project) read(name string) []byte {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return data
}

func (p *project) remove(name string) {
	p.t.Helper()
	if err := os.RemoveAll(filepath.Join(p.dir, name)); err != nil {
		p.t.Fatal(err)
	}
}

// run runs gesso, makes sure of its exit code, and returns its standard output.
func (p *project) run(code int, args ...string) string {
	p.t.Helper()
	said, _ := p.both(code, args...)
	return said
}

// fails is run for what stands on standard error.
func (p *project) fails(code int, args ...string) string {
	p.t.Helper()
	_, said := p.both(code, args...)
	return said
}

func (p *project) both(code int, args ...string) (said, errors string) {
	p.t.Helper()
	var stdout, stderr bytes.Buffer
	got := cli.Run(context.Background(), cli.Env{
		Args:    append([]string{"-chdir=" + p.dir}, args...),
		Environ: []string{tokenVariable + "=" + canary, endpointVariable + "=" + p.sandbox.URL},
		Stdin:   strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
	})
	if got != code {
		p.t.Fatalf("gesso %q ended with %d, want %d\n%s\n%s", args, got, code, stdout.String(), stderr.String())
	}
	if text := stdout.String() + stderr.String(); strings.Contains(text, canary) {
		p.t.Errorf("gesso %q prints the token", args)
	}
	return stdout.String(), stderr.String()
}

// books are those of all the project's sandboxes, as far as tests look.
func (p *project) books() sandbox.Books {
	books := p.sandbox.Server.Books()
	if p.second == nil {
		return books
	}
	more := p.second.Server.Books()
	books.Requests += more.Requests
	books.Lists += more.Lists
	books.ChargedPictures += more.ChargedPictures
	books.Calls = append(books.Calls, more.Calls...)
	return books
}

// asked returns what the sandboxes were asked since the last time.
func (p *project) asked() (before, now sandbox.Books) {
	before, now = p.before, p.books()
	p.before = now
	return before, now
}

// charged makes sure how many pictures were paid for since the last look at
// the books, and returns the prompts, in order.
func (p *project) charged(want int) []string {
	p.t.Helper()
	before, now := p.asked()
	if got := now.ChargedPictures - before.ChargedPictures; got != want {
		p.t.Errorf("%d pictures were charged, want %d", got, want)
	}
	var list []string
	for _, c := range now.Calls[len(before.Calls):] {
		list = append(list, c.Prompt)
	}
	slices.Sort(list)
	return list
}

// silent makes sure that there was no request of any kind, but for the one free
// question by which an apply looks for what is in doubt.
func (p *project) silent() {
	p.t.Helper()
	before, now := p.asked()
	if listed := now.Lists - before.Lists; now.Requests-before.Requests != listed || listed > 2 { // of two providers
		p.t.Errorf("%d requests, %d of them for a list, want none", now.Requests-before.Requests, listed)
	}
}

// holds makes sure that there are so many outputs, all whole.
func (p *project) holds(want int) {
	p.t.Helper()
	got, err := countPictures(filepath.Join(p.dir, "images"))
	if err != nil || got != want {
		p.t.Errorf("%d pictures (error %v), want %d", got, err, want)
	}
}

// command is gesso in a process of its own.
func (p *project) command(args ...string) *exec.Cmd {
	p.t.Helper()
	gesso, err := exec.LookPath("gesso")
	if err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.Command(gesso, append([]string{"-chdir=" + p.dir}, args...)...)
	cmd.Env = []string{tokenVariable + "=" + canary, endpointVariable + "=" + p.sandbox.URL, "GORACE=atexit_sleep_ms=0"}
	return cmd
}

// runKilled applies in another process, which dies after the n-th event. It
// reports whether the run came so far.
func (p *project) runKilled(n int, options ...string) bool {
	p.t.Helper()
	cmd := p.command(append([]string{"apply", "-auto-approve"}, options...)...)
	cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", killVariable, n))
	text, err := cmd.CombinedOutput()
	if killed(err) {
		return true
	}
	if !slices.Contains([]int{0, exitPartial, exitDoubtful}, cmd.ProcessState.ExitCode()) {
		p.t.Fatalf("gesso that was to be killed after event %d: %v\n%s", n, err, text)
	}
	return false
}

const (
	exitDone     = 0
	exitPartial  = 3 // the exit code when some images failed
	exitDoubtful = 5 // the exit code while requests are in doubt
)
