package report

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
	"gesso/runner/store"
)

// Size is a number of bytes as people say it: "1.2 MB".
func Size(n int64) string {
	const unit = 1000
	if n < unit {
		return outline.Plural(int(n), "byte")
	}
	value, names := float64(n), "kMGTPE"
	i := -1
	for value >= unit && i < len(names)-1 {
		value /= unit
		i++
	}
	if value < 10 {
		return fmt.Sprintf("%.1f %cB", value, names[i])
	}
	return fmt.Sprintf("%.0f %cB", value, names[i])
}

// StoreVerified prints what a store was found to be: what is wrong, a line each, then
// the counts.
func StoreVerified(s *Screen, c *store.Checked) {
	repaired := 0
	for _, d := range c.Damaged {
		text := fmt.Sprintf("%s: damaged: it %s (%s)", quote.Line(d.Path), quote.Line(d.Problem), Size(d.Bytes))
		if len(d.Addresses) > 0 {
			text += "; needed by " + quote.Line(strings.Join(d.Addresses, ", "))
		}
		if d.SetAside != "" {
			text += "; set aside as " + quote.Line(d.SetAside)
		}
		switch {
		case d.Repaired != "":
			repaired++
			text += "; repaired from " + quote.Line(d.Repaired)
		case len(d.Repair) > 0:
			text += "; can be had from " + quote.Line(strings.Join(d.Repair, "; or from ")) + "; or by gesso store pull DIR"
		default:
			text += "; gesso store pull DIR brings it back from a folder that has it"
		}
		s.wrapped("  ", s.paint(red, "! ")+text)
	}
	for _, o := range c.Strange {
		s.wrapped("  ", s.paint(yellow, "? ")+fmt.Sprintf("%s: %s", quote.Line(o.Path), quote.Line(o.Problem)))
	}
	text := fmt.Sprintf("%s: %s whole, %s; %d damaged", quote.Line(c.Store), outline.Plural(c.Objects, "picture"), Size(c.Bytes), len(c.Damaged))
	if repaired > 0 {
		text += fmt.Sprintf(", %d of them repaired", repaired)
	}
	if len(c.Aside) > 0 {
		text += fmt.Sprintf("; %d set aside before", len(c.Aside))
	}
	if len(c.Strange) > 0 {
		text += fmt.Sprintf("; %s that do not belong there", outline.Plural(len(c.Strange), "thing"))
	}
	s.wrapped("", s.paint(bold, text+"."))
}

// mostGarbage is how many pictures are listed, the largest; the rest is counted.
const mostGarbage = 50

// StoreGarbage prints what nobody needs in a store, and why the rest stays.
func StoreGarbage(s *Screen, g *store.Garbage, deleted bool) {
	sign := s.paint(red, "- ")
	for i, item := range g.Objects {
		if i == mostGarbage {
			s.wrapped("  ", fmt.Sprintf("and %d smaller ones", len(g.Objects)-i))
			break
		}
		whose := "of unknown origin"
		if item.Address != "" {
			whose = "of " + quote.Line(item.Address)
		} else if item.Key != "" {
			whose = "of nobody"
		}
		s.wrapped("  ", fmt.Sprintf("%s%s  %s, %s, since %s", sign, quote.Line(item.Path), Size(item.Bytes), whose, item.Stored.Local().Format(time.DateOnly)))
	}
	for _, item := range g.Aside {
		s.wrapped("  ", fmt.Sprintf("%s%s  %s, damaged; the picture is whole again", sign, quote.Line(item.Path), Size(item.Bytes)))
	}
	for _, item := range g.Drafts {
		s.wrapped("  ", fmt.Sprintf("%s%s  %s, left by a killed run", sign, quote.Line(item.Path), Size(item.Bytes)))
	}
	for _, u := range g.Users {
		if u.Problem != "" {
			s.wrapped("  ", s.paint(yellow, "? ")+fmt.Sprintf("%s uses this store, and nobody knows what it needs: %s", quote.Line(u.Dir), quote.Line(u.Problem)))
		}
	}
	var kept []string
	for _, sum := range g.Kept {
		kept = append(kept, fmt.Sprintf("%d by %s (%s)", sum.Count, sum.By, Size(sum.Bytes)))
	}
	verb := "to remove"
	if deleted {
		verb = "removed"
	}
	text := fmt.Sprintf("%s: %s %s, %s", quote.Line(g.Store), outline.Plural(len(g.Objects)+len(g.Aside)+len(g.Drafts), "file"), verb, Size(g.Bytes))
	if len(kept) > 0 {
		text += "; kept: " + strings.Join(kept, ", ")
	}
	s.wrapped("", s.paint(bold, text+"."))
}

// StoreCopied prints what was copied from one store to another: what is wrong, a line
// each, then the counts.
func StoreCopied(s *Screen, c *store.Copied, dry bool) {
	for _, f := range c.Failed {
		s.wrapped("  ", s.paint(red, "! ")+fmt.Sprintf("%s: %s", quote.Line(f.Path), quote.Line(f.Problem)))
	}
	for _, m := range c.Missing {
		s.wrapped("  ", s.paint(yellow, "? ")+fmt.Sprintf("%s: its picture %s is in neither", quote.Line(strings.Join(m.Addresses, ", ")), m.SHA))
	}
	verb := "copied"
	if dry {
		verb = "to copy"
	}
	text := fmt.Sprintf("%s to %s: %s %s, %s; %d there already", quote.Line(c.From), quote.Line(c.To), outline.Plural(c.Objects, "picture"), verb, Size(c.Bytes), c.There)
	if len(c.Failed) > 0 {
		text += fmt.Sprintf(", %d failed", len(c.Failed))
	}
	if len(c.Missing) > 0 {
		text += fmt.Sprintf(", %d in neither", len(c.Missing))
	}
	s.wrapped("", s.paint(bold, text+"."))
}

// Meter shows on a terminal how far a long piece of work is, in one line that is drawn
// again; elsewhere nothing. It is safe for concurrent use. The caller owes a Close.
type Meter struct {
	mu   sync.Mutex
	live live
	what string
	now  func() time.Time
	next time.Time
}

// meterEvery is how often a line is drawn again.
const meterEvery = 100 * time.Millisecond

// NewMeter is a meter of what is done, such as "read".
func NewMeter(s *Screen, what string, now func() time.Time) *Meter {
	return &Meter{live: live{screen: s}, what: what, now: now}
}

// Show draws how far the work is, if the line is old enough.
func (m *Meter) Show(p store.Progress) {
	if !m.live.screen.Terminal() {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if now.Before(m.next) {
		return
	}
	m.next = now.Add(meterEvery)
	m.live.replace([]string{fmt.Sprintf("%d of %d %s, %s of %s", p.Done, p.All, m.what, Size(p.DoneBytes), Size(p.AllBytes))})
}

// Close removes the line.
func (m *Meter) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.live.clear()
}
