package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// quietLimits are what a plan of unchanged blocks may take beside ninja's time for
// as many files, and in memory.
var quietLimits = map[int]struct{ times, mib float64 }{
	10_000:  {0.6, 30},
	100_000: {0.5, 100},
}

// quiet times gesso plan where nothing has changed since the last one, in turns with
// ninja, which has as many files to look at: the same ones.
func (b *bench) quiet(counts []int) error {
	ninja, err := exec.LookPath("ninja")
	if err != nil {
		return fmt.Errorf("the quiet plans are compared with ninja, which is not here: apt-get install ninja-build")
	}
	fmt.Printf("\nQuiet plan beside ninja (best of %d cold processes each, in turns)\n\n", b.repeats)
	fmt.Printf("%8s %12s %12s %8s %8s %12s %10s %10s\n", "blocks", "ninja", "gesso", "times", "limit", "first plan", "memory", "limit")
	for _, n := range counts {
		dir := filepath.Join(b.dir, fmt.Sprintf("quiet-%d", n))
		if err := b.quietOne(ninja, dir, n); err != nil {
			return err
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

// seedApart seeds in a process of its own: what this one has needed counts for those
// that it starts, on Linux.
func (b *bench) seedApart(dir string, n int) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	out, err := exec.Command(self, "-gesso", b.gesso, "-dir", dir, "-seed", fmt.Sprint(n)).CombinedOutput()
	if err != nil {
		return fmt.Errorf("seeding: %w\n%s", err, out)
	}
	return nil
}

// seedQuiet makes the folders of gesso and of ninja.
func seedQuiet(dir string, n int) error {
	if err := seed(filepath.Join(dir, "files"), "blocks", n); err != nil {
		return err
	}
	return writeNinja(filepath.Join(dir, "build"), n)
}

func (b *bench) quietOne(ninja, dir string, n int) error {
	files, build := filepath.Join(dir, "files"), filepath.Join(dir, "build")
	if err := b.seedApart(dir, n); err != nil {
		return err
	}
	time.Sleep(settle)
	want := fmt.Sprintf("No changes. All %d images are as declared.\n", n)
	var first, own, theirs usage
	for turn := range b.repeats + 2 { // the first fills the cache of outputs, the second remembers
		used, err := b.run("-chdir="+files, "plan")
		if err != nil {
			return err
		}
		if used.stdout != want {
			return fmt.Errorf("the plan of %d blocks is not empty: %.300s", n, used.stdout)
		}
		other, err := runNinja(ninja, build)
		if err != nil {
			return err
		}
		switch {
		case turn == 0:
			first = used
		case turn == 1:
		case turn == 2:
			own, theirs = used, other
		default:
			own.wall, own.mib = min(own.wall, used.wall), max(own.mib, used.mib)
			theirs.wall = min(theirs.wall, other.wall)
		}
	}
	times := own.wall.Seconds() / theirs.wall.Seconds()
	limit, limited := quietLimits[n]
	marks, timesLimit, memoryLimit := "", "", ""
	if limited {
		timesLimit, memoryLimit = fmt.Sprintf("%.1f", limit.times), fmt.Sprintf("%.0f MiB", limit.mib)
		marks = b.check(fmt.Sprintf("%d quiet blocks: times ninja", n), times <= limit.times) +
			b.check(fmt.Sprintf("%d quiet blocks: memory", n), own.mib <= limit.mib)
	}
	fmt.Printf("%8d %12s %12s %8.2f %8s %12s %6.0f MiB %10s%s\n", n, seconds(theirs.wall), seconds(own.wall), times, timesLimit, seconds(first.wall), own.mib, memoryLimit, marks)
	return nil
}

// runNinja runs ninja on a folder where there is nothing to do.
func runNinja(ninja, build string) (usage, error) {
	cmd := exec.Command(ninja, "-C", build)
	began := time.Now()
	out, err := cmd.CombinedOutput()
	wall := time.Since(began)
	if err != nil || !strings.Contains(string(out), "no work to do") {
		return usage{}, fmt.Errorf("ninja found something to do, its log may have another format: %v\n%.300s", err, out)
	}
	return usageOf(cmd.ProcessState, wall, string(out)), nil
}

// writeNinja declares that each output is made from the configuration, and the log
// by which ninja knows that it was.
func writeNinja(dir string, n int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var rules, log strings.Builder
	rules.WriteString("rule picture\n  command = touch $out\n\n")
	log.WriteString("# ninja log v5\n")
	for i := range n {
		out := "../files/" + path(i)
		fmt.Fprintf(&rules, "build %s: picture ../files/main.hcl\n", out)
		var st syscall.Stat_t
		if err := syscall.Stat(filepath.Join(dir, out), &st); err != nil {
			return err
		}
		fmt.Fprintf(&log, "0\t1\t%d\t%s\t%x\n", st.Mtim.Nano(), out, murmur("touch "+out))
	}
	if err := os.WriteFile(filepath.Join(dir, "build.ninja"), []byte(rules.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, ".ninja_log"), []byte(log.String()), 0o644)
}

// murmur is MurmurHash64A, by which ninja's log knows a command.
func murmur(text string) uint64 {
	const m, r = 0xc6a4a7935bd1e995, 47
	data := []byte(text)
	h := uint64(0xdecafbaddecafbad) ^ uint64(len(data))*m
	for ; len(data) >= 8; data = data[8:] {
		k := binary.LittleEndian.Uint64(data) * m
		h = (h ^ (k^k>>r)*m) * m
	}
	if len(data) > 0 {
		var last [8]byte
		copy(last[:], data)
		h = (h ^ binary.LittleEndian.Uint64(last[:])) * m
	}
	h = (h ^ h>>r) * m
	return h ^ h>>r
}
