package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"gesso/runner/sandbox"
)

// lethal is a service with buckets that kills the process which makes the n-th request, by
// turns before it is done and when it is done and nobody has heard of it.
type lethal struct {
	bucket http.Handler
	mu     sync.Mutex
	victim *os.Process
	left   int // requests until it dies; 0: nobody does
}

func (l *lethal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock() // one after the other: what comes beside the one that kills is not done
	defer l.mu.Unlock()
	switch {
	case l.left > 1:
		l.left--
	case l.left == 1:
		if l.victim.Pid%2 == 0 {
			l.bucket.ServeHTTP(httptest.NewRecorder(), r)
		}
		_ = l.victim.Kill()
		l.left = -1
		panic(http.ErrAbortHandler)
	case l.left < 0: // it was sent before the death
		panic(http.ErrAbortHandler)
	}
	l.bucket.ServeHTTP(w, r)
}

// run runs a command of which the n-th request to the service is the last one; 0: it lives.
// It reports whether the command came so far.
func (l *lethal) run(cmd *exec.Cmd, n int) (killed bool, err error) {
	l.mu.Lock()
	err = cmd.Start()
	l.victim, l.left = cmd.Process, n
	l.mu.Unlock()
	if err == nil {
		err = cmd.Wait()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	killed, l.left = l.left < 0, 0
	return killed, err
}

// TestKillMovingHome kills a move from one home to another at each request that it makes. The
// same command goes on with it, and ends with everything there: nothing is bought again.
func TestKillMovingHome(t *testing.T) {
	t.Parallel()
	kept := s3mem.New()
	if err := kept.CreateBucket("pictures"); err != nil {
		t.Fatal(err)
	}
	l := &lethal{bucket: gofakes3.New(kept).Server()}
	server := httptest.NewServer(l)
	defer server.Close()
	for n := 1; ; n++ {
		p := newProject(t, sandbox.Options{})
		at := func(prefix string) {
			p.write("home.hcl", fmt.Sprintf("gesso {\n  backend \"s3\" {\n    bucket = \"pictures\"\n    prefix = %q\n    endpoint = %q\n    path_style = true\n  }\n}\n", fmt.Sprint(prefix, n), server.URL))
		}
		gesso := func(die int, args ...string) bool {
			t.Helper()
			cmd, said := p.command(args...), &strings.Builder{}
			cmd.Env = append(cmd.Env, "PATH="+os.Getenv("PATH"), "AWS_ACCESS_KEY_ID=someone", "AWS_SECRET_ACCESS_KEY=something")
			cmd.Stdout, cmd.Stderr = said, said
			killed, err := l.run(cmd, die)
			if err != nil && !killed {
				t.Fatalf("killed at request %d: gesso %q: %v\n%s", n, args, err, said)
			}
			return killed
		}
		p.write("main.hcl", "provider \"flux\" { poll_interval = \"5ms\" }\nimage \"fox\" {\n  prompt = \"a fox\"\n  size = \"256x256\"\n}\n")
		at("from")
		gesso(0, "init", "-input=false")
		gesso(0, "apply", "-auto-approve")
		p.charged(1)
		at("to")
		killed := gesso(n, "init", "-migrate-state", "-force-copy")
		if killed {
			gesso(0, "init", "-migrate-state", "-force-copy", "-lock-timeout=1m")
		}
		p.remove("images")
		gesso(0, "apply", "-auto-approve")
		gesso(0, "plan", "-detailed-exitcode")
		gesso(0, "audit")
		p.holds(1)
		p.charged(0)
		if !killed {
			if n < 20 {
				t.Errorf("a move makes %d requests", n-1)
			}
			return
		}
	}
}
