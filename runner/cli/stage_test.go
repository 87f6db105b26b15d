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

// stage is what a script plays on: its sandboxes, and its commands in the
// background.
type stage struct {
	t         testscript.T
	sandboxes map[string]*venue // by name; most scripts have one, which has none
	processes map[string]*process
	asked     atomic.Int64 // requests to its buckets, as asked has not yet told
}

// venue is a sandbox of a script.
type venue struct {
	sandbox *sandbox.Running
	clock   *clock
	before  sandbox.Books // as the last calls saw them
}

// stageKey finds a script's stage among its values.
type stageKey struct{}

func stageOf(ts *testscript.TestScript) *stage { return ts.Value(stageKey{}).(*stage) }

func (s *stage) close() {
	for _, p := range s.processes {
		p.kill()
	}
	for _, v := range s.sandboxes {
		_ = v.sandbox.Close()
	}
}

// venue finds a sandbox that the script has started.
func (s *stage) venue(ts *testscript.TestScript, name string) *venue {
	v := s.sandboxes[name]
	if v == nil {
		ts.Fatalf("there is no sandbox %q", name)
	}
	return v
}

// cmdSandbox starts a sandbox and points gesso at it. Its options are
//
//	-latency=DURATION  of its generations; they end only when time passes by advance
//	-token=TOKEN       the only one that it takes
//	-balance=N         how many pictures can be paid for
//	-expire=DURATION   how long links to its pictures answer
//	-recode            other bytes at each link, and another link at each question
//	-as=NAME           another provider's: $NAME is its URL, and gesso is not pointed at it
//
// A second sandbox of a name takes the place of the first, which is gone with
// all its tasks and pictures. $SANDBOX is the URL of the one without a name.
func cmdSandbox(ts *testscript.TestScript, _ bool, args []string) {
	s := stageOf(ts)
	v := &venue{clock: &clock{began: time.Now()}}
	o := sandbox.Options{Clock: v.clock}
	balance, name := -1, ""
	set := flags("sandbox")
	set.StringVar(&name, "as", "", "")
	set.DurationVar(&o.Latency, "latency", 0, "")
	set.DurationVar(&o.Expire, "expire", 0, "")
	set.StringVar(&o.Token, "token", "", "")
	set.BoolVar(&o.Recode, "recode", false, "")
	set.IntVar(&balance, "balance", -1, "")
	ts.Check(set.Parse(args))
	if balance >= 0 {
		o.Balance = &balance
	}
	if old := s.sandboxes[name]; old != nil {
		ts.Check(old.sandbox.Close())
	}
	running, err := sandbox.Start(o)
	ts.Check(err)
	v.sandbox = running
	s.sandboxes[name] = v
	if name != "" {
		ts.Setenv(name, running.URL)
		return
	}
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

// cmdAdvance lets the sandboxes' time pass: advance 1m.
func cmdAdvance(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: advance DURATION")
	}
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	for _, v := range stageOf(ts).sandboxes {
		v.clock.ahead.Add(int64(d))
	}
}

// cmdCalls says what the sandbox was asked since the last calls.
//
//	calls N PROMPT…     so many submissions; with prompts: exactly these, in any order
//	calls -ordered N …  in this order
//	calls -pictures N   so many pictures were charged
//	calls -all N        so many requests of any kind; calls -all 0 is silence
//	calls -of=NAME …    of the sandbox with a name
//	calls -uploads=N …  and so many files were taken
//	calls -lists=N …    and so many questions were for the list of all tasks
func cmdCalls(ts *testscript.TestScript, neg bool, args []string) {
	set := flags("calls")
	of := set.String("of", "", "")
	all, pictures, ordered := set.Bool("all", false, ""), set.Bool("pictures", false, ""), set.Bool("ordered", false, "")
	uploads, lists := set.Int("uploads", -1, ""), set.Int("lists", -1, "")
	ts.Check(set.Parse(args))
	if neg || set.NArg() == 0 {
		ts.Fatalf("usage: calls [-of=NAME] [-uploads=N] [-lists=N] [-all|-pictures|-ordered] N [PROMPT...]")
	}
	want, err := strconv.Atoi(set.Arg(0))
	ts.Check(err)
	v := stageOf(ts).venue(ts, *of)
	before, now := v.before, v.sandbox.Server.Books()
	v.before = now
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
	if taken := now.Uploads - before.Uploads; *uploads >= 0 && taken != *uploads {
		ts.Fatalf("%d uploads, want %d", taken, *uploads)
	}
	if listed := now.Lists - before.Lists; *lists >= 0 && listed != *lists {
		ts.Fatalf("%d questions for the list, want %d", listed, *lists)
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

// cmdSubmitted waits until a sandbox took so many submissions since the last
// calls: submitted [-of=NAME] [-polled] N. With -polled also until somebody asked for
// what became of one.
func cmdSubmitted(ts *testscript.TestScript, _ bool, args []string) {
	set := flags("submitted")
	of := set.String("of", "", "")
	polled := set.Bool("polled", false, "")
	ts.Check(set.Parse(args))
	if set.NArg() != 1 {
		ts.Fatalf("usage: submitted [-of=NAME] [-polled] N")
	}
	want, err := strconv.Atoi(set.Arg(0))
	ts.Check(err)
	v := stageOf(ts).venue(ts, *of)
	if !eventually(func() bool { return v.sandbox.Server.Books().Accepted-v.before.Accepted >= want }) {
		ts.Fatalf("after %s only %d were submitted", patience, v.sandbox.Server.Books().Accepted-v.before.Accepted)
	}
	if *polled && !eventually(func() bool { return v.sandbox.Server.Books().Polls > v.before.Polls }) {
		ts.Fatalf("after %s nobody has asked for what was submitted", patience)
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
