//go:build linux || darwin || freebsd

package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// TestQuietPlanAsksTheHome: what is remembered is said when the home was asked once, and
// nothing was behind what is known of it; and never when it gives no answer.
func TestQuietPlanAsksTheHome(t *testing.T) {
	kept := s3mem.New()
	if err := kept.CreateBucket("pictures"); err != nil {
		t.Fatal(err)
	}
	bucket := gofakes3.New(kept).Server()
	var closed atomic.Bool
	var mu sync.Mutex
	var requests []string
	asked := func() []string {
		mu.Lock()
		defer mu.Unlock()
		all := requests
		requests = nil
		return all
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		requests = append(requests, r.Method+" "+r.URL.String())
		mu.Unlock()
		if closed.Load() {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		bucket.ServeHTTP(w, r)
	}))
	defer server.Close()
	m := newTeam(t)
	for _, p := range []*quietProject{m.quietProject, m.other} {
		p.base()
		p.environ = append(p.environ, "AWS_ACCESS_KEY_ID=someone", "AWS_SECRET_ACCESS_KEY=something")
		p.write("home.hcl", fmt.Sprintf("gesso {\n  backend \"s3\" {\n    bucket = \"pictures\"\n    endpoint = %q\n    path_style = true\n  }\n}\n", server.URL))
		p.say("init", "-input=false")
		p.say("apply", "-auto-approve")
	}
	first := m.say("plan")
	m.tick()
	m.say("plan")
	m.tick()
	before := m.memory()
	asked()
	again := m.say("plan")
	if again != first || !strings.Contains(again, "No changes.") || before == "none" || m.memory() != before {
		t.Errorf("a quiet plan (memory %s, then %s) says\n%s\nand said\n%s", before, m.memory(), again, first)
	}
	if all := asked(); len(all) != 2 { // at once: the last segment that is known, and the names behind it
		t.Errorf("it asked %q", all)
	}

	closed.Store(true)
	said := m.say("plan")
	if !strings.HasPrefix(said, "exit 1\n") || strings.Contains(said, "No changes.") {
		t.Errorf("of a home that refuses everything:\n%s", said)
	}
	m.remove(".gesso/quiet")
	if want := m.say("plan"); said != want {
		t.Errorf("of a home that refuses everything a plan says\n%s\nand without a memory\n%s", said, want)
	}
	closed.Store(false)
	m.say("plan")
	if _, err := os.Stat(m.dir + "/.gesso/quiet"); err != nil {
		t.Fatal(err)
	}

	m.other.say("apply", "-auto-approve", "-replace=image.night")
	asked()
	if said := m.say("plan"); strings.Contains(said, "No changes.") {
		t.Errorf("after another machine has replaced a picture:\n%s", said)
	}
	all := asked()
	slices.Sort(all)
	if len(all) < 3 || len(all) != len(slices.Compact(slices.Clone(all))) {
		t.Errorf("after that it asked %q", all)
	}
}
