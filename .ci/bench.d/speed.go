package main

import (
	"fmt"
	"time"
)

// speeds are loads with default settings: how long a task takes, how much more or less,
// and how many are in work at once.
var speeds = []struct {
	took, jitter time.Duration
	parallelism  int
	images       int
}{
	{time.Second, 0, 64, 2000},
	{time.Second, 500 * time.Millisecond, 40, 1200},
	{3300 * time.Millisecond, 0, 40, 800},
	{3300 * time.Millisecond, 1650 * time.Millisecond, 40, 800},
	{8 * time.Second, 0, 64, 640},
	{8 * time.Second, 0, 500, 5000},
	{8 * time.Second, 4 * time.Second, 10, 150},
	{20 * time.Second, 10 * time.Second, 64, 640},
}

// What may come on top of the ideal, and how many questions a second there may be for
// each fifty tasks in flight.
const (
	mostOver      = 1.08
	mostQuestions = 1.5
)

// speed applies pictures as a user does who sets nothing but the parallelism.
func (b *bench) speed() error {
	fmt.Printf("\nDefault settings\n\n%-16s %8s %12s %10s %10s %8s %18s\n", "a task takes", "images", "parallelism", "ideal", "wall", "times", "questions/s for 50")
	for _, load := range speeds {
		s, err := b.serve("-latency="+load.took.String(), "-jitter="+load.jitter.String())
		if err != nil {
			return err
		}
		used, err := b.load(s.url, load.images, fmt.Sprintf("parallelism = %d", load.parallelism))
		if err != nil {
			_, _ = s.stop()
			return err
		}
		books, err := s.books()
		if _, stopped := s.stop(); err == nil {
			err = stopped
		}
		if err != nil {
			return err
		}
		ideal := load.took * time.Duration(load.images) / time.Duration(load.parallelism)
		times := float64(used.wall) / float64(ideal)
		questions := float64(books.Polls) / used.wall.Seconds() / max(1, float64(load.parallelism)/50)
		name := fmt.Sprintf("%s ± %s", load.took, load.jitter)
		fmt.Printf("%-16s %8d %12d %10s %10s %8.2f%s %18.2f%s\n", name, load.images, load.parallelism, seconds(ideal), seconds(used.wall),
			times, b.check(name+": times the ideal", times <= mostOver), questions, b.check(name+": questions", questions <= mostQuestions))
	}
	return nil
}
