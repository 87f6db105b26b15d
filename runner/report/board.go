package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/charmbracelet/x/ansi"

	"gesso/runner"
	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// board is the state of a running plan, computed from its events. It is plain data: it does
// not draw and reads no clock.
type board struct {
	total    int       // changes to carry out
	estimate plan.Cost // of all changes
	began    time.Time

	work     map[string]*work
	done     int
	failed   int
	skipped  int
	doubts   int
	left     int // left out by the budget
	cost     plan.Cost
	paused   map[string]time.Time // until when a provider accepts no requests
	finishes []time.Time          // the last rateOver ones
}

// work is an address that is being worked on.
type work struct {
	address        string
	action         plan.Action
	began          time.Time
	stage          runner.EventKind // Started, Sending, Submitted or Downloading
	since          time.Time        // when the stage began
	received, size int64
}

// rateOver is the number of finishes from which the rate is computed.
const rateOver = 100

func newBoard(p *plan.Plan, now time.Time) *board {
	return &board{
		total: len(p.Changes) + len(p.Strays) - p.Waiting(), estimate: p.Cost(), began: now,
		work: map[string]*work{}, paused: map[string]time.Time{},
	}
}

// take applies an event.
func (b *board) take(e runner.Event, now time.Time) {
	switch e.Kind {
	case runner.Started:
		b.work[e.Address] = &work{address: e.Address, action: e.Action, began: now, stage: e.Kind, since: now}
	case runner.Sending, runner.Submitted, runner.Downloading:
		b.stage(e, now)
	case runner.Throttled:
		b.paused[e.Provider] = now.Add(e.Wait)
	case runner.Finished:
		b.done++
		b.finish(e.Address, now)
	case runner.Failed:
		b.failed++
		b.finish(e.Address, now)
	case runner.InQuestion:
		b.doubts++
		b.finish(e.Address, now)
	case runner.LeftOut:
		b.left++
		delete(b.work, e.Address)
	case runner.Skipped:
		b.skipped++
		delete(b.work, e.Address)
	}
	if e.Price != nil {
		b.cost.AddPrice(e.Price, e.Currency)
	}
}

func (b *board) stage(e runner.Event, now time.Time) {
	w := b.work[e.Address]
	if w == nil {
		return // a picture that no address waits for
	}
	if w.stage != e.Kind {
		w.stage, w.since = e.Kind, now
	}
	w.received, w.size = e.Received, e.Size
}

func (b *board) finish(address string, now time.Time) {
	delete(b.work, address)
	b.finishes = append(b.finishes, now)
	if len(b.finishes) > rateOver {
		b.finishes = b.finishes[1:]
	}
}

// over returns how many changes have ended, in whatever way.
func (b *board) over() int { return b.done + b.failed + b.skipped + b.doubts + b.left }

// perMinute returns how many changes end in a minute; 0: not known yet.
func (b *board) perMinute(now time.Time) float64 {
	n := len(b.finishes)
	from := b.began
	if n == rateOver {
		from = b.finishes[0]
		n--
	}
	if took := now.Sub(from); n > 0 && took > 0 {
		return float64(n) / took.Minutes()
	}
	return 0
}

// facts returns what the block's first lines say, the most important first.
func (b *board) facts(s *Screen, now time.Time) []string {
	facts := []string{fmt.Sprintf("%d/%d done", b.done, b.total), fmt.Sprintf("%d running", len(b.work))}
	count := func(n int, word string, c colour) {
		if n > 0 {
			facts = append(facts, s.paint(c, fmt.Sprintf("%d %s", n, word)))
		}
	}
	if n := b.total - b.over() - len(b.work); n > 0 {
		facts = append(facts, fmt.Sprintf("%d waiting", n))
	}
	count(b.skipped, "skipped", yellow)
	count(b.failed, "failed", red)
	count(b.doubts, "in doubt", yellow)
	count(b.left, "left out by the budget", yellow)
	if b.estimate.Known > 0 {
		facts = append(facts, fmt.Sprintf("cost %s of about %s", outline.CostText(b.cost), outline.CostText(b.estimate)))
	}
	if rate := b.perMinute(now); rate > 0 {
		facts = append(facts, perMinute(rate))
		if rest := b.total - b.over(); rest > 0 {
			facts = append(facts, "about "+coarse(time.Duration(float64(rest)/rate*float64(time.Minute)))+" left")
		}
	}
	return append(facts, b.pauses(s, now)...)
}

// pauses says which providers accept no requests at the moment.
func (b *board) pauses(s *Screen, now time.Time) []string {
	var out []string
	for name, until := range b.paused {
		if until.After(now) {
			out = append(out, s.paint(yellow, fmt.Sprintf("%s takes nothing for %s", cmp.Or(name, "the provider"), coarse(until.Sub(now)))))
		}
	}
	slices.Sort(out)
	return out
}

func perMinute(rate float64) string {
	if rate < 10 {
		return fmt.Sprintf("%.1f a minute", rate)
	}
	return fmt.Sprintf("%.0f a minute", rate)
}

// lines returns the block: the totals, and the images being worked on, the oldest first. It
// has at most height lines, none wider than width cells.
func (b *board) lines(s *Screen, width, height int, now time.Time) []string {
	lines := flow(b.facts(s, now), width)
	room := min(max(height-len(lines)-2, 1), mostWork)
	running := b.running()
	rest := 0
	if len(running) > room {
		rest = len(running) - room + 1
		running = running[:len(running)-rest]
	}
	column := 0
	for _, w := range running {
		column = max(column, ansi.StringWidth(quote.Line(w.address)))
	}
	column = max(8, min(column, width-2-widestStage))
	for _, w := range running {
		address := ansi.Truncate(quote.Line(w.address), column, "…")
		pad := fmt.Sprintf("%*s", column-ansi.StringWidth(address), "")
		lines = append(lines, ansi.Truncate("  "+address+pad+"  "+s.paint(faint, w.text(now)), width, "…"))
	}
	if rest > 0 {
		lines = append(lines, ansi.Truncate(s.paint(faint, fmt.Sprintf("  and %d more", rest)), width, "…"))
	}
	return lines
}

const (
	mostWork    = 10 // images in the block
	widestStage = 18 // "downloading 100 %", and a space
)

// running returns the addresses being worked on, the oldest first.
func (b *board) running() []*work {
	all := make([]*work, 0, len(b.work))
	for _, w := range b.work {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b *work) int { return cmp.Or(a.began.Compare(b.began), cmp.Compare(a.address, b.address)) })
	return all
}

// text describes the stage and its duration.
func (w *work) text(now time.Time) string {
	took := coarse(now.Sub(w.since))
	switch {
	case w.stage == runner.Sending:
		return "submitting " + took
	case w.stage == runner.Downloading && w.size > 0:
		return fmt.Sprintf("downloading %d %%", 100*w.received/w.size)
	case w.stage == runner.Downloading:
		return fmt.Sprintf("downloading %d KB", w.received>>10)
	case w.stage == runner.Submitted, w.action == plan.Resume:
		return "queued " + took
	case w.action.Paid():
		return "waiting " + took
	}
	return w.action.String() + " " + took
}

// beat is the line that is written to a stream if nothing has happened for a while.
func (b *board) beat(now time.Time) string {
	running := b.running()
	if len(running) == 0 {
		return fmt.Sprintf("%d/%d done, none running", b.done, b.total)
	}
	return fmt.Sprintf("%d/%d done, %d running, longest %s (%s)", b.done, b.total, len(running), coarse(now.Sub(running[0].began)), quote.Line(running[0].address))
}

// flow joins parts into lines of at most width cells.
func flow(parts []string, width int) []string {
	const between = " · "
	var lines []string
	for _, part := range parts {
		part = ansi.Truncate(part, width, "…")
		last := len(lines) - 1
		if last >= 0 && ansi.StringWidth(lines[last])+len(between)-1+ansi.StringWidth(part) <= width {
			lines[last] += between + part
			continue
		}
		lines = append(lines, part)
	}
	return lines
}

// coarse formats a duration for a display that is updated often.
func coarse(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%dh%02dm", int(d.Hours()), int(d.Minutes())%60)
}
