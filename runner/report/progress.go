package report

import (
	"cmp"
	"fmt"
	"sync"
	"time"

	"gesso/runner"
	"gesso/runner/plan"
	"gesso/runner/report/quote"
)

const (
	// frame is how often the block is redrawn.
	frame = 200 * time.Millisecond
	// quiet is how long a stream may go without a line.
	quiet = 30 * time.Second
)

// Progress shows a running plan. On a terminal it redraws a block, and what has ended
// scrolls away above it, one line each. A stream gets one line an event, and at least one
// every half minute, so that a CI job that is watched for output is not taken for dead. It
// is safe for concurrent use.
type Progress struct {
	screen *Screen
	ended  chan struct{}
	over   chan struct{} // closed when drawing has ended

	mu    sync.Mutex // guards the fields below
	board *board
	told  time.Time // when the last line was printed
}

// NewProgress starts showing a run of a plan. The caller must call Close.
func NewProgress(s *Screen, p *plan.Plan) *Progress {
	now := time.Now()
	follow := &Progress{
		screen: s, board: newBoard(p, now), told: now,
		ended: make(chan struct{}), over: make(chan struct{}),
	}
	go follow.watch()
	return follow
}

// Close removes the block. Later events are not shown.
func (p *Progress) Close() {
	close(p.ended)
	<-p.over
}

// watch redraws the block, or prints a line to a stream that has been quiet.
func (p *Progress) watch() {
	defer close(p.over)
	every := frame
	if !p.screen.Terminal() {
		every = time.Second
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-p.ended:
			p.mu.Lock()
			defer p.mu.Unlock()
			p.screen.replace(nil)
			return
		case now := <-ticker.C:
			p.tick(now)
		}
	}
}

func (p *Progress) tick(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.screen.Terminal():
		p.draw(now)
	case now.Sub(p.told) >= quiet:
		p.told = now
		p.screen.wrapped("", p.board.beat(now))
	}
}

// draw draws the block.
func (p *Progress) draw(now time.Time) {
	width, height := p.screen.Size()
	p.screen.replace(p.board.lines(p.screen, max(width-1, 10), height, now))
}

// Notify takes an event of the run.
func (p *Progress) Notify(e runner.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.board.take(e, now)
	text, lasting := p.line(e)
	if text == "" || p.screen.Terminal() && !lasting {
		return
	}
	p.print(text, now)
}

// print prints a line above the block.
func (p *Progress) print(text string, now time.Time) {
	p.told = now
	p.screen.replace(nil)
	p.screen.wrapped("", text)
	if p.screen.Terminal() {
		p.draw(now)
	}
}

// Say prints a line that stays on the screen.
func (p *Progress) Say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.print(text, time.Now())
}

// line returns an event as a line of text, or "". Lasting lines are printed on a terminal
// too.
func (p *Progress) line(e runner.Event) (text string, lasting bool) {
	address := quote.Line(e.Address)
	switch e.Kind {
	case runner.Started:
		return fmt.Sprintf("%s: %s …", address, e.Action), false
	case runner.Finished:
		if e.Action == plan.None {
			return fmt.Sprintf("%s: the same after all, nothing to pay for", address), true
		}
		where := ""
		if e.Path != "" {
			where = " " + quote.Line(e.Path)
		}
		return fmt.Sprintf("%s: %s done%s after %s", address, e.Action, where, short(e.Elapsed)), true
	case runner.Failed:
		return p.screen.paint(red, address+": failed: ") + quote.Line(e.Err.Error()), true
	case runner.InQuestion:
		return p.screen.paint(yellow, address+": in doubt: ") + quote.Line(e.Err.Error()), true
	case runner.LeftOut:
		return p.screen.paint(yellow, address+": left out: ") + quote.Line(e.Err.Error()), true
	case runner.Skipped:
		return p.screen.paint(yellow, address+": skipped: ") + quote.Line(e.Err.Error()), true
	case runner.Throttled:
		return fmt.Sprintf("%s asks for fewer requests: going on in %s", cmp.Or(e.Provider, "the provider"), short(e.Wait)), true
	case runner.Warned:
		return p.screen.paint(yellow, address+": ") + quote.Line(e.Err.Error()), true
	}
	return "", false
}

// short formats a duration.
func short(d time.Duration) string {
	switch {
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < time.Minute:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}
