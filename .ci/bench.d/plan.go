package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// limits are what a plan with nothing to do may take.
var limits = map[int]struct {
	wall time.Duration
	mib  float64 // 0: no limit
}{
	1_000:   {wall: 150 * time.Millisecond},
	10_000:  {wall: time.Second, mib: 150},
	100_000: {wall: 12 * time.Second, mib: 1536},
}

// mostGrowth is how many times the time may grow when the images grow tenfold.
const mostGrowth = 12

// settle is longer than the age at which gesso trusts the time of a file.
const settle = 4 * time.Second

// plans times gesso plan on folders where all is as declared and every output
// was looked at before.
func (b *bench) plans(counts []int) error {
	fmt.Printf("\nPlan with nothing to do (median of %d cold processes)\n\n", b.repeats)
	fmt.Printf("%-8s %8s %10s %10s %10s %10s %10s %8s\n", "from", "images", "wall", "limit", "processor", "memory", "limit", "growth")
	for _, form := range forms {
		earlier := map[int]time.Duration{}
		for _, n := range counts {
			dir := filepath.Join(b.dir, fmt.Sprintf("%s-%d", form, n))
			used, err := b.timePlan(dir, form, n)
			if err != nil {
				return err
			}
			b.planRow(form, n, used, earlier)
			earlier[n] = used.wall
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) timePlan(dir, form string, n int) (usage, error) {
	if err := seed(dir, form, n); err != nil {
		return usage{}, err
	}
	time.Sleep(settle)
	want := fmt.Sprintf("No changes. All %d images are as declared.\n", n)
	var all []usage
	for range b.repeats + 1 { // the first fills the stat cache
		used, err := b.run("-chdir="+dir, "plan")
		if err != nil {
			return usage{}, err
		}
		if used.stdout != want {
			return usage{}, fmt.Errorf("the plan of %d images from %s is not empty: %.300s", n, form, used.stdout)
		}
		all = append(all, used)
	}
	return median(all[1:]), nil
}

func (b *bench) planRow(form string, n int, used usage, earlier map[int]time.Duration) {
	name := fmt.Sprintf("%d from %s", n, form)
	limit, limited := limits[n]
	wallLimit, memoryLimit, growth, marks := "", "", "", ""
	if limited {
		wallLimit = seconds(limit.wall)
		marks += b.check(name+": wall time", used.wall <= limit.wall)
	}
	if limit.mib > 0 {
		memoryLimit = fmt.Sprintf("%.0f MiB", limit.mib)
		marks += b.check(name+": memory", used.mib <= limit.mib)
	}
	if before, ok := earlier[n/10]; ok {
		factor := float64(used.wall) / float64(before)
		growth = fmt.Sprintf("x %.1f", factor)
		marks += b.check(name+": growth", factor <= mostGrowth)
	}
	fmt.Println(strings.TrimRight(fmt.Sprintf("%-8s %8d %10s %10s %10s %10s %10s %8s%s", form, n, seconds(used.wall), wallLimit, seconds(used.cpu),
		fmt.Sprintf("%.0f MiB", used.mib), memoryLimit, growth, marks), " "))
}
