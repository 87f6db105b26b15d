package home_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state/home"
	"gesso/state/home/shelf/shelftest"
)

// machine is a home seen by a machine of its own, which can be cut off, as a killed one is.
type machine struct {
	*home.Home
	cut atomic.Bool
}

func newMachine(s *shelftest.Memory, o home.Options) *machine {
	m := &machine{}
	m.Home = home.On(shelftest.WithFaults(s, func(shelftest.Call) shelftest.Fault {
		if m.cut.Load() {
			return shelftest.Refuse
		}
		return shelftest.None
	}), o)
	return m
}

// kill ends what a machine does, and nobody else hears of it.
func (m *machine) kill(e *home.Epoch) {
	m.cut.Store(true)
	_ = e.End(nil) // in vain; it ends the beats
}

// TestTakeover: a killed holder blocks for a lease, a living one as long as it lives, and
// one that is known to be dead not at all. (Terraform's lock stays until somebody unlocks it
// by force.)
func TestTakeover(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		_, at := founded(t, s, home.Options{})
		one, two := newMachine(s, home.Options{}), newMachine(s, home.Options{})
		e, _ := begin(t, one.Home, at, "one")
		appended(t, e, "intent")

		var told []string
		waiting := home.Waiting{Told: func(h home.Holder) { told = append(told, h.Host) }}
		start := time.Now()
		_, _, err := two.Begin(t.Context(), at, holder("two"), waiting)
		var held *home.HeldError
		if !errors.As(err, &held) || held.Holder.Host != "one" || held.Where != "memory" {
			t.Fatalf("beside a living one: %v", err)
		}
		if waited := time.Since(start); waited > home.DefaultLease/3 {
			t.Errorf("it took %s to see that the holder lives", waited)
		}

		start = time.Now()
		waiting.Patience = 5 * time.Minute
		if _, _, err = two.Begin(t.Context(), at, holder("two"), waiting); !errors.As(err, &held) {
			t.Errorf("beside a living one: %v", err)
		}
		if waited := time.Since(start); waited < waiting.Patience || waited > waiting.Patience+home.DefaultLease/3 {
			t.Errorf("it waited %s for it, and has the patience for %s", waited, waiting.Patience)
		}

		one.kill(e)
		start = time.Now()
		waiting.Patience = 0
		f, before, err := two.Begin(t.Context(), at, holder("two"), waiting)
		if err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited < home.DefaultLease || waited > home.DefaultLease+3*time.Second {
			t.Errorf("it took over after %s", waited)
		}
		if diff := cmp.Diff([]string{"intent"}, words(t, before)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"one", "one", "one"}, told); diff != "" {
			t.Errorf("who waited was told: %s", diff)
		}

		two.kill(f)
		start = time.Now()
		three, _, err := newMachine(s, home.Options{}).Begin(t.Context(), at, holder("three"), home.Waiting{
			Dead: func(h home.Holder) bool { return h.Nonce == f.Holder().Nonce },
		})
		if err != nil || time.Since(start) > 0 {
			t.Errorf("a dead one was waited for: %s, %v", time.Since(start), err)
		}
		ended(t, three, nil)
	})
}

// TestLeases: a holder is waited for as long as it said that it may be silent, also by whoever
// waits for others less.
func TestLeases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		_, at := founded(t, s, home.Options{})
		slow := newMachine(s, home.Options{Lease: 5 * time.Minute})
		e, _ := begin(t, slow.Home, at, "slow")
		hasty := home.On(s, home.Options{Lease: 10 * time.Second})
		var held *home.HeldError
		if _, _, err := hasty.Begin(t.Context(), at, holder("hasty"), home.Waiting{}); !errors.As(err, &held) || held.Lease != 5*time.Minute {
			t.Errorf("beside one who beats seldom: %v", err)
		}
		slow.kill(e)
		start := time.Now()
		f, _ := begin(t, hasty, at, "hasty")
		if waited := time.Since(start); waited < 5*time.Minute {
			t.Errorf("it took over after %s", waited)
		}
		ended(t, f, nil)
	})
}

// TestEndFrees: who waits for a run that ends begins soon.
func TestEndFrees(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		h, at := founded(t, s, home.Options{})
		e, _ := begin(t, h, at, "one")
		go func() {
			time.Sleep(10 * time.Minute)
			if err := e.End(nil); err != nil {
				t.Error(err)
			}
		}()
		start := time.Now()
		f, _ := begin(t, home.On(s, home.Options{}), at, "two")
		if waited := time.Since(start); waited > 10*time.Minute+5*time.Second {
			t.Errorf("it waited %s", waited)
		}
		ended(t, f, nil)
	})
}

// TestDeposed: who was paused for longer than a lease learns of it at its next write, begins
// nothing more, and its answers are news to whoever took over.
func TestDeposed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		_, at := founded(t, s, home.Options{})
		one, two := newMachine(s, home.Options{}), newMachine(s, home.Options{})
		e, _ := begin(t, one.Home, at, "one")
		appended(t, e, "intent of one")
		one.cut.Store(true) // and its clock may say what it likes
		f, _ := begin(t, two.Home, at, "two")
		appended(t, f, "intent of two")
		one.cut.Store(false)

		_, err := e.Append(frames(t, "never"))
		var deposed *home.DeposedError
		if !errors.As(err, &deposed) || deposed.By.Host != "two" {
			t.Fatalf("a deposed one appends: %v", err)
		}
		select {
		case <-e.Lost():
		default:
			t.Error("nobody is told that it is lost")
		}
		if _, err := e.Append(frames(t, "never")); !errors.As(err, &deposed) {
			t.Errorf("a deposed one appends: %v", err)
		}
		if err := e.Report(frames(t, "answer of one")); err != nil {
			t.Fatal(err)
		}
		known := f.At()
		if foreign := appended(t, f, "more of two"); !cmp.Equal([]string{"answer of one"}, words(t, foreign)) || kinds(foreign) != "report" {
			t.Errorf("the new holder is told %v", words(t, foreign))
		}
		ended(t, e, nil)
		ended(t, f, nil)

		// Both who ended and who come later may still have the answer.
		if err := e.Report(frames(t, "second answer of one")); err != nil {
			t.Fatal(err)
		}
		g, _ := begin(t, two.Home, known, "three")
		ended(t, g, nil)
		want := []string{"intent of one", "intent of two", "answer of one", "more of two", "second answer of one"}
		if diff := cmp.Diff(want, words(t, tail(t, one.Home, at))); diff != "" {
			t.Error(diff)
		}
		if err := g.Report(frames(t, "x")); err == nil {
			t.Error("an epoch that has ended reports")
		}
	})
}

// TestReportMeetsBeat: what a beat finds is not forgotten: it is told at the next Append,
// and until then At is before it.
func TestReportMeetsBeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		_, at := founded(t, s, home.Options{})
		one := newMachine(s, home.Options{})
		e, _ := begin(t, one.Home, at, "one")
		one.cut.Store(true)
		f, _ := begin(t, newMachine(s, home.Options{}).Home, at, "two")
		one.cut.Store(false)
		known := f.At()
		if err := e.Report(frames(t, "answer")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(home.DefaultLease) // beats
		if f.At() != known {
			t.Errorf("it is at %d, and was told nothing behind %d", f.At().N, known.N)
		}
		foreign, err := f.Append(nil)
		if err != nil || !cmp.Equal([]string{"answer"}, words(t, foreign)) {
			t.Errorf("it is told %v, %v", words(t, foreign), err)
		}
		log := tail(t, one.Home, at)
		if f.At() != log[len(log)-1].At {
			t.Errorf("it is at %d of %d", f.At().N, len(log)+1)
		}
		ended(t, f, nil)
		ended(t, e, nil)
	})
}

// TestSelfConflict is opentofu#4405: a client that repeats a create whose answer was lost
// meets its own object. Here it takes it for what it is.
func TestSelfConflict(t *testing.T) {
	for _, fault := range []shelftest.Fault{shelftest.Echo, shelftest.Lose, shelftest.Refuse, shelftest.Hole, shelftest.Sink} {
		synctest.Test(t, func(t *testing.T) {
			s := &shelftest.Memory{}
			_, at := founded(t, s, home.Options{})
			var creates atomic.Int64
			h := home.On(shelftest.WithFaults(s, func(c shelftest.Call) shelftest.Fault {
				if c.Op == shelftest.Create && creates.Add(1)%2 == 1 {
					return fault
				}
				return shelftest.None
			}), home.Options{})
			e, _ := begin(t, h, at, "one")
			for _, word := range []string{"a", "b", "c"} {
				if foreign := appended(t, e, word); foreign != nil {
					t.Errorf("fault %d: it took for somebody else's: %v", fault, words(t, foreign))
				}
			}
			ended(t, e, nil)
			log := tail(t, h, at)
			log = slices.DeleteFunc(log, func(s home.Segment) bool { return s.Kind == home.Beat })
			if got := words(t, log); !cmp.Equal([]string{"a", "b", "c"}, got) || kinds(log) != "begun events events events ended" {
				t.Errorf("fault %d: the log is %s with %v", fault, kinds(log), got)
			}
		})
	}
}

// TestInterrupted is opentofu#3661 and #4017: a lock that is not released on Ctrl-C, since
// the context that was cancelled is used to release it.
func TestInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		h, at := founded(t, s, home.Options{})
		run, interrupt := context.WithCancel(t.Context())
		e, _, err := h.Begin(run, at, holder("one"), home.Waiting{})
		if err != nil {
			t.Fatal(err)
		}
		interrupt()
		appended(t, e, "the answer to what was sent before")
		ended(t, e, nil)
		standing, err := h.Standing(t.Context())
		if err != nil || standing.Holder != nil {
			t.Errorf("it is held: %+v, %v", standing, err)
		}

		// While it begins: what may have begun is ended, too.
		run, interrupt = context.WithCancel(t.Context())
		slow := home.On(shelftest.WithLatency(s, time.Second), home.Options{})
		go func() {
			time.Sleep(2500 * time.Millisecond) // in the create
			interrupt()
		}()
		if _, _, err := slow.Begin(run, e.At(), holder("two"), home.Waiting{}); !errors.Is(err, context.Canceled) {
			t.Errorf("an interrupted one begins: %v", err)
		}
		standing, err = h.Standing(t.Context())
		if err != nil || standing.Holder != nil {
			t.Errorf("it is held: %+v, %v", standing, err)
		}

		// While it waits.
		f, _ := begin(t, h, e.At(), "three")
		run, interrupt = context.WithCancel(t.Context())
		start := time.Now()
		go func() {
			time.Sleep(time.Minute + time.Millisecond)
			interrupt()
		}()
		if _, _, err := h.Begin(run, e.At(), holder("four"), home.Waiting{Patience: time.Hour}); !errors.Is(err, context.Canceled) {
			t.Errorf("an interrupted one begins: %v", err)
		}
		if waited := time.Since(start); waited > time.Minute+time.Second {
			t.Errorf("it waited on for %s", waited)
		}
		ended(t, f, nil)
	})
}

// TestNothingIsDeleted is rustfs#1610, and versioned buckets of others: a lock that is
// deleted leaves a marker that counts as there. Nothing is deleted here.
func TestNothingIsDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		_, at := founded(t, s, home.Options{})
		h := home.On(shelftest.WithFaults(s, func(c shelftest.Call) shelftest.Fault {
			if c.Op == shelftest.Remove {
				t.Errorf("%s is removed", c.Name)
			}
			return shelftest.None
		}), home.Options{})
		for range 3 {
			e, segments := begin(t, h, at, "one")
			if len(segments) > 0 {
				at = segments[len(segments)-1].At
			}
			appended(t, e, "a")
			time.Sleep(time.Hour)
			ended(t, e, nil)
		}
	})
}

// TestReportMeetsWriter: who was deposed gets its answers in, also beside one who writes all
// the time, since a write takes longer than a look.
func TestReportMeetsWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		_, at := founded(t, s, home.Options{})
		mine := &jittery{Memory: s, random: rand.New(rand.NewPCG(2, 2))}
		e, _, err := home.On(mine, home.Options{}).Begin(t.Context(), at, holder("one"), home.Waiting{})
		if err != nil {
			t.Fatal(err)
		}
		mine.denies.Store(true) // no beats
		busy := home.On(&jittery{Memory: s, random: rand.New(rand.NewPCG(1, 1))}, home.Options{})
		f, _ := begin(t, busy, at, "two")
		mine.denies.Store(false)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for range 2000 {
				if _, err := f.Append(frames(t, "more")); err != nil {
					t.Error(err)
				}
			}
		}()
		if err := e.Report(frames(t, "answer")); err != nil {
			t.Error(err)
		}
		<-done
		ended(t, f, nil)
	})
}

// TestLooksFail: what was read before a look failed is not forgotten by the next one.
func TestLooksFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		h, at := founded(t, s, home.Options{})
		e, _ := begin(t, h, at, "one")
		var fails atomic.Pointer[string]
		failures := 0
		two := home.On(shelftest.WithFaults(s, func(c shelftest.Call) shelftest.Fault {
			if name := fails.Load(); name != nil && c.Op == shelftest.Read && c.Name == *name && failures < 3 {
				failures++
				return shelftest.Refuse
			}
			return shelftest.None
		}), home.Options{})
		go func() {
			time.Sleep(time.Minute + time.Second/2)
			last := fmt.Sprintf("log/%010d", e.At().N+3)
			fails.Store(&last)
			for _, word := range []string{"a", "b", "c"} {
				appended(t, e, word)
			}
			ended(t, e, nil)
		}()
		known := home.Position{}
		for _, segment := range tail(t, h, home.Position{}) {
			known = segment.At
		}
		f, before := begin(t, two, known, "two")
		if diff := cmp.Diff([]string{"a", "b", "c"}, words(t, before)); diff != "" || failures == 0 {
			t.Errorf("after %d failures: %s", failures, diff)
		}
		ended(t, f, nil)
	})
}

// TestMarker: where a shelf says that a name is taken under which nothing is, as versioned
// buckets do of what somebody deleted, that is an error that names it, after a while.
func TestMarker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelftest.Memory{}
		_, at := founded(t, s, home.Options{})
		h := home.On(shelftest.WithFaults(s, func(c shelftest.Call) shelftest.Fault {
			if c.Op == shelftest.Create && c.Name == "log/0000000003" {
				return shelftest.Refuse
			}
			return shelftest.None
		}), home.Options{})
		e, _ := begin(t, h, at, "one")
		marked := &marker{Memory: s}
		g, _, err := home.On(marked, home.Options{}).Begin(t.Context(), at, holder("two"), home.Waiting{Dead: func(home.Holder) bool { return true }})
		if g != nil || err == nil || !strings.Contains(err.Error(), "log/0000000003 of memory") || !strings.Contains(err.Error(), "nothing is there") {
			t.Errorf("behind a marker: %v", err)
		}
		_ = e.End(nil)
	})
}

// TestForbiddenIsAbsent: a bucket whose policy lets a machine list the home's prefix alone
// says of what is not there that it is forbidden.
func TestForbiddenIsAbsent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &forbidding{Memory: &shelftest.Memory{}}
		if _, err := home.On(s, home.Options{}).Tail(t.Context(), home.Position{}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the log of no home: %v", err)
		}
		creates := 0
		_, at := founded(t, s, home.Options{})
		h := home.On(shelftest.WithFaults(s, func(c shelftest.Call) shelftest.Fault {
			if c.Op == shelftest.Create {
				if creates++; creates%2 == 1 {
					return shelftest.Refuse
				}
			}
			return shelftest.None
		}), home.Options{})
		e, _ := begin(t, h, at, "one")
		appended(t, e, "a")
		ended(t, e, nil)
		if has, err := h.Has(t.Context(), strings.Repeat("ab", 32)); has || err != nil {
			t.Errorf("a picture that is not there: %v, %v", has, err)
		}
		s.denies = true
		if _, err := h.Tail(t.Context(), at); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("what is there and forbidden: %v", err)
		}
	})
}
