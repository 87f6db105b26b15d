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

// lethal is a service with buckets that sends a signal to the process which makes the n-th
// request, by turns before it is done and when it is done and nobody has heard of it.
type lethal struct {
	bucket http.Handler
	signal os.Signal
	struck chan struct{} // closed when the signal was sent

	mu     sync.Mutex
	victim *os.Process
	left   int // requests until it is sent; 0: to nobody; negative: it was
}

func (l *lethal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	victim, struck := l.strikes()
	if victim == nil {
		l.bucket.ServeHTTP(w, r)
		return
	}
	if victim.Pid%2 == 0 {
		l.bucket.ServeHTTP(httptest.NewRecorder(), r)
	}
	_ = victim.Signal(l.signal)
	close(struck)
	panic(http.ErrAbortHandler)
}

// strikes returns who gets the signal at a request, if it is the one, and what tells that it
// did. It lets none through that a killed process has sent beside it. The next command may
// have begun before the signal has come through: nothing of it is in what is returned.
func (l *lethal) strikes() (*os.Process, chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.left == 0:
		return nil, nil
	case l.left < 0 && l.signal == os.Kill:
		panic(http.ErrAbortHandler)
	case l.left < 0:
		return nil, nil
	case l.left == 1:
		l.left = -1
		return l.victim, l.struck
	}
	l.left--
	return nil, nil
}

// begin starts a command that gets the signal at its n-th request; 0: never.
func (l *lethal) begin(cmd *exec.Cmd, n int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := cmd.Start()
	l.victim, l.left, l.struck = cmd.Process, n, make(chan struct{})
	return err
}

// run runs a command, and reports whether it came as far as its n-th request.
func (l *lethal) run(cmd *exec.Cmd, n int) (struck bool, err error) {
	if err = l.begin(cmd, n); err == nil {
		err = cmd.Wait()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	struck, l.left = l.left < 0, 0
	return struck, err
}

// bucketEnviron is the environment of who works with a bucket.
func bucketEnviron() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "AWS_ACCESS_KEY_ID=someone", "AWS_SECRET_ACCESS_KEY=something"}
}

// TestKillMovingHome kills a move from one home to another at each request that it makes. The
// same command goes on with it, and ends with everything there: nothing is bought again.
func TestKillMovingHome(t *testing.T) {
	t.Parallel()
	kept := s3mem.New()
	if err := kept.CreateBucket("pictures"); err != nil {
		t.Fatal(err)
	}
	l := &lethal{bucket: gofakes3.New(kept).Server(), signal: os.Kill}
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
			cmd.Env = append(cmd.Env, bucketEnviron()...)
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
