package traffic

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"
)

// durations is how long the tasks of one kind take, as far as a run has seen it.
type durations struct {
	told   recent // of which the provider said it
	atMost recent // that were finished when somebody asked, who knows for how long
	curve  []survivor
}

// recent is the newest durations, in no order.
type recent struct {
	took []time.Duration
	next int // the oldest of them, once there are as many as are kept
	most int // are kept; 0: keptDurations
}

// survivor is a moment and the share of tasks that take longer.
type survivor struct {
	age   time.Duration
	alive float64
}

const (
	keptDurations = 512
	keptLeads     = 32
	// enoughDurations is how many of them make a curve that can be gone by.
	enoughDurations = 5
)

// add notes how long a task took.
func (r *recent) add(took time.Duration) {
	if len(r.took) < cmp.Or(r.most, keptDurations) {
		r.took = append(r.took, took)
		return
	}
	r.took[r.next] = took
	r.next = (r.next + 1) % len(r.took)
}

// known reports whether the durations say when a task is over.
func (d *durations) known() bool { return len(d.took()) >= enoughDurations }

// took is what the curve is made of: of a provider that says how long its tasks took, all
// but now and then one, those that it says. The others would make all of them longer.
func (d *durations) took() []time.Duration {
	if len(d.told.took) >= enoughDurations {
		return d.told.took
	}
	return slices.Concat(d.told.took, d.atMost.took)
}

// forget makes the durations unknown, as when tasks have begun to take longer.
func (d *durations) forget() { *d = durations{} }

// learn makes the curve anew, from what is over and from the ages at which others
// were seen running: without those the quick tasks of a run's beginning would stand
// for all. It is the product-limit estimate of Kaplan and Meier.
func (d *durations) learn(running []time.Duration) {
	over := slices.Clone(d.took())
	slices.Sort(over)
	slices.Sort(running)
	d.curve = d.curve[:0]
	alive, behind := 1.0, 0
	for i := 0; i < len(over); {
		at, ended := over[i], 0
		for ; i < len(over) && over[i] == at; i++ {
			ended++
		}
		for behind < len(running) && running[behind] < at {
			behind++
		}
		left := len(over) - i + ended + len(running) - behind
		alive *= 1 - float64(ended)/float64(left)
		d.curve = append(d.curve, survivor{at, alive})
	}
}

// outlives is the share of tasks that take longer than an age.
func (d *durations) outlives(age time.Duration) float64 {
	n := sort.Search(len(d.curve), func(i int) bool { return d.curve[i].age > age })
	if n == 0 {
		return 1
	}
	return d.curve[n-1].alive
}

// longest is what the last task of the curve took.
func (d *durations) longest() time.Duration {
	if len(d.curve) == 0 {
		return 0
	}
	return d.curve[len(d.curve)-1].age
}

// over is how likely a task of an age is finished that was running at an earlier one.
// One that has outlived all that is known of is not taken for finished.
func (d *durations) over(age, running time.Duration) float64 {
	before := d.outlives(running)
	if before < 1e-9 {
		return 0
	}
	return 1 - d.outlives(age)/before
}

// surprising reports whether far fewer tasks were finished than the curve says: they
// take longer now than they did. The curve errs for all of them alike, most where it
// ends, and to forget it for nothing would have a few quick tasks stand for all.
func surprising(expected, variance float64, finished int) bool {
	return float64(finished) < trusted*expected-4*math.Sqrt(variance)-2
}

// trusted is the share of an expectation that a right curve does not fall short of.
const trusted = 0.8
