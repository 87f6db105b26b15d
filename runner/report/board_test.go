package report

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"gesso/runner"
	"gesso/runner/plan"
)

// noon is when the runs of these tests begin.
var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// paidPlan is a plan of so many pictures to buy, each at this price.
func paidPlan(n int, price float64) *plan.Plan {
	p := &plan.Plan{}
	for i := range n {
		p.Changes = append(p.Changes, &plan.Change{Address: fmt.Sprintf(`image.hero["%d"]`, i), Action: plan.Generate, Price: &price})
	}
	return p
}

// busy is a board in the middle of a run: one image of each stage.
func busy() (*board, time.Time) {
	price := 0.02
	b := newBoard(paidPlan(60, price), noon)
	at := func(seconds int, e runner.Event) { b.take(e, noon.Add(time.Duration(seconds)*time.Second)) }
	for i := range 12 {
		address := fmt.Sprintf(`image.hero["%d"]`, i)
		at(0, runner.Event{Kind: runner.Started, Address: address, Action: plan.Generate})
		at(30, runner.Event{Kind: runner.Finished, Address: address, Price: &price})
	}
	for i, address := range []string{`image.hero["aria"]`, `module.shop["北京"].image.banner["a rather long key of somebody"]`, `image.fox`, `image.owl`} {
		at(30+i, runner.Event{Kind: runner.Started, Address: address, Action: plan.Generate})
		at(35, runner.Event{Kind: runner.Sending, Address: address})
	}
	at(36, runner.Event{Kind: runner.Submitted, Address: `image.hero["aria"]`})
	at(36, runner.Event{Kind: runner.Downloading, Address: `image.fox`, Received: 400_000, Size: 1_000_000})
	at(37, runner.Event{Kind: runner.Started, Address: `image.cat`, Action: plan.Restore})
	at(37, runner.Event{Kind: runner.Failed, Address: `image.dog`, Err: io.EOF})
	at(37, runner.Event{Kind: runner.Skipped, Address: `image.puppy`, Err: io.EOF})
	at(38, runner.Event{Kind: runner.Throttled, Wait: 12 * time.Second})
	return b, noon.Add(40 * time.Second)
}

func TestBoard(t *testing.T) {
	s := NewScreen(io.Discard, nil, true)
	for width, want := range map[int][]string{
		40: {
			"12/60 done · 5 running · 41 waiting",
			"1 skipped · 1 failed",
			"cost 0.24 of about 1.2 · 20 a minute",
			"about 2m21s left",
			"the provider takes nothing for 10s",
			`  image.hero["aria"]    queued 4s`,
			`  module.shop["北京"]…  submitting 5s`,
			`  image.fox             downloading 40 %`,
			`  image.owl             submitting 5s`,
			`  image.cat             restore 3s`,
		},
		80: {
			"12/60 done · 5 running · 41 waiting · 1 skipped · 1 failed",
			"cost 0.24 of about 1.2 · 20 a minute · about 2m21s left",
			"the provider takes nothing for 10s",
			`  image.hero["aria"]                                            queued 4s`,
			`  module.shop["北京"].image.banner["a rather long key of some…  submitting 5s`,
			`  image.fox                                                     downloading 40 %`,
			`  image.owl                                                     submitting 5s`,
			`  image.cat                                                     restore 3s`,
		},
		200: {
			"12/60 done · 5 running · 41 waiting · 1 skipped · 1 failed · cost 0.24 of about 1.2 · 20 a minute · about 2m21s left · the provider takes nothing for 10s",
			`  image.hero["aria"]                                                 queued 4s`,
			`  module.shop["北京"].image.banner["a rather long key of somebody"]  submitting 5s`,
			`  image.fox                                                          downloading 40 %`,
			`  image.owl                                                          submitting 5s`,
			`  image.cat                                                          restore 3s`,
		},
	} {
		b, now := busy()
		got := b.lines(s, width, 24, now)
		for _, line := range got {
			if n := ansi.StringWidth(line); n > width {
				t.Errorf("a line of %d cells at %d: %q", n, width, line)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("at %d columns (-want +got):\n%s", width, d)
		}
	}
}

// TestBoardOfManyImages keeps to the height, however many are in work, and says how
// many it does not show.
func TestBoardOfManyImages(t *testing.T) {
	s := NewScreen(io.Discard, nil, true)
	b := newBoard(paidPlan(1000, 1), noon)
	for i := range 500 {
		b.take(runner.Event{Kind: runner.Started, Address: fmt.Sprintf("image.a[%d]", i), Action: plan.Generate}, noon)
	}
	for height, want := range map[int]int{3: 1, 8: 5, 24: mostWork, 400: mostWork} {
		lines := b.lines(s, 80, height, noon.Add(time.Second))
		if got := len(lines) - 1; got != want {
			t.Errorf("%d lines of work at a height of %d, want %d", got, height, want)
		}
		shown := want - 1
		if last := lines[len(lines)-1]; want > 1 && last != fmt.Sprintf("  and %d more", 500-shown) {
			t.Errorf("the last line is %q", last)
		}
	}
}

// TestStreamIsNeverSilentForLong is a job whose pictures take minutes.
func TestStreamIsNeverSilentForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		p := NewProgress(NewScreen(&out, nil, true), paidPlan(2, 1))
		p.Notify(runner.Event{Kind: runner.Started, Address: "image.a", Action: plan.Generate})
		time.Sleep(10 * time.Second)
		p.Notify(runner.Event{Kind: runner.Started, Address: "image.b", Action: plan.Generate})
		time.Sleep(65*time.Second + time.Millisecond)
		p.Notify(runner.Event{Kind: runner.Finished, Address: "image.a", Action: plan.Generate, Path: "a.png", Elapsed: 75 * time.Second})
		p.Close()
		const want = `image.a: generate …
image.b: generate …
0/2 done, 2 running, longest 40s (image.a)
0/2 done, 2 running, longest 1m10s (image.a)
image.a: generate done a.png after 1m15s
`
		if d := cmp.Diff(want, out.String()); d != "" {
			t.Error(d)
		}
	})
}
