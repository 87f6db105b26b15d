package cli_test

import (
	"flag"
	"io"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"gesso/runner/sandbox"
)

// stage is what a script plays on: its sandbox, and its commands in the
// background.
type stage struct {
	t         testscript.T
	sandbox   *sandbox.Running
	clock     *clock
	before    sandbox.Books // as the last calls saw them
	processes map[string]*process
}

// stageKey finds a script's stage among its values.
type stageKey struct{}

func stageOf(ts *testscript.TestScript) *stage { return ts.Value(stageKey{}).(*stage) }

func (s *stage) close() {
	for _, p := range s.processes {
		p.kill()
	}
	if s.sandbox != nil {
		_ = s.sandbox.Close()
	}
}

// cmdSandbox starts a sandbox and points gesso at it. Its options are
//
//	-latency=DURATION  of its generations; they end only when time passes by advance
//	-token=TOKEN       the only one that it takes
//	-balance=N         how many pictures can be paid for
//
// A second sandbox takes the place of the first, which is gone with all its
// tasks and pictures. $SANDBOX is its URL.
func cmdSandbox(ts *testscript.TestScript, _ bool, args []string) {
	s := stageOf(ts)
	s.clock = &clock{began: time.Now()}
	o := sandbox.Options{Clock: s.clock}
	balance := -1
	set := flags("sandbox")
	set.DurationVar(&o.Latency, "latency", 0, "")
	set.StringVar(&o.Token, "token", "", "")
	set.IntVar(&balance, "balance", -1, "")
	ts.Check(set.Parse(args))
	if balance >= 0 {
		o.Balance = &balance
	}
	if s.sandbox != nil {
		ts.Check(s.sandbox.Close())
	}
	running, err := sandbox.Start(o)
	ts.Check(err)
	s.sandbox, s.before = running, sandbox.Books{}
	ts.Setenv("SANDBOX", running.URL)
	ts.Setenv(endpointVariable, running.URL)
}

func flags(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	return set
}

// clock is the machine's, moved forward by advance.
type clock struct {
	began time.Time
	ahead atomic.Int64 // nanoseconds
}

// Now stands still but for advance, so that no latency ends by itself.
func (c *clock) Now() time.Time { return c.began.Add(time.Duration(c.ahead.Load())) }

// After never comes: what waits for it is to be interrupted.
func (c *clock) After(time.Duration) <-chan time.Time { return nil }

// cmdAdvance lets the sandbox's time pass: advance 1m.
func cmdAdvance(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: advance DURATION")
	}
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	stageOf(ts).clock.ahead.Add(int64(d))
}

// cmdCalls says what the sandbox was asked since the last calls.
//
//	calls N PROMPT…     so many submissions; with prompts: exactly these, in any order
//	calls -ordered N …  in this order
//	calls -pictures N   so many pictures were charged
//	calls -all N        so many requests of any kind; calls -all 0 is silence
func cmdCalls(ts *testscript.TestScript, neg bool, args []string) {
	set := flags("calls")
	all, pictures, ordered := set.Bool("all", false, ""), set.Bool("pictures", false, ""), set.Bool("ordered", false, "")
	ts.Check(set.Parse(args))
	if neg || set.NArg() == 0 {
		ts.Fatalf("usage: calls [-all|-pictures|-ordered] N [PROMPT...]")
	}
	want, err := strconv.Atoi(set.Arg(0))
	ts.Check(err)
	s := stageOf(ts)
	before, now := s.before, s.sandbox.Server.Books()
	s.before = now
	got, noun := now.Submissions-before.Submissions, "submissions"
	switch {
	case *all:
		got, noun = now.Requests-before.Requests, "requests"
	case *pictures:
		got, noun = now.ChargedPictures-before.ChargedPictures, "charged pictures"
	}
	var asked []string
	for _, c := range now.Calls[len(before.Calls):] {
		asked = append(asked, c.Prompt)
	}
	if got != want {
		ts.Fatalf("%d %s, want %d; the prompts were %q", got, noun, want, asked)
	}
	if prompts := set.Args()[1:]; len(prompts) > 0 {
		if !*ordered {
			slices.Sort(prompts)
			slices.Sort(asked)
		}
		if !slices.Equal(asked, prompts) {
			ts.Fatalf("the prompts were %q, want %q", asked, prompts)
		}
	}
}

// patience is how long a scenario waits for what must come.
const patience = time.Minute

// cmdSubmitted waits until the sandbox took so many submissions since the last
// calls.
func cmdSubmitted(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: submitted N")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	s := stageOf(ts)
	if !eventually(func() bool { return s.sandbox.Server.Books().Accepted-s.before.Accepted >= want }) {
		ts.Fatalf("after %s only %d were submitted", patience, s.sandbox.Server.Books().Accepted-s.before.Accepted)
	}
}

// eventually reports whether a condition comes true within the patience.
func eventually(met func() bool) bool {
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-ticker.C {
		if met() {
			return true
		}
	}
	return met()
}
