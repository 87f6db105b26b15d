package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// What commands on ten thousand images that have all changed may take.
const (
	answersOf      = 10_000
	changedCPU     = 450 * time.Millisecond
	changedMiB     = 80
	mostOfPlan     = 1.5 // of the plan's time: plan -out, show
	bytesPerChange = 200 // of a plan file, beyond the prompts
)

// answer is a command line, and what its wall time may be: so long, or so many times that of
// the plan; 0 is no limit.
type answer struct {
	args  []string
	limit time.Duration
	times float64
}

var answers = []answer{
	{[]string{"plan"}, 0, 0},
	{[]string{"plan", "-out=changed.plan"}, 0, mostOfPlan},
	{[]string{"show", "changed.plan"}, 0, mostOfPlan},
	{[]string{"show", "-json", "changed.plan"}, 0, mostOfPlan},
	{[]string{"plan", "-target=image." + name(17)}, 0, 1},
	{[]string{"plan", "-exclude=image." + name(17)}, 0, 0},
	{[]string{"help"}, 20 * time.Millisecond, 0},
	{[]string{"version"}, 20 * time.Millisecond, 0},
	{[]string{"__complete", "zsh", "--", "show", "=image." + name(999)}, 100 * time.Millisecond, 0},
}

// answered times commands that answer about a folder in which every image has changed, in
// turns, so that what else the machine does counts for all.
func (b *bench) answered() error {
	seeded := filepath.Join(b.dir, "changed")
	defer func() { _ = os.RemoveAll(seeded) }()
	if err := b.seedApart(seeded, answersOf); err != nil {
		return err
	}
	dir := filepath.Join(seeded, "files")
	prompts, err := change(dir)
	if err != nil {
		return err
	}
	all := make([][]usage, len(answers))
	for range b.repeats {
		for i, a := range answers {
			used, err := b.run(append([]string{"-chdir=" + dir}, a.args...)...)
			if err != nil {
				return err
			}
			all[i] = append(all[i], used)
		}
	}
	fmt.Printf("\n%d images that have all changed (median of %d cold processes, in turns)\n\n", answersOf, b.repeats)
	fmt.Printf("%-44s %10s %10s %10s %10s\n", "gesso", "wall", "limit", "processor", "memory")
	plan := median(all[0])
	for i, a := range answers {
		used := median(all[i])
		limit := a.limit
		if a.times > 0 {
			limit = time.Duration(a.times * float64(plan.wall))
		}
		text := ""
		if limit > 0 {
			text = seconds(limit)
		}
		words := fmt.Sprint(a.args)
		fmt.Printf("%-44.44s %10s %10s %10s %6.0f MiB%s\n", words, seconds(used.wall), text, seconds(used.cpu), used.mib, b.check(words, limit == 0 || used.wall <= limit))
	}
	info, err := os.Stat(filepath.Join(dir, "changed.plan"))
	if err != nil {
		return err
	}
	each := float64(info.Size()-int64(prompts)) / answersOf
	fmt.Printf("\nthe plan takes %s of processor time (limit %s)%s and %.0f MiB (limit %d)%s; its file has %d bytes, %.0f a change beyond the prompts%s\n",
		seconds(plan.cpu), seconds(changedCPU), b.check("processor time of changes", plan.cpu <= changedCPU), plan.mib, changedMiB,
		b.check("memory of changes", plan.mib <= changedMiB), info.Size(), max(0, each), b.check("plan file", each < bytesPerChange))
	return nil
}

// change gives each image of a folder another prompt, and returns how many bytes these have.
func change(dir string) (prompts int, err error) {
	config := filepath.Join(dir, "main.hcl")
	text, err := os.ReadFile(config)
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(text) {
		if bytes.Contains(line, []byte("prompt")) {
			prompts += len(line)
		}
	}
	return prompts, os.WriteFile(config, bytes.ReplaceAll(text, []byte(`prompt = "`), []byte(`prompt = "now `)), 0o644)
}
