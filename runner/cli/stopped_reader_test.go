//go:build linux || darwin || freebsd

package cli_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"gesso/runner/sandbox"
)

// TestStoppedReader stops a process that only looks while it reads the home, as ^Z does: who
// works on another machine waits for nothing, who looks in the same folder sees what was known
// before, and the reader ends when it goes on.
func TestStoppedReader(t *testing.T) {
	t.Parallel()
	kept := s3mem.New()
	if err := kept.CreateBucket("pictures"); err != nil {
		t.Fatal(err)
	}
	l := &lethal{bucket: gofakes3.New(kept).Server(), signal: syscall.SIGSTOP}
	server := httptest.NewServer(l)
	defer server.Close()
	ann := newProject(t, sandbox.Options{})
	ben := &project{t: t, dir: t.TempDir(), sandbox: ann.sandbox}
	gesso := func(p *project, args ...string) {
		t.Helper()
		cmd, said := p.command(args...), &strings.Builder{}
		cmd.Env = append(cmd.Env, bucketEnviron()...)
		cmd.Stdout, cmd.Stderr = said, said
		if err := cmd.Run(); err != nil {
			t.Fatalf("gesso %q: %v\n%s", args, err, said)
		}
	}
	for _, p := range []*project{ann, ben} {
		p.write("main.hcl", fmt.Sprintf("gesso {\n  backend \"s3\" {\n    bucket = \"pictures\"\n    endpoint = %q\n    path_style = true\n  }\n}\nprovider \"flux\" { poll_interval = \"5ms\" }\nimage \"fox\" {\n  prompt = \"a fox\"\n  size = \"256x256\"\n}\n", server.URL))
		gesso(p, "init", "-input=false")
		gesso(p, "apply", "-auto-approve")
	}
	for _, n := range []int{1, 3} {
		gesso(ben, "apply", "-auto-approve", "-replace=image.fox") // so that there is something to read
		reader, said := ann.command("plan"), &strings.Builder{}
		reader.Env = append(reader.Env, bucketEnviron()...)
		reader.Stdout, reader.Stderr = said, said
		if err := l.begin(reader, n); err != nil {
			t.Fatal(err)
		}
		<-l.struck
		gesso(ann, "show")
		gesso(ben, "apply", "-auto-approve", "-replace=image.fox")
		if err := reader.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
		if err := reader.Wait(); err != nil {
			t.Errorf("stopped at request %d, it ends with %v\n%s", n, err, said)
		}
	}
}
