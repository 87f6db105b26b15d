package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"gesso/state/disk"
)

// How the many prompts are applied, and how much more than the ideal time that
// may take.
const (
	latency     = 200 * time.Millisecond
	parallelism = 64
	slack       = 1.3
)

// mostOwn is the most processor time that gesso itself may take for an image,
// and mostMore how many MiB more it may need for five times the images: what it
// remembers of each, but never the pictures.
const (
	mostOwn  = time.Millisecond
	mostMore = 16
)

// applies times gesso apply against a sandbox in another process.
func (b *bench) applies(promptFile string) error {
	prompts, err := readPrompts(promptFile)
	if err != nil {
		return err
	}
	used, drawn, err := b.apply(prompts, latency)
	if err != nil {
		return err
	}
	ideal := time.Duration(len(prompts)) * latency / parallelism
	drawing := drawn.cpu / time.Duration(runtime.NumCPU())
	limit := time.Duration(slack*float64(ideal)) + drawing
	fmt.Printf("\nApply %d prompts, a picture takes %s, parallelism %d\n\n", len(prompts), latency, parallelism)
	fmt.Printf("wall %s, limit %s: %.1f times the ideal %s, and %s that the sandbox draws on %d cores%s\n",
		seconds(used.wall), seconds(limit), slack, seconds(ideal), seconds(drawing), runtime.NumCPU(), b.check("apply: wall time", used.wall <= limit))
	fmt.Printf("gesso: processor %s, memory %.0f MiB\n", seconds(used.cpu), used.mib)

	return b.ownWork()
}

// ownWork times gesso alone: pictures take no time, and none is one that has to
// be converted, since a JPEG that becomes a PNG costs as much as its pixels do.
func (b *bench) ownWork() error {
	fmt.Printf("\nGesso's own work in an apply: its processor time, without conversions; a picture takes no time\n\n")
	fmt.Printf("%8s %12s %10s %12s %10s\n", "images", "an image", "limit", "wall", "memory")
	prompts, err := b.unconverted(5_000)
	if err != nil {
		return err
	}
	var first float64
	for _, n := range []int{1_000, 5_000} {
		used, _, err := b.apply(prompts[:n], 0)
		if err != nil {
			return err
		}
		own := used.cpu / time.Duration(n)
		marks := b.check(fmt.Sprintf("apply of %d: own time", n), own <= mostOwn)
		if first == 0 {
			first = used.mib
		}
		marks += b.check(fmt.Sprintf("apply of %d: flat memory", n), used.mib <= first+mostMore)
		fmt.Printf("%8d %9.3f ms %7.0f ms %12s %6.0f MiB%s\n", n, own.Seconds()*1000, mostOwn.Seconds()*1000, seconds(used.wall), used.mib, marks)
	}
	return nil
}

// unconverted is n prompts whose pictures the sandbox delivers as PNG. Which
// those are, an apply of more tells: the sandbox draws the same for the same.
func (b *bench) unconverted(n int) ([]string, error) {
	dir := filepath.Join(b.dir, "formats")
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := b.serve()
	if err != nil {
		return nil, err
	}
	if err = writePrompts(dir, s.url, made(n+n/2)); err == nil {
		_, err = b.run("-chdir="+dir, "apply", "-auto-approve")
	}
	if _, stopped := s.stop(); err == nil {
		err = stopped
	}
	if err != nil {
		return nil, err
	}
	w, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	applied, err := w.Load()
	if err != nil {
		return nil, err
	}
	var prompts []string
	for r := range applied.All() {
		if r.Format == "png" {
			prompts = append(prompts, r.Request.Prompt)
		}
	}
	if len(prompts) < n {
		return nil, fmt.Errorf("of %d pictures only %d are PNG", applied.Len(), len(prompts))
	}
	return prompts[:n], nil
}

// apply applies prompts in a fresh folder, and returns what gesso took and
// what the sandbox did.
func (b *bench) apply(prompts []string, latency time.Duration) (used, drawn usage, err error) {
	s, err := b.serve("-latency=" + latency.String())
	if err != nil {
		return used, drawn, err
	}
	dir := filepath.Join(b.dir, "apply")
	defer func() { _ = os.RemoveAll(dir) }()
	if err = writePrompts(dir, s.url, prompts); err == nil {
		used, err = b.run("-chdir="+dir, "apply", "-auto-approve")
	}
	drawn, stopped := s.stop()
	if err == nil {
		err = stopped
	}
	return used, drawn, err
}

func writePrompts(dir, url string, prompts []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	config := fmt.Sprintf(`provider "flux" {
  endpoint      = %q
  parallelism   = %d
  poll_interval = "20ms"
}

image "picture" {
  for_each = { for row in csvdecode(file("prompts.csv")) : row.id => row.prompt }
  prompt   = each.value
  model    = "flux-pro-1.1"
  size     = "256x256"
}
`, url, parallelism)
	if err := os.WriteFile(filepath.Join(dir, "main.hcl"), []byte(config), 0o644); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(dir, "prompts.csv"))
	if err != nil {
		return err
	}
	defer file.Close()
	w := csv.NewWriter(file)
	_ = w.Write([]string{"id", "prompt"}) // the error stays, see Error
	for i, prompt := range prompts {
		_ = w.Write([]string{name(i), prompt})
	}
	w.Flush()
	return w.Error()
}

func made(n int) []string {
	prompts := make([]string, n)
	for i := range prompts {
		prompts[i] = prompt(i)
	}
	return prompts
}

// readPrompts reads a CSV file's column prompt, or makes up as many prompts as
// PartiPrompts has.
func readPrompts(file string) ([]string, error) {
	if file == "" {
		return made(1632), nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	column := slices.Index(rows[0], "prompt")
	if column < 0 {
		return nil, fmt.Errorf("%s has no column prompt", file)
	}
	var prompts []string
	for _, row := range rows[1:] {
		prompts = append(prompts, row[column])
	}
	return prompts, nil
}
