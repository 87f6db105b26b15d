package report

import (
	"cmp"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"gesso/runner"
	"gesso/runner/plan"
	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// frame is how often the live line is drawn again.
const frame = 120 * time.Millisecond

// Progress follows a run: on a terminal with one line that is drawn again and
// again, and a lasting line for whatever went wrong; on a stream with one line
// an event. It is safe for concurrent use.
type Progress struct {
	screen  *Screen
	total   int
	began   time.Time
	mu      sync.Mutex
	running map[string]bool
	done    int
	failed  int
	skipped int
	cost    float64
	priced  bool
	last    string // what was finished last
	ended   chan struct{}
	drawn   chan struct{}
	tick    int
}

// NewProgress follows a run of so many changes. The caller owes a Close.
func NewProgress(s *Screen, total int) *Progress {
	p := &Progress{screen: s, total: total, began: time.Now(), running: map[string]bool{}, ended: make(chan struct{}), drawn: make(chan struct{})}
	if !s.Terminal() {
		close(p.drawn)
		return p
	}
	go p.animate()
	return p
}

// Close ends the live line. Events that come later are lost.
func (p *Progress) Close() {
	close(p.ended)
	<-p.drawn
}

func (p *Progress) animate() {
	defer close(p.drawn)
	ticker := time.NewTicker(frame)
	defer ticker.Stop()
	for {
		select {
		case <-p.ended:
			p.mu.Lock()
			p.erase()
			p.mu.Unlock()
			return
		case <-ticker.C:
			p.mu.Lock()
			p.draw()
			p.mu.Unlock()
		}
	}
}

// Notify takes an event of the run.
func (p *Progress) Notify(e runner.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e.Kind {
	case runner.Started:
		p.running[e.Address] = true
	case runner.Finished:
		p.done++
		p.last = e.Address
	case runner.Failed, runner.InQuestion, runner.LeftOut:
		p.failed++
	case runner.Skipped:
		p.skipped++
	}
	if e.Price != nil {
		p.cost += *e.Price
		p.priced = true
	}
	if e.Kind != runner.Started && e.Kind != runner.Submitted && e.Kind != runner.Throttled && e.Kind != runner.Warned {
		delete(p.running, e.Address)
	}
	text, lasting := p.line(e)
	if text == "" || p.screen.Terminal() && !lasting {
		return
	}
	p.erase()
	p.screen.wrapped("", text)
	p.draw()
}

// line is an event as a line of text. A lasting one is printed on a terminal
// too.
func (p *Progress) line(e runner.Event) (text string, lasting bool) {
	address := quote.Line(e.Address)
	switch e.Kind {
	case runner.Started:
		return fmt.Sprintf("%s: %s …", address, e.Action), false
	case runner.Finished:
		if e.Action == plan.None {
			return fmt.Sprintf("%s: the same after all, nothing to pay for", address), false
		}
		where := ""
		if e.Path != "" {
			where = " " + quote.Line(e.Path)
		}
		return fmt.Sprintf("%s: %s done%s after %s", address, e.Action, where, short(e.Elapsed)), false
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

// Say prints a line that lasts.
func (p *Progress) Say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	p.screen.wrapped("", text)
}

func (p *Progress) erase() {
	if p.screen.Terminal() {
		p.screen.printf("%s", restart)
	}
}

// draw writes the live line: done, running, waiting, failed, cost, time left.
func (p *Progress) draw() {
	if !p.screen.Terminal() {
		return
	}
	p.tick++
	spinner := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
	over := p.done + p.failed + p.skipped
	parts := []string{fmt.Sprintf("%d/%d done", p.done, p.total), fmt.Sprintf("%d running", len(p.running))}
	if waiting := p.total - over - len(p.running); waiting > 0 {
		parts = append(parts, fmt.Sprintf("%d waiting", waiting))
	}
	if p.failed > 0 {
		parts = append(parts, p.screen.paint(red, fmt.Sprintf("%d failed", p.failed)))
	}
	if p.priced {
		parts = append(parts, "cost "+outline.Number(p.cost))
	}
	if p.done > 0 && over < p.total {
		left := time.Since(p.began) / time.Duration(over) * time.Duration(p.total-over)
		parts = append(parts, "about "+short(left)+" left")
	}
	if p.last != "" {
		parts = append(parts, p.screen.paint(faint, quote.Line(p.last)))
	}
	line := string(spinner[p.tick%len(spinner)]) + " " + strings.Join(parts, " · ")
	p.screen.printf("%s%s", restart, ansi.Truncate(line, p.screen.width()-1, "…"))
}

// short is a duration for people.
func short(d time.Duration) string {
	switch {
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < time.Minute:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}
