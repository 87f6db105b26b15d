package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gesso/runner/account"
	"gesso/runner/decide"
	"gesso/runner/flux"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/spec"
	"gesso/spec/config"
	"gesso/spec/lang"
	"gesso/state/disk"
)

// TestLanes runs twelve images of two providers, whose calls take a second
// each, and looks at how many of them are under way at once.
func TestLanes(t *testing.T) {
	tests := []struct {
		name        string
		parallelism int // of the run
		most        int // calls at once, of both providers
		took        time.Duration
	}{
		{"each lane has its own limit", 0, 2 + 3, 3 * time.Second},
		{"the run has one too", 1, 1, 12 * time.Second},
		{"which may be above all of them", 50, 2 + 3, 3 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, tools := planOf(t, twoLanes)
				tools.Parallelism = test.parallelism
				var under underWay
				for account, connection := range tools.Connections {
					connection.Provider = &slow{under: &under}
					connection.Limits.Parallelism = map[string]int{"flux": 2, "flux.second": 3}[account]
					tools.Connections[account] = connection
				}
				began := time.Now()
				result, err := Run(t.Context(), p, tools)
				if err != nil || len(result.Failed)+len(result.Skipped) > 0 || result.Done[plan.Generate] != 12 {
					t.Fatalf("%+v, error %v", result, err)
				}
				if under.most != test.most || time.Since(began) != test.took {
					t.Errorf("%d calls at once in %s, want %d in %s", under.most, time.Since(began), test.most, test.took)
				}
			})
		})
	}
}

// TestLaneStops lets one provider refuse everything: its images are left to the
// next run, those of the other are made, and a refusal is asked for once.
func TestLaneStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, tools := planOf(t, twoLanes)
		var under underWay
		refusal := &provider.Error{Class: provider.Balance, Code: "used_up"}
		for account, connection := range tools.Connections {
			connection.Limits.Parallelism = 1
			connection.Provider = &slow{under: &under}
			if account == "flux.second" {
				connection.Provider = &slow{under: &under, refusal: refusal}
			}
			tools.Connections[account] = connection
		}
		result, err := Run(t.Context(), p, tools)
		if err != nil || result.Done[plan.Generate] != 6 || len(result.Failed) != 1 || len(result.Skipped) != 5 || result.Interrupted {
			t.Fatalf("%+v, error %v", result, err)
		}
		if len(result.Stopped) != 1 || result.Stopped[0].Provider != "flux.second" || !errors.Is(result.Stopped[0].Err, refusal) {
			t.Errorf("stopped: %+v", result.Stopped)
		}
		if under.calls != 7 {
			t.Errorf("%d calls, want those of the other provider and one", under.calls)
		}
	})
}

// TestRefusalsCutNoRequest lets the account run empty while an answer is waited for: it
// comes, and its picture is placed. Cut, it would be in doubt.
func TestRefusalsCutNoRequest(t *testing.T) {
	for _, why := range []provider.Class{provider.Balance, provider.Authentication} {
		t.Run(why.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, tools := planOf(t, twoLanes)
				for account, connection := range tools.Connections {
					connection.Provider = &patient{refusal: &provider.Error{Class: why}}
					connection.Limits.Parallelism = 6
					tools.Connections[account] = connection
				}
				result, err := Run(t.Context(), p, tools)
				if err != nil || result.Done[plan.Generate] != 2 || len(result.InDoubt) != 0 || len(result.Failed)+len(result.Skipped) != 10 {
					t.Errorf("%+v, error %v", result, err)
				}
				if result.Cost.Pictures != 2 || result.Perhaps.Pictures != 0 {
					t.Errorf("spent on %+v, perhaps on %+v", result.Cost, result.Perhaps)
				}
			})
		})
	}
}

// patient answers its first request after a minute, and refuses the others at once.
type patient struct {
	slow
	once    sync.Once
	refusal error
}

func (p *patient) Submit(ctx context.Context, r provider.Request) (provider.Task, error) {
	task, err := provider.Task{}, p.refusal
	first := false
	p.once.Do(func() { first = true })
	if first {
		select {
		case <-time.After(time.Minute):
			task, err = provider.Task{State: provider.Succeeded, Pictures: []provider.Picture{{URL: "https://cdn.example/" + r.Prompt}}}, nil
		case <-ctx.Done():
			err = &provider.Error{Class: provider.InDoubt, Err: ctx.Err()}
		}
	}
	return task, err
}

const twoLanes = `
provider "flux" { parallelism = 2 }
provider "flux" {
  alias       = "second"
  parallelism = 3
}
image "a" {
  count  = 6
  prompt = "a ${count.index}"
}
image "b" {
  provider = flux.second
  count    = 6
  prompt   = "b ${count.index}"
}
`

// planOf makes a plan of a configuration in a new directory, and the tools for
// a run of it, which lack the providers.
func planOf(t *testing.T, text string) (*plan.Plan, Tools) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	declared, diags := spec.Load(dir, spec.Inputs{Kinds: []*lang.Kind{flux.Language()}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	t.Cleanup(func() { declared.Close() })
	var accounts account.List
	tools := Tools{Connections: map[string]Connection{}}
	for _, p := range []*config.Provider{declared.Default(), declared.Providers["flux.second"]} {
		account := account.New(p, "https://"+p.Alias+".example")
		account.Kind = "flux"
		accounts = append(accounts, account)
		tools.Connections[account.Name] = Connection{}
	}
	w, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	lock, err := w.Lock("test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lock.Unlock() })
	recorded, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, diags, err := decide.Make(t.Context(), decide.Situation{Config: declared, State: recorded.State, Workspace: w, Accounts: accounts})
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	if tools.Journal, err = w.Begin(recorded); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tools.Journal.Close() })
	tools.Workspace, tools.Evaluation, tools.Supply, tools.Place = w, p.Evaluate(tools.Journal), p.Supply, declared.Where
	return p.Plan, tools
}

// underWay counts the calls of all providers of a test.
type underWay struct {
	mu               sync.Mutex
	now, most, calls int
}

func (u *underWay) begin() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.now++
	u.calls++
	u.most = max(u.most, u.now)
}

func (u *underWay) end() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.now--
}

// slow is a provider that answers each call after a second: with a picture, or
// with a refusal.
type slow struct {
	Provider
	under   *underWay
	refusal error
}

func (s *slow) Submit(_ context.Context, r provider.Request) (provider.Task, error) {
	s.under.begin()
	defer s.under.end()
	time.Sleep(time.Second)
	if s.refusal != nil {
		return provider.Task{}, s.refusal
	}
	return provider.Task{ID: r.Prompt, State: provider.Succeeded, Pictures: []provider.Picture{{URL: "https://cdn.example/" + r.Prompt}}}, nil
}

// Download makes a picture that is like no other.
func (s *slow) Download(_ context.Context, url string, w io.Writer, _ int64) (int64, error) {
	picture := image.NewGray(image.Rect(0, 0, 16, 16))
	copy(picture.Pix, fmt.Sprint(url))
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return 0, err
	}
	return io.Copy(w, &b)
}
