package cli_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"gesso/runner/cli"
	"gesso/runner/sandbox"
)

// depot is a bucket that can be made to fail when pictures are read.
type depot struct {
	*httptest.Server

	mu      sync.Mutex
	read    int                                                   // pictures, so far
	at, max int                                                   // under way at once
	reads   func(nth int, sha string, w http.ResponseWriter) bool // true: it has answered; nil: all are as they are
}

func newDepot(t *testing.T) *depot {
	t.Helper()
	kept := s3mem.New()
	if err := kept.CreateBucket("pictures"); err != nil {
		t.Fatal(err)
	}
	d, bucket := new(depot), gofakes3.New(kept).Server()
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !strings.Contains(r.URL.Path, "/objects/") {
			bucket.ServeHTTP(w, r)
			return
		}
		d.mu.Lock()
		d.read++
		d.at++
		d.max = max(d.max, d.at)
		nth, reads := d.read, d.reads
		d.mu.Unlock()
		if reads == nil || !reads(nth, path.Base(r.URL.Path), w) {
			bucket.ServeHTTP(w, r)
		}
		d.mu.Lock()
		d.at--
		d.mu.Unlock()
	}))
	t.Cleanup(d.Close)
	return d
}

// fails has pictures be read another way from now on.
func (d *depot) fails(reads func(nth int, sha string, w http.ResponseWriter) bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.read, d.at, d.max, d.reads = 0, 0, 0, reads
}

// most is how many pictures were read at once.
func (d *depot) most() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.max
}

const heldPictures = 60

// on is a folder whose project is kept in the depot.
func (d *depot) on(t *testing.T, s *sandbox.Running) *project {
	t.Helper()
	p := &project{t: t, dir: t.TempDir(), sandbox: s}
	p.write("main.hcl", fmt.Sprintf("gesso {\n  backend \"s3\" {\n    bucket = \"pictures\"\n    endpoint = %q\n    path_style = true\n  }\n}\nprovider \"flux\" {\n  endpoint = %q\n  poll_interval = \"10ms\"\n}\nimage \"fox\" {\n  count  = %d\n  prompt = \"fox ${count.index}\"\n  size   = \"256x256\"\n}\n",
		d.URL, s.URL, heldPictures))
	return p
}

// runs runs a command, and returns its exit code and what it said.
func (p *project) runs(ctx context.Context, args ...string) (int, string) {
	var out bytes.Buffer
	code := cli.Run(ctx, cli.Env{
		Args:    append([]string{"-chdir=" + p.dir}, args...),
		Environ: []string{tokenVariable + "=" + canary, "AWS_ACCESS_KEY_ID=someone", "AWS_SECRET_ACCESS_KEY=something"},
		Stdin:   strings.NewReader(""), Stdout: io.Discard, Stderr: &out,
	})
	return code, out.String()
}

// TestRestoreThatFails: what goes wrong while pictures are brought from a home is told once
// and clearly, nothing is lost or paid, and the next run brings the rest.
func TestRestoreThatFails(t *testing.T) {
	s, d := startSandbox(t, sandbox.Options{}), newDepot(t)
	first := d.on(t, s)
	if code, said := first.runs(t.Context(), "init", "-input=false"); code != 0 {
		t.Fatal(said)
	}
	if code, said := first.runs(t.Context(), "apply", "-auto-approve"); code != 0 {
		t.Fatal(said)
	}
	sum := sha256.Sum256(first.read("images/fox-7.png"))
	damaged := hex.EncodeToString(sum[:])
	paid := s.Server.Books().Submissions
	for _, test := range []struct {
		name   string
		before func(p *project, stop context.CancelFunc)
		code   int
		says   []string
		errors int // lines that say so, at most
	}{
		{"a damaged object", func(*project, context.CancelFunc) {
			d.fails(func(_ int, sha string, w http.ResponseWriter) bool {
				if sha == damaged {
					w.Header().Set("ETag", `"x"`)
					w.Header().Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat))
					_, _ = w.Write([]byte("another picture"))
				}
				return sha == damaged
			})
		}, 0, []string{"damaged, and its picture is looked for elsewhere"}, 0},
		{"a home that refuses midway", func(*project, context.CancelFunc) {
			d.fails(func(nth int, _ string, w http.ResponseWriter) bool {
				if nth > 20 {
					w.WriteHeader(http.StatusForbidden)
				}
				return nth > 20
			})
		}, 1, []string{"s3://pictures: who asks here may not read objects/"}, 3},
		{"no room for what comes", func(p *project, _ context.CancelFunc) {
			d.fails(nil)
			if err := os.MkdirAll(filepath.Join(p.dir, ".gesso"), 0o755); err != nil {
				t.Fatal(err)
			}
			p.write(".gesso/objects", "in the way")
		}, 1, []string{"objects"}, 1},
		{"an interrupt", func(_ *project, stop context.CancelFunc) {
			d.fails(func(nth int, _ string, _ http.ResponseWriter) bool {
				if nth == 20 {
					stop()
				}
				return false
			})
		}, 130, nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := d.on(t, s)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			test.before(p, stop)
			code, said := p.runs(ctx, "apply", "-auto-approve")
			if code != test.code || strings.Count(said, "error: ") > test.errors {
				t.Errorf("exit %d:\n%s", code, said)
			}
			for _, text := range test.says {
				if !strings.Contains(said, text) {
					t.Errorf("it does not say %q:\n%s", text, said)
				}
			}
			if most := d.most(); most > 16 {
				t.Errorf("%d pictures were read at once", most)
			}
			d.fails(nil)
			_ = os.Remove(filepath.Join(p.dir, ".gesso/objects")) // where it is a file
			if code, said := p.runs(t.Context(), "apply", "-auto-approve"); code != 0 {
				t.Errorf("the next run: exit %d:\n%s", code, said)
			}
			for i := range heldPictures {
				name := fmt.Sprintf("images/fox-%d.png", i)
				if !bytes.Equal(p.read(name), first.read(name)) {
					t.Errorf("%s is another picture", name)
				}
			}
			if now := s.Server.Books().Submissions; now != paid {
				t.Errorf("%d pictures were paid for", now-paid)
			}
		})
	}
}
