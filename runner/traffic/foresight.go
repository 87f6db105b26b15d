package traffic

import (
	"cmp"
	"slices"
	"time"

	"gesso/runner/provider"
)

// atWork counts the tasks that the provider is taken to work on.
func (p *Poller) atWork(open []*watch) int {
	n := 0
	for _, w := range open {
		if !w.told {
			n++
		}
	}
	return n
}

// foresee tells as many tasks' ends as are expected to have come by the time at which
// a call that is let through now is at the provider, those that are likeliest to have.
func (p *Poller) foresee(now time.Time) {
	if p.pace == nil {
		return
	}
	var over []func()
	p.mu.Lock()
	expected, told := 0.0, 0
	chances := map[*watch]float64{}
	then := now.Add(p.pace.lead()) // when another call would be at the provider
	var untold []*watch
	for _, w := range p.unfinished() {
		age := now.Sub(w.since)
		chance, _ := p.pace.chance(w, then.Add(-margin-age/marginShare))
		expected += chance
		if w.told {
			told++
		} else if w.over != nil && chance >= likely {
			chances[w] = chance
			untold = append(untold, w)
		}
	}
	slices.SortFunc(untold, func(a, b *watch) int {
		return cmp.Or(cmp.Compare(chances[b], chances[a]), a.since.Compare(b.since))
	})
	p.expected = expected
	for _, w := range untold {
		if p.exact || float64(told)+half > expected {
			break
		}
		told++
		over = append(over, w.tellOver())
	}
	p.mu.Unlock()
	for _, f := range over {
		f()
	}
}

// Nothing is told at the very moment: the provider's watch is not ours, and it may take
// a moment to see for itself that it is finished.
const (
	margin      = 8 * time.Millisecond
	marginShare = 200 // of the age, so that it is one in so many
)

// half rounds the expected number of ends.
const half = 0.5

// tellOver marks the watch's task as over, and returns what is to be called.
func (w *watch) tellOver() func() {
	over := w.over
	w.over, w.told = nil, true
	return over
}

// note learns from a task that has made its picture. One that failed says nothing of
// how long another takes.
func (p *Poller) note(w *watch, task provider.Task, now time.Time) {
	if p.pace == nil || !w.fresh || task.State != provider.Succeeded {
		return
	}
	age, d := now.Sub(w.since), p.pace.kind(w.kind)
	switch {
	case task.Took > 0 && task.Took <= age+time.Second: // else the clocks say something else
		d.told.add(task.Took)
	case w.running > 0, !d.known():
		d.atMost.add(age) // at most: who tells of an end too early gives the provider too much at once
	}
}

// check compares an answer with what was expected of it, and forgets what is known of
// kinds that have become slower.
func (p *Poller) check(a answer, answered map[string]provider.Task, now time.Time) {
	if p.pace == nil || a.err != nil {
		return
	}
	type sum struct {
		expected, variance float64
		finished           int
	}
	sums := map[string]*sum{}
	for _, id := range a.ids {
		w := p.waiting[id]
		if w == nil {
			continue
		}
		s := sums[w.kind]
		if s == nil {
			s = &sum{}
			sums[w.kind] = s
		}
		chance, _ := p.pace.chance(w, w.since.Add(w.asked))
		s.expected += chance
		s.variance += chance * (1 - chance)
		if t, seen := answered[id]; seen && t.State != provider.Running {
			s.finished++
		}
	}
	for kind, s := range sums {
		if surprising(s.expected, s.variance, s.finished) {
			p.pace.kind(kind).forget()
		}
	}
}
