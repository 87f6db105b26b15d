package traffic

import (
	"cmp"
	"slices"
	"time"
)

// pace says when which tasks are asked for, where nothing sets an interval: when they
// are likely to be finished by what is known of others, and otherwise after times that
// grow with their age. So many questions a second are allowed for so many tasks; a
// question that nothing is due for is saved.
type pace struct {
	kinds   map[string]*durations
	leads   recent    // of calls, until the provider is at work on them
	saved   float64   // questions
	reserve float64   // of these, for when somebody waits
	asked   time.Time // last
	most    float64   // such numbers of tasks there were at once
	since   time.Time
}

const (
	// questionsPerSecond is how many questions there are for each of so many tasks as one
	// call asks for.
	questionsPerSecond = 1.25
	// mostSaved is how many can come at once, for each of these.
	mostSaved = 4.0
	// firstSaved is how many there are to begin with, for each of these.
	firstSaved = 3.5
	// mostReserve is how many of these are kept for when a slot is empty, or nothing is
	// known: then somebody waits for the answer.
	mostReserve = 3.0
	// reserveShare is the part of all questions that the reserve grows by.
	reserveShare = 0.1
	// hurriedQuestions is how many a second there are a second instead while a whole call's
	// tasks are likely finished.
	hurriedQuestions = 1.45
	// likely is the chance from which on a task is worth a question.
	likely = 0.02
)

// The chances are looked at after a share of what the quickest task took, within bounds:
// a slot at the provider stays empty for half of that.
const (
	stepShare = 200
	stepLeast = 5 * time.Millisecond
	stepMost  = 40 * time.Millisecond
	stepFirst = 15 * time.Millisecond // when nothing is known
)

// Between two questions about a task of which nothing is known lies a share of its age.
const (
	probeShare = 0.25
	probeFirst = 300 * time.Millisecond
	probeLast  = 2 * time.Second
	// together is how much earlier than its time a task may be asked for along with others.
	together = 100 * time.Millisecond
)

// Part of a call's tasks is asked for after a share of how long tasks take, within
// bounds, and half of that while somebody waits; a whole call's when so many of them are
// likely finished.
const (
	gapShare   = 8
	gapLeast   = 300 * time.Millisecond
	gapMost    = 800 * time.Millisecond
	enoughHits = 0.8
)

// batch is how many tasks a call asks for at most: as many as the API's guide shows.
const batch = 50

func newPace(now time.Time) *pace {
	return &pace{kinds: map[string]*durations{}, leads: recent{most: keptLeads}, since: now}
}

// kind is what is known of the tasks of a kind.
func (p *pace) kind(name string) *durations {
	d := p.kinds[name]
	if d == nil {
		d = &durations{}
		p.kinds[name] = d
	}
	return d
}

// earn saves the questions that the time since the last call allows for so many tasks.
func (p *pace) earn(now time.Time, tasks int, finished float64) {
	many := max(1, float64(tasks)/batch)
	rate := questionsPerSecond
	if finished >= batch {
		rate = hurriedQuestions
	}
	if p.most == 0 {
		p.saved = firstSaved * many
	}
	p.most = max(p.most, many)
	earned := now.Sub(p.since).Seconds() * rate * many
	p.saved = min(p.saved+earned, mostSaved*p.most) // the last tasks are found with what many have saved
	p.reserve = min(p.reserve+reserveShare*earned, mostReserve*many)
	p.since = now
}

// chance is how likely a task is finished, and whether that is known at all.
func (p *pace) chance(w *watch, now time.Time) (over float64, known bool) {
	d := p.kind(w.kind)
	if !d.known() || !w.fresh {
		return 0, false
	}
	return d.over(now.Sub(w.since), w.running), true
}

// due lists the tasks to ask for now, the likeliest first, and takes the questions for
// them out of what is saved.
func (p *pace) due(open []*watch, now time.Time, idle bool) []*watch {
	if p.saved < 1 {
		return nil
	}
	all, probes := p.rank(open, now)
	chosen := p.choose(all, len(open), now, idle)
	if len(chosen) == 0 {
		// Where nothing is known some answer for all: the first ones.
		chosen = p.sample(open, probes, now)
	}
	if len(chosen) > 0 {
		p.asked = now
	}
	p.saved -= float64((len(chosen) + batch - 1) / batch)
	return chosen
}

// candidate is a task with how likely it is finished.
type candidate struct {
	*watch
	over float64
}

// rank lists the tasks that are likely to be finished, the likeliest first, and those of
// whose kind nothing is known yet.
func (p *pace) rank(open []*watch, now time.Time) (all []candidate, probes []*watch) {
	for _, w := range open {
		over, known := p.chance(w, now)
		switch {
		case over >= likely:
			all = append(all, candidate{w, over})
		case !p.probe(w, now):
		case known: // it has outlived the others
			all = append(all, candidate{w, likely})
		default:
			probes = append(probes, w)
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.over, a.over), a.since.Compare(b.since))
	})
	return all, probes
}

// choose takes from the front of the candidates as many questions of a batch each as may be
// asked now, and are worth it, where so many tasks are open.
func (p *pace) choose(all []candidate, open int, now time.Time, idle bool) []*watch {
	spend := p.saved
	if !idle {
		spend -= p.reserve
	}
	var chosen []*watch
	for calls := 0; calls < int(spend) && len(all) > 0; calls++ {
		next, worth := all[:min(len(all), batch)], 0.0
		for _, c := range next {
			worth += c.over
		}
		early := calls > 0 || now.Sub(p.asked) < p.gap()
		if idle {
			early = early && worth < half*float64(open)
		}
		if worth < enoughHits*batch && early {
			break
		}
		for _, c := range next {
			chosen = append(chosen, c.watch)
		}
		all = all[len(next):]
	}
	return chosen
}

// lead is how long a call takes at least to be at the provider, by the quickest of the
// last ones: who tells of an end too early gives the provider too much at once.
func (p *pace) lead() time.Duration {
	if len(p.leads.took) == 0 {
		return 0
	}
	return slices.Min(p.leads.took)
}

// step is how often the chances are looked at while tasks run.
func (p *pace) step() time.Duration {
	shortest := time.Duration(0)
	for _, d := range p.kinds {
		if len(d.curve) > 0 && (shortest == 0 || d.curve[0].age < shortest) {
			shortest = d.curve[0].age
		}
	}
	if shortest == 0 {
		return stepFirst
	}
	return min(max(shortest/stepShare, stepLeast), stepMost)
}

// gap is how long nothing is asked that is not likely to find a whole call's tasks
// finished.
func (p *pace) gap() time.Duration {
	longest := time.Duration(0)
	for _, d := range p.kinds {
		longest = max(longest, d.longest())
	}
	return min(max(longest/gapShare, gapLeast), gapMost)
}

// sample chooses of the tasks about which nothing is known, and which it is time to ask
// for, those that are among the first of all: they answer for the others, and what the
// others would cost is saved for when something is known.
func (p *pace) sample(open, probes []*watch, now time.Time) []*watch {
	first := slices.Clone(open)
	slices.SortStableFunc(first, func(a, b *watch) int { return a.since.Compare(b.since) })
	first = first[:min(len(first), batch)]
	if !slices.ContainsFunc(first, func(w *watch) bool { return slices.Contains(probes, w) }) {
		return nil
	}
	return slices.DeleteFunc(first, func(w *watch) bool { return !p.probe(w, now.Add(together)) })
}

// probe reports whether it is time to ask for a task about which nothing is known, or
// that has outlived all that is.
func (p *pace) probe(w *watch, now time.Time) bool {
	d := p.kind(w.kind)
	age := now.Sub(w.since)
	if w.fresh && d.known() && age <= d.longest() {
		return false // the curve knows
	}
	wait := min(max(time.Duration(probeShare*float64(age)), probeFirst), probeLast)
	return age-w.asked >= wait
}

// learn makes the curves anew.
func (p *pace) learn(open []*watch) {
	running := map[string][]time.Duration{}
	for _, w := range open {
		if w.running > 0 {
			running[w.kind] = append(running[w.kind], w.running)
		}
	}
	for name, d := range p.kinds {
		d.learn(running[name])
	}
}
