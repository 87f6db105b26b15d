package report

import (
	"fmt"
	"sync"
	"time"

	"gesso/runner/report/outline"
	"gesso/runner/store"
)

// Mood is the closed set of how a line that is not of a plan stands out.
type Mood int

const (
	Plain Mood = iota
	Summary
	Wrong
	Doubtful
)

// Line prints a sign that stands out and a text behind it, wrapped and indented; a
// Summary stands out as a whole. Text from outside is quoted by the caller.
func (s *Screen) Line(m Mood, sign, text string) {
	switch m {
	case Summary:
		s.wrapped("", s.paint(bold, text))
		return
	case Wrong:
		sign = s.paint(red, sign)
	case Doubtful:
		sign = s.paint(yellow, sign)
	}
	s.wrapped("  ", sign+text)
}

// Meter shows on a terminal how far a long piece of work is, in one line that is drawn
// again; elsewhere nothing. It is safe for concurrent use. The caller owes a Close.
type Meter struct {
	mu     sync.Mutex
	screen *Screen
	what   string
	now    func() time.Time
	next   time.Time
}

// meterEvery is how often a line is drawn again.
const meterEvery = 100 * time.Millisecond

// NewMeter is a meter of what is done, such as "read".
func NewMeter(s *Screen, what string, now func() time.Time) *Meter {
	return &Meter{screen: s, what: what, now: now}
}

// Show draws how far the work is, if the line is old enough.
func (m *Meter) Show(p store.Progress) {
	if !m.screen.Terminal() {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if now.Before(m.next) {
		return
	}
	m.next = now.Add(meterEvery)
	m.screen.replace([]string{fmt.Sprintf("%d of %d %s, %s of %s", p.Done, p.All, m.what, outline.Size(p.DoneBytes), outline.Size(p.AllBytes))})
}

// Close removes the line.
func (m *Meter) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.screen.replace(nil)
}
