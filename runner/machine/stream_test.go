package machine_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"gesso/runner"
	"gesso/runner/document"
	"gesso/runner/machine"
	"gesso/runner/plan"
	"gesso/runner/plan/plantest"
	"gesso/runner/provider"
	"gesso/runner/schema/schematest"
	"gesso/state/statetest"
)

// stream collects what is written, which must be as described and tell no secret.
func stream(t *testing.T, write func(*machine.Stream)) []map[string]any {
	t.Helper()
	var text bytes.Buffer
	s := machine.NewStream(&text, func() time.Time { return statetest.At(0) })
	write(s)
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	if err := schematest.Lines(text.Bytes()); err != nil {
		t.Error(err)
	}
	if strings.Contains(text.String(), plantest.Canary) {
		t.Errorf("a secret is told:\n%s", &text)
	}
	var lines []map[string]any
	for _, line := range bytes.Split(bytes.TrimSpace(text.Bytes()), []byte("\n")) {
		var decoded map[string]any
		if err := json.Unmarshal(line, &decoded); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, decoded)
	}
	return lines
}

// messages are what a person reads of lines.
func messages(lines []map[string]any) string {
	var all []string
	for _, l := range lines {
		all = append(all, l["@message"].(string))
	}
	return strings.Join(all, "\n") + "\n"
}

// TestPlan tells a plan with every action.
func TestPlan(t *testing.T) {
	lines := stream(t, func(s *machine.Stream) {
		s.Version("0.1.0")
		s.Plan(plantest.Plan())
	})
	want := map[string]string{}
	for a, address := range plantest.Names {
		want[address] = a.String()
	}
	delete(want, plantest.Names[plan.None])
	words := map[string]string{}
	for _, l := range lines {
		if l["type"] != machine.TypePlannedChange {
			continue
		}
		change := l["change"].(map[string]any)
		address := change["resource"].(map[string]any)["addr"].(string)
		if want[address] != "" && change["gesso_action"] != want[address] {
			t.Errorf("%s: %v, want %s", address, change["gesso_action"], want[address])
		}
		words[change["gesso_action"].(string)] = change["action"].(string)
		delete(want, address)
	}
	if len(want) > 0 {
		t.Errorf("nothing is told of %v", want)
	}
	if diff := cmp.Diff(map[string]string{
		"generate": "create", "regenerate": "replace", "resume": "replace", "reuse": "create", "import": "import", "move": "move", "place": "update",
		"restore": "update", "keep": "update", "derive": "update", "review": "noop", "reject": "update", "in doubt": "noop", "tainted": "noop", "unmade": "noop", "remove": "delete", "forget": "forget",
	}, words); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	sum := lines[len(lines)-1]
	if diff := cmp.Diff(map[string]any{"add": 6., "change": 6., "import": 1., "remove": 4., "operation": "plan"}, sum["changes"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := sum["plan"].(map[string]any)["cost"].(map[string]any)["amount"]; got != 0.58 {
		t.Errorf("the cost is %v", got)
	}
}

// TestOtherLines: diagnostics, outputs and logs.
func TestOtherLines(t *testing.T) {
	lines := stream(t, func(s *machine.Stream) {
		s.Log("interrupted:\n waiting")
		s.Diagnose([]document.Diagnostic{{Severity: document.Error, Summary: "Wrong\x1b[31m", Detail: "d"}, {Severity: document.Warning, Summary: "Odd"}})
		s.Outputs(map[string]document.PlannedOutput{"a": {Type: document.Type(cty.String), Value: json.RawMessage(`"x"`)}, "b": {Sensitive: true}})
	})
	if diff := cmp.Diff("interrupted: waiting\nError: Wrong\x1b[31m\nWarning: Odd\nOutputs: 2\n", messages(lines)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if lines[1]["@level"] != "error" || lines[2]["@level"] != "warn" {
		t.Errorf("%v", lines)
	}
}

// TestRun follows a run: stages when they begin, reminders in between, an end each.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lines := stream(t, func(s *machine.Stream) {
			r := s.Run(plantest.Plan(), "apply", machine.Interval)
			at := plantest.Names[plan.Regenerate]
			r.Notify(runner.Event{Kind: runner.Started, Address: at, Action: plan.Regenerate})
			r.Notify(runner.Event{Kind: runner.Sending, Address: at})
			r.Notify(runner.Event{Kind: runner.Submitted, Address: at, Action: plan.Regenerate})
			time.Sleep(25 * time.Second)
			synctest.Wait()
			for _, done := range []int64{0, 50, 70} {
				r.Notify(runner.Event{Kind: runner.Downloading, Address: at, Received: done, Size: min(done*2, 100)})
			}
			time.Sleep(6 * time.Second)
			synctest.Wait()
			cost := 0.04
			r.Notify(runner.Event{Kind: runner.Finished, Address: at, Action: plan.Regenerate, Path: "out/a.png", Elapsed: 31 * time.Second, Price: &cost})
			time.Sleep(time.Minute)
			r.Close()
		})
		want := `image.regenerate[2]: regenerate …
image.regenerate[2]: submitting, 0s so far
image.regenerate[2]: queued, 0s so far
image.regenerate[2]: queued, 10s so far
image.regenerate[2]: queued, 20s so far
image.regenerate[2]: downloading, 25s so far
image.regenerate[2]: downloading 70 %, 30s so far
image.regenerate[2]: regenerate done after 31s
`
		if diff := cmp.Diff(want, messages(lines)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		last := lines[len(lines)-1]["hook"].(map[string]any)
		if last["id_value"] != "out/a.png" || last["state"] != "done" || last["price"] != 0.04 || last["action"] != "replace" {
			t.Errorf("%v", last)
		}
	})
}

// TestEnds: each image that was to be done comes to one end.
func TestEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failure := &provider.Error{Class: provider.Moderation, Message: "no"}
		lines := stream(t, func(s *machine.Stream) {
			p := plantest.Plan()
			r := s.Run(p, "apply", machine.Interval)
			fail := func(a plan.Action, kind runner.EventKind, err error) {
				r.Notify(runner.Event{Kind: runner.Started, Address: plantest.Names[a], Action: a})
				r.Notify(runner.Event{Kind: kind, Address: plantest.Names[a], Action: a, Err: err})
			}
			fail(plan.Generate, runner.Failed, failure)
			fail(plan.Reuse, runner.Failed, &runner.TaintedError{Why: "It is blank."})
			fail(plan.Resume, runner.InQuestion, errors.New("no answer"))
			fail(plan.Regenerate, runner.LeftOut, errors.New("too dear"))
			r.Notify(runner.Event{Kind: runner.Skipped, Address: plantest.Names[plan.Place], Action: plan.Place, Err: errors.New("it needs another")})
			r.Notify(runner.Event{Kind: runner.Warned, Address: "image.none", Err: errors.New("of another size")})
			r.Notify(runner.Event{Kind: runner.Throttled, Address: "image.none", Provider: "flux.second", Wait: 2500 * time.Millisecond})
			r.Close()
			r.Result(&runner.Result{
				Done:        map[plan.Action]int{plan.Move: 1},
				Failed:      []runner.Outcome{{Address: plantest.Names[plan.Generate], Err: failure}, {Address: plantest.Names[plan.Unmade], Err: errors.New("held")}},
				Uncollected: []runner.Outcome{{Address: "image.zz", Err: errors.New("paid for")}},
				Stopped:     []*runner.StoppedError{{Provider: "flux", Err: failure}},
				Perhaps:     plan.Cost{Pictures: 1, Unpriced: 1},
			})
		})
		want := `image.generate["a\"b ${x}"]: generate …
image.generate["a\"b ${x}"]: failed: moderation: no
image.generate["a\"b ${x}"]: moderation: no
image.reuse: reuse …
image.reuse: tainted: its picture fails a postcondition: It is blank. -replace buys another
image.reuse: its picture fails a postcondition: It is blank. -replace buys another
image.resume: resume …
image.resume: in doubt: no answer
image.resume: no answer
image.regenerate[2]: regenerate …
image.regenerate[2]: left out: too dear
image.regenerate[2]: too dear
image.place: skipped: it needs another
image.none: of another size
flux.second asks for fewer requests: going on in 2.5s
image.unmade: unmade: held
image.zz: paid: paid for
Error: nothing more was asked of flux; the next apply goes on
Apply: 1 done, 2 failed, 0 skipped, 0 in doubt. Estimated cost: 0.
`
		if diff := cmp.Diff(want, messages(lines)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// broken is a writer that takes nothing.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no reader") }

// TestUnwritten: what cannot be written is told once, and stops nothing.
func TestUnwritten(t *testing.T) {
	s := machine.NewStream(broken{}, nil)
	s.Version("0.1.0")
	s.Log("x")
	if err := s.Err(); err == nil || err.Error() != "no reader" {
		t.Errorf("error %v", err)
	}
}

// TestHome tells who works on a project's home, on one line whatever that one calls itself.
func TestHome(t *testing.T) {
	of := document.HomeHolder{Command: "apply", Workspace: "default", User: "ann", Host: "lap\ntop", PID: 7, Since: "2026-01-02T03:04:05Z"}
	lines := stream(t, func(s *machine.Stream) {
		s.HomeWaiting("waiting for ann", "s3://studio/autumn", of, 5*time.Minute)
		s.HomeTakenOver("taken over\nfrom ann", "s3://studio/autumn", of, time.Minute)
		s.HomeDeposed("ann has taken over", "s3://studio/autumn", of, 3)
	})
	if got, want := messages(lines), "waiting for ann\ntaken over from ann\nann has taken over\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	want := map[string]any{
		"where": "s3://studio/autumn", "answers": 3.0,
		"holder": map[string]any{"command": "apply", "workspace": "default", "user": "ann", "host": "lap\ntop", "pid": 7.0, "since": "2026-01-02T03:04:05Z"},
	}
	if diff := cmp.Diff(want, lines[2]["home"]); diff != "" {
		t.Errorf("deposed (-want +got):\n%s", diff)
	}
}
