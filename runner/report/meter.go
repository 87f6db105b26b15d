package report

import (
	"fmt"
	"sync"
	"time"

	"gesso/runner/report/outline"
	"gesso/runner/store"
)

// Mood says how a line outside a plan is highlighted. It is a closed set.
type Mood int

const (
	Plain Mood = iota
	Summary
	Wrong
	Doubtful
)

// Line prints a highlighted sign and a text after it, wrapped and indented. A Summary is
// highlighted as a whole. The caller quotes text from outside.
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

// Meter shows the progress of long work, in one line that is redrawn on a terminal; a
// stream gets nothing. It is safe for concurrent use. The caller must call Close.
type Meter struct {
	mu     sync.Mutex
	screen *Screen
	what   string
	now    func() time.Time
	next   time.Time
}

// meterEvery is how often the line is redrawn at most.
const meterEvery = 100 * time.Millisecond

// NewMeter returns a meter. What says what is being done to each item, such as "read".
func NewMeter(s *Screen, what string, now func() time.Time) *Meter {
	return &Meter{screen: s, what: what, now: now}
}

// Show draws the progress, unless the line was drawn less than meterEvery ago.
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
