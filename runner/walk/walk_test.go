package walk

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/google/go-cmp/cmp"
)

// walked is what became of the units of a walk, by their first images.
type walked struct {
	mu    sync.Mutex
	order []string // in which they were given out
	ends  map[string]string
}

// run walks units that all have the same work.
func run(ctx context.Context, w *Walk, units []*Unit, work func(*Unit) error) error {
	for _, u := range units {
		u.Do = func() error { return work(u) }
	}
	return w.Run(ctx, units)
}

// carryOut runs units of which some come to another end than Done.
func carryOut(t *testing.T, w *Walk, units []*Unit, ends map[string]State) *walked {
	t.Helper()
	got := &walked{ends: map[string]string{}}
	images := map[*Unit]string{}
	for _, u := range units {
		images[u] = u.Images[0]
	}
	err := run(t.Context(), w, units, func(u *Unit) error {
		got.mu.Lock()
		got.order = append(got.order, u.Images[0])
		got.mu.Unlock()
		if need := w.Blocked(u); need != nil {
			end := Skipped
			if need.State == LeftOut {
				end = LeftOut
			}
			w.Set(u, end)
			return nil
		}
		if !w.Start(t.Context(), u) {
			t.Errorf("%s has no slot", u.Images[0])
		}
		for _, image := range slices.Clone(u.Images) {
			if end, other := ends[image]; other {
				w.Set(w.Part(u, image), end)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for u, image := range images {
		got.ends[image] = u.state.String()
		if need := w.Blocked(u); need != nil {
			got.ends[image] += ": " + need.Image + " " + need.State.Became()
		}
	}
	return got
}

// TestEnds walks small graphs in one slot: what comes after what, and what the end of
// one means for those that need it.
func TestEnds(t *testing.T) {
	tests := []struct {
		name  string
		units string           // "a,b < c d": one unit of two images, which needs two others; "a = tainted": held
		ends  map[string]State // else done
		order string
		want  string
	}{
		{"nothing", "", nil, "", ""},
		{"each after what it needs", "a < b c; b < c; c; d", nil, "c d b a", "a done, b done, c done, d done"},
		{"in the order in which they are given", "c; a; b", nil, "c a b", "a done, b done, c done"},
		{"what nobody walks is there", "a < gone", nil, "a", "a done"},
		{"a failure blocks", "a; b < a; c < b; d", map[string]State{"a": Failed}, "a d b c",
			"a failed, b skipped: a it failed, c skipped: b it was skipped, d done"},
		{"as does a doubt", "a; b < a", map[string]State{"a": InDoubt}, "a b", "a in doubt, b skipped: a its request is in doubt"},
		{"and a provider that was stopped", "a; b < a", map[string]State{"a": Postponed}, "a b", "a postponed, b skipped: a its provider was stopped"},
		{"and a rejected picture", "a; b < a", map[string]State{"a": Tainted}, "a b", "a tainted, b skipped: a its picture fails a postcondition"},
		{"the budget leaves out what needs what it left out", "a; b < a; c < b", map[string]State{"a": LeftOut}, "a b c",
			"a left out, b left out: a left out by the budget, c left out: b left out by the budget"},
		{"an interrupt blocks nothing", "a; b < a", map[string]State{"a": Left}, "a b", "a left, b done"},
		{"the first end counts", "a; b; c < a b", map[string]State{"a": Failed, "b": InDoubt}, "a b c", "a failed, b in doubt, c skipped: a it failed"},
		{"the others of a call are done", "a,b,c; d < a; e < b; f < c", map[string]State{"b": Failed}, "a d e f",
			"a done, d done, e skipped: b it failed, f done"},
		{"all of a call", "a,b; c < b", map[string]State{"a": Failed, "b": LeftOut}, "a c", "a left out, c left out: b left out by the budget"},
		{"what waits for a decision", "a = tainted; b < a; c < b; d = unmade; e < a d", nil, "b e c",
			"a tainted, b skipped: a its picture fails a postcondition, c skipped: b it was skipped, " +
				"d unmade, e skipped: d its request made nothing, and waits for a decision"},
		{"nothing else", "a = in doubt", nil, "", "a in doubt"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := New(1)
			got := carryOut(t, w, parse(w.Lane(1), test.units), test.ends)
			var ends []string
			for image, end := range got.ends {
				ends = append(ends, image+" "+end)
			}
			slices.Sort(ends)
			if diff := cmp.Diff([]string{test.order, test.want}, []string{strings.Join(got.order, " "), strings.Join(ends, ", ")}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// parse makes units of a line.
func parse(l *Lane, line string) []*Unit {
	var units []*Unit
	for _, one := range strings.Split(line, "; ") {
		if one == "" {
			continue
		}
		if image, state, held := strings.Cut(one, " = "); held {
			i := slices.IndexFunc(traits[:], func(t struct {
				name   string
				from   []State
				became string
			}) bool {
				return t.name == state
			})
			units = append(units, Held(image, State(i)))
			continue
		}
		images, needs, _ := strings.Cut(one, " < ")
		units = append(units, &Unit{Images: strings.Split(images, ","), Needs: strings.Fields(needs), Lane: l})
	}
	return units
}

// TestSlots looks at how many units of two lanes are at work at once, each for a second.
func TestSlots(t *testing.T) {
	tests := []struct {
		name        string
		parallelism int
		leave       bool // its slot before the second is over
		most        int
		took        time.Duration
	}{
		{"each lane has its own", 0, false, 2 + 3, 3 * time.Second},
		{"the walk has them too", 1, false, 1, 12 * time.Second},
		{"it may have more than its lanes", 50, false, 2 + 3, 3 * time.Second},
		{"who leaves early makes room", 1, true, 12, time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := New(test.parallelism)
				lanes := []*Lane{w.Lane(2), w.Lane(3)}
				var units []*Unit
				for n := range 12 {
					units = append(units, &Unit{Images: []string{fmt.Sprint(n)}, Lane: lanes[n%2]})
				}
				var mu sync.Mutex
				now, most, began := 0, 0, time.Now()
				count := func(n int) {
					mu.Lock()
					defer mu.Unlock()
					now += n
					most = max(most, now)
				}
				err := run(t.Context(), w, units, func(u *Unit) error {
					w.Start(t.Context(), u)
					count(1)
					defer count(-1)
					if test.leave {
						w.Slot(u).Leave()
					}
					time.Sleep(time.Second)
					return nil
				})
				if err != nil || most != test.most || time.Since(began) != test.took {
					t.Errorf("%d at once in %s, error %v; want %d in %s", most, time.Since(began), err, test.most, test.took)
				}
			})
		})
	}
}

// TestEnter takes a second slot for a unit that has left its own, and none when the
// context ends.
func TestEnter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := New(1)
		l := w.Lane(2)
		first := w.Enter(t.Context(), l)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if w.Enter(ctx, l) != nil {
			t.Fatal("the walk has two slots")
		}
		if w.Enter(ctx, l) != nil {
			t.Fatal("a slot after the end")
		}
		first.Leave()
		first.Leave()
		if w.Enter(t.Context(), l) == nil || len(l.places) != 1 || len(w.places) != 1 {
			t.Errorf("%d places of the lane and %d of the walk are taken, want one each", len(l.places), len(w.places))
		}
		(*Slot)(nil).Leave()
	})
}

// TestInterrupt ends the context while one unit is at work: all others are begun, and
// find no slot.
func TestInterrupt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		w := New(0)
		units := parse(w.Lane(1), "a; b; c < a; d < c")
		err := run(ctx, w, units, func(u *Unit) error {
			if !w.Start(ctx, u) {
				w.Set(u, Left)
				return nil
			}
			<-ctx.Done()
			return nil
		})
		var got []string
		for _, u := range units {
			got = append(got, u.state.String())
		}
		if diff := cmp.Diff([]string{"done", "left", "left", "left"}, got); diff != "" || err != nil {
			t.Errorf("error %v\n%s", err, diff)
		}
	})
}

// TestError: the error of one unit is the walk's, and the others are carried out.
func TestError(t *testing.T) {
	w, broken := New(0), errors.New("a full disk")
	units := parse(w.Lane(1), "a; b; c < a")
	n := 0
	err := run(t.Context(), w, units, func(u *Unit) error {
		if n++; u.Images[0] == "a" {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || n != 3 {
		t.Errorf("error %v after %d units", err, n)
	}
}

// TestSetRefuses: an end is for good.
func TestSetRefuses(t *testing.T) {
	for from := range traits {
		for to := range traits {
			u := &Unit{Images: []string{"a"}, Lane: &Lane{ready: make(chan *Unit, 1)}, state: State(from)}
			allowed := slices.Contains(traits[to].from, State(from))
			if State(from).ended() && allowed {
				t.Errorf("%s is no end: %s comes after it", State(from), State(to))
			}
			refused := func() (refused bool) {
				defer func() { refused = recover() != nil }()
				New(0).Set(u, State(to))
				return false
			}()
			if refused == allowed {
				t.Errorf("from %s to %s: refused %v", State(from), State(to), refused)
			}
		}
	}
}

// TestForgets: of a unit that is over nothing is in memory, while others are at work.
func TestForgets(t *testing.T) {
	w := New(0)
	units := parse(w.Lane(1), "a; b < a; c")
	first := weak.Make(units[0])
	for _, u := range units {
		u.Do = func() error { return nil }
	}
	units[2].Do = func() error {
		runtime.GC()
		if first.Value() != nil {
			t.Error("the first is in memory")
		}
		return nil
	}
	if err := w.Run(t.Context(), units); err != nil {
		t.Error(err)
	}
}
