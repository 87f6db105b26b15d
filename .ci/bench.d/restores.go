package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// restores times applies that have all outputs to bring back from the store, in turns with
// cp of as many files.
func (b *bench) restores() error {
	fmt.Printf("\nAll outputs are missing, and the store has them (median of %d cold processes)\n\n", b.repeats)
	fmt.Printf("%-28s %10s %10s %10s %10s %10s %10s %10s\n", "outputs", "wall", "processor", "memory", "plan", "processor", "cp -r", "processor")
	for _, of := range []struct{ count, side int }{{10_000, 52}, {100, 1100}} {
		if err := b.restoreOf(of.count, of.side); err != nil {
			return err
		}
	}
	return nil
}

// restoreOf restores pictures of so many pixels a side. What one round has made is put aside
// and not removed: ext4 looks long for an inode where many have just gone.
func (b *bench) restoreOf(count, side int) error {
	top := filepath.Join(b.dir, "restores")
	defer func() { _ = os.RemoveAll(top) }()
	dir, size := filepath.Join(top, "project"), 0
	picture := func(i int) ([]byte, error) {
		data := noiseOf(uint64(i), side)
		size = len(data)
		return data, nil
	}
	if err := cmp.Or(seedOf(dir, "blocks", count, picture), shelve(dir)); err != nil {
		return err
	}
	var restored, planned, copied []usage
	for round := range b.repeats {
		aside := filepath.Join(top, fmt.Sprint(round))
		if err := os.Rename(filepath.Join(dir, "assets"), aside); err != nil {
			return err
		}
		used, err := b.run("-chdir="+dir, "plan") // what of an apply is no copying
		if err != nil {
			return err
		}
		planned = append(planned, used)
		if used, err = b.run("-chdir="+dir, "apply", "-auto-approve", "-input=false"); err != nil {
			return err
		}
		restored = append(restored, used)
		if used, err = duplicate(filepath.Join(dir, "assets"), aside+".copy"); err != nil {
			return err
		}
		copied = append(copied, used)
	}
	gesso, plan, cp := median(restored), median(planned), median(copied)
	fmt.Printf("%-28s %10s %10s %6.0f MiB %10s %10s %10s %10s\n", fmt.Sprintf("%d of %d bytes", count, size),
		seconds(gesso.wall), seconds(gesso.cpu), gesso.mib, seconds(plan.wall), seconds(plan.cpu), seconds(cp.wall), seconds(cp.cpu))
	return nil
}

// shelve gives a seeded folder's store what its outputs are.
func shelve(dir string) error {
	return filepath.WalkDir(filepath.Join(dir, "assets"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sha := record("blocks", 0, data).Artifact
		object := filepath.Join(dir, ".gesso", "objects", sha[:2], sha)
		if err := os.MkdirAll(filepath.Dir(object), 0o755); err != nil {
			return err
		}
		return os.WriteFile(object, data, 0o444)
	})
}

// duplicate copies a folder.
func duplicate(from, to string) (usage, error) {
	cmd := exec.Command("cp", "-r", from, to)
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	if err != nil {
		return usage{}, fmt.Errorf("cp: %w", err)
	}
	return usageOf(cmd.ProcessState, wall, ""), nil
}
