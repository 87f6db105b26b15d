//go:build linux || darwin || freebsd

package cli_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gesso/runner/sandbox"
	"gesso/state/home"
	"gesso/state/home/shelf/local"
)

// team is a folder and another machine's, which have one home.
type team struct {
	*quietProject
	other *quietProject
	far   string // the home
}

func newTeam(t *testing.T) *team {
	t.Helper()
	p := &quietProject{project: newProject(t, sandbox.Options{}), ahead: time.Hour}
	other := &quietProject{project: &project{t: t, dir: t.TempDir(), sandbox: p.sandbox}, ahead: time.Hour}
	p.manners = func(o home.Options) home.Options {
		o.Discourteous = true // nobody is waited for who was left behind
		return o
	}
	other.manners = p.manners
	return &team{p, other, filepath.Join(t.TempDir(), "home")}
}

// base makes everything as it was at first, with all pictures on both machines.
func (m *team) base() {
	m.t.Helper()
	for _, at := range []string{m.far, m.far + "~", m.far + "-before", m.dir + "-copy"} {
		_ = os.RemoveAll(at)
	}
	if err := os.MkdirAll(m.far, 0o755); err != nil {
		m.t.Fatal(err)
	}
	for _, p := range []*quietProject{m.quietProject, m.other} {
		p.base()
		p.write("home.hcl", fmt.Sprintf("gesso {\n  backend \"local\" {\n    path = %q\n  }\n}\n", m.far))
		for _, command := range [][]string{{"init", "-input=false"}, {"apply", "-auto-approve"}} {
			if said := p.say(command...); !strings.HasPrefix(said, "exit 0\n") {
				m.t.Fatal(said)
			}
		}
	}
	m.say("plan") // what the other one did is known here
	_ = os.CopyFS(m.far+"-before", os.DirFS(m.far))
	_ = os.CopyFS(m.dir+"-copy", os.DirFS(filepath.Join(m.dir, ".gesso/home/default")))
}

// begin has somebody begin to work at the home, and be heard of no more.
func (m *team) begin() {
	s, err := local.Open(m.far)
	if err != nil {
		return // it is not there at the moment
	}
	h := home.On(s, home.Options{Lease: time.Hour, Discourteous: true})
	_, _, _ = h.Begin(context.Background(), home.Position{}, home.Holder{PID: 1, Host: "elsewhere", Command: "apply"}, home.Waiting{})
}

// newest is the name of the home's last segment.
func (m *team) newest() string {
	all, _ := filepath.Glob(filepath.Join(m.far, "log/*"))
	if len(all) == 0 {
		return m.far
	}
	return slices.Max(all)
}

// elsewhere are the edits of others: of the home, by its other machine, and of the copy.
func (m *team) elsewhere() map[string]func(*rand.Rand) {
	b, old := m.other, time.Unix(1_000_000_000, 0)
	copied := filepath.Join(m.dir, ".gesso/home/default")
	put := func(to, from string) {
		_ = os.RemoveAll(to)
		_ = os.CopyFS(to, os.DirFS(from))
	}
	one := func(r *rand.Rand) string {
		return filepath.Join(copied, []string{"position", "ledger", "gesso.state"}[r.IntN(3)])
	}
	return map[string]func(*rand.Rand){
		"other applies":  func(*rand.Rand) { b.say("apply", "-auto-approve") },
		"other replaces": func(*rand.Rand) { b.say("apply", "-auto-approve", "-replace=image.fox[\"red\"]") },
		"other edits": func(*rand.Rand) {
			b.write("rows.csv", "name\nred\nblue\n")
			b.say("apply", "-auto-approve")
		},
		"other destroys": func(*rand.Rand) { b.say("destroy", "-auto-approve") },
		"other forgets":  func(*rand.Rand) { b.say("state", "rm", "image.night") },
		"other moves":    func(*rand.Rand) { b.say("state", "mv", "image.night", "image.day") },
		"other taints":   func(*rand.Rand) { b.say("taint", "image.night") },
		"other drafts": func(*rand.Rand) {
			b.say("workspace", "new", "draft")
			b.say("apply", "-auto-approve")
			b.say("workspace", "select", "default")
		},
		"others at work": func(*rand.Rand) { m.begin() },
		"home away":      func(*rand.Rand) { _ = os.Rename(m.far, m.far+"~") },
		"home back":      func(*rand.Rand) { _ = os.Rename(m.far+"~", m.far) },
		"home of before": func(*rand.Rand) { put(m.far, m.far+"-before") },
		"another home": func(*rand.Rand) {
			put(m.far, m.t.TempDir())
			b.remove(".gesso")
			b.say("init", "-input=false")
			b.say("apply", "-auto-approve")
		},
		"home damaged": func(*rand.Rand) { b.flip(m.newest(), old) },
		"home cut":     func(*rand.Rand) { _ = os.Remove(m.newest()) },
		"copy away":    func(*rand.Rand) { _ = os.RemoveAll(copied) },
		"older copy":   func(*rand.Rand) { put(copied, m.dir+"-copy") },
		"copy damaged": func(r *rand.Rand) { m.flip(one(r), old) },
		"copy cut":     func(r *rand.Rand) { _ = os.Remove(one(r)) },
		"home anew":    func(*rand.Rand) { m.say("init", "-input=false", "-reconfigure") },
		"home noted":   func(*rand.Rand) { m.flip(filepath.Join(m.dir, ".gesso/home/home.json"), old) },
		"applied here": func(*rand.Rand) { m.say("apply", "-auto-approve") },
		"planned here": func(*rand.Rand) { m.say("plan") },
		"in a draft":   func(*rand.Rand) { m.environ = append(m.environ, "GESSO_WORKSPACE=draft") },
	}
}

// TestQuietPlansOfATeamTellTheTruth edits at random, here, on another machine and at the
// home of both, and compares each plan with one that remembers nothing.
func TestQuietPlansOfATeamTellTheTruth(t *testing.T) {
	m := newTeam(t)
	edits := m.elsewhere()
	others := slices.Sorted(maps.Keys(edits))
	for name, edit := range m.edits() {
		edits["here: "+name] = edit
	}
	all := slices.Sorted(maps.Keys(edits))
	rounds := 24
	if testing.Short() {
		rounds = 6
	}
	m.tellsTheTruth(rounds, m.base, func(random *rand.Rand) (string, func(*rand.Rand)) {
		names := others
		if random.IntN(3) == 0 {
			names = all
		}
		name := names[random.IntN(len(names))]
		return name, edits[name]
	})
}
