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
	"sync"
	"testing"

	"gesso/runner/cli"
	"gesso/runner/sandbox"
	"gesso/state"
)

// disturbances are what somebody does with git while a run is under way, and what
// brings the branch back when it has ended.
var disturbances = []struct {
	name        string
	does, after [][]string
	swept       bool // the store is gone, and with it what nothing declares
	older       bool // the state knows less than before
}{
	{"stash", [][]string{{"stash"}}, nil, false, false},
	{"stash and pop", [][]string{{"stash"}}, [][]string{{"checkout", "-q", "--", "."}, {"stash", "pop"}}, false, false},
	{"stash all", [][]string{{"stash", "-u"}}, nil, false, false},
	{"checkout", [][]string{{"checkout", "-q", "-f", "other"}}, [][]string{{"checkout", "-q", "-f", "main"}}, false, false},
	{"checkout an older state", [][]string{{"checkout", "-q", "HEAD~1", "--", "gesso.state"}}, nil, false, false},
	{"reset", [][]string{{"reset", "-q", "--hard"}}, nil, false, false},
	{"reset to an older state", [][]string{{"reset", "-q", "--hard", "HEAD~1"}}, [][]string{{"reset", "-q", "--hard", "ORIG_HEAD"}}, false, false},
	{"clean", [][]string{{"clean", "-q", "-fd"}}, nil, false, false},
	{"clean all", [][]string{{"clean", "-q", "-fdx"}}, nil, true, false},
	{"clean all of an older state", [][]string{{"reset", "-q", "--hard", "HEAD~1"}, {"clean", "-q", "-fdx"}}, [][]string{{"reset", "-q", "--hard", "ORIG_HEAD"}}, true, true},
	{"stash and clean all", [][]string{{"stash"}, {"checkout", "-q", "HEAD~1", "--", "gesso.state"}, {"clean", "-q", "-fdx"}}, nil, true, true},
	{"merge", [][]string{{"commit", "-qam", "amid"}, {"merge", "-q", "other"}}, nil, false, false},
	{"merge theirs", [][]string{{"commit", "-qam", "amid"}, {"merge", "-q", "-X", "theirs", "other"}}, nil, false, false},
	{"rebase", [][]string{{"commit", "-qam", "amid"}, {"rebase", "-q", "other"}}, nil, false, false},
}

// moments are events of a run's journal, at which it waits for who disturbs it.
var moments = []state.Kind{state.Intended, state.Accepted, state.Collected, state.Placed, "folded"}

// TestGitAmidARun: whatever somebody does with git while a run is under way, at
// whichever moment, each picture is paid for once, and the next run on the branch has
// all of them, and nothing more to do. With GESSO_TEST_HISTORIES all pairs are tried.
func TestGitAmidARun(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	if testing.Short() {
		t.Skip("a table of some seventy runs")
	}
	for i, what := range disturbances {
		for j, when := range moments {
			if (i+j)%3 > 0 && os.Getenv(historiesVariable) == "" {
				continue // a third has each of both
			}
			if when == "folded" && what.swept && what.older {
				continue // nobody knows any more
			}
			t.Run(what.name+" "+string(when), func(t *testing.T) {
				t.Parallel()
				p := &person{project: newProject(t, sandbox.Options{}), name: "ann"}
				p.branched()
				var once sync.Once
				disturb := func(commands [][]string) {
					for _, c := range commands {
						if out, err := p.tryGit(c...); err != nil {
							t.Logf("git %q: %v\n%s", c, err, out) // as it may refuse
						}
					}
				}
				said := p.recorded(func(e state.Event) {
					if e.Kind == when {
						once.Do(func() { disturb(what.does) })
					}
				})
				once.Do(func() { disturb(what.does) })
				disturb(what.after)
				p.settled(said, what.swept)
			})
		}
	}
}

// branched makes a repository whose branch main has a picture that is committed and
// others that are not made yet, and whose branch other has one more.
func (p *person) branched() {
	p.git("init", "-q", "-b", "main")
	p.write("main.hcl", `provider "flux" { poll_interval = "5ms" }`+"\n"+`image "first" { prompt = "first" }`+"\n")
	p.write(".gitignore", "images/\n.gesso/\n")
	p.commit()
	p.run(0, "apply", "-auto-approve")
	p.commit()
	p.git("checkout", "-q", "-b", "other")
	p.write("other.hcl", `image "other" { prompt = "other" }`+"\n")
	p.run(0, "apply", "-auto-approve")
	p.commit()
	p.git("checkout", "-q", "main")
	p.write("more.hcl", `image "a" {
  count  = 2
  prompt = "a"
}
image "b" {
  source = image.a[0]
  prompt = "b"
  model  = "flux-kontext-pro"
}
image "c" { prompt = "c" }
`)
	p.commit()
	p.write("main.hcl", string(p.read("main.hcl"))+`image "d" { prompt = "d" }`+"\n") // not committed
}

// recorded is an apply that tells of each event when it is recorded.
func (p *person) recorded(hook func(state.Event)) string {
	var out bytes.Buffer
	code := cli.Run(context.Background(), cli.Env{
		Args:    []string{"-chdir=" + p.dir, "apply", "-auto-approve"},
		Environ: []string{tokenVariable + "=" + canary, endpointVariable + "=" + p.sandbox.URL},
		Stdin:   strings.NewReader(""), Stdout: &out, Stderr: &out, Recorded: hook,
	})
	return fmt.Sprintf("%s\nexit code %d", out.String(), code)
}

// settled makes sure that the next apply has all that is declared, that nothing was paid
// for twice, and that nothing is left to do.
func (p *person) settled(said string, swept bool) {
	p.t.Helper()
	again := p.recorded(nil)
	plan := p.says("plan")
	if !strings.Contains(plan, "No changes") {
		p.t.Errorf("there is more to do:\n%s\nafter\n%s\nand\n%s", plan, said, again)
	}
	paid := map[string]int{}
	for _, c := range p.books().Calls {
		paid[c.Prompt] += max(1, c.Count)
	}
	want := map[string]int{"first": 1, "other": 1, "a": 2, "b": 1, "c": 1, "d": 1}
	for prompt, n := range paid {
		if n > want[prompt] {
			p.t.Errorf("%q was paid for %d times, want %d\n%s\nand\n%s", prompt, n, want[prompt], said, again)
		}
	}
	if lost, err := filepath.Glob(filepath.Join(p.dir, "images/*.png")); err != nil || len(lost) < 4 {
		p.t.Errorf("there are %q, %v\n%s\nand\n%s", slices.Sorted(slices.Values(lost)), err, said, again)
	}
	if audit := p.says("audit"); !strings.Contains(audit, " 0 double") || !swept && !strings.Contains(audit, " 0 lost") {
		p.t.Errorf("%s", audit)
	}
}

// says is what a command says, whatever comes of it.
func (p *person) says(args ...string) string {
	var out bytes.Buffer
	cli.Run(context.Background(), cli.Env{
		Args: append([]string{"-chdir=" + p.dir}, args...), Environ: []string{tokenVariable + "=" + canary, endpointVariable + "=" + p.sandbox.URL},
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
	})
	return out.String()
}
