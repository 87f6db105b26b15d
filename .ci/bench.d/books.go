package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"gesso/state"
	"gesso/state/disk"
)

// What is asked of one image among many calls, and what that may take.
const (
	booksOf    = 10_000 // images
	rolls      = 10     // runs that have bought each of them anew
	mostLookup = 100 * time.Millisecond
)

// books times what tells of one image among a hundred thousand calls.
func (b *bench) books() error {
	dir := filepath.Join(b.dir, "books")
	defer func() { _ = os.RemoveAll(dir) }()
	if err := seed(dir, "blocks", booksOf); err != nil {
		return err
	}
	for roll := range rolls {
		if err := purchase(dir, roll); err != nil {
			return err
		}
	}
	fmt.Printf("\nOne image among %d calls (median of %d cold processes)\n\n", booksOf*rolls, b.repeats)
	fmt.Printf("%-44s %10s %10s %10s %10s\n", "gesso", "wall", "limit", "processor", "memory")
	for _, command := range []string{"takes", "history"} {
		var all []usage
		for range b.repeats {
			used, err := b.run("-chdir="+dir, command, address("blocks", booksOf/2))
			if err != nil {
				return err
			}
			all = append(all, used)
		}
		used := median(all)
		fmt.Printf("%-44s %10s %10s %10s %6.0f MiB%s\n", command, seconds(used.wall), seconds(mostLookup), seconds(used.cpu), used.mib, b.check(command, used.wall <= mostLookup))
	}
	return nil
}

// purchase is a run that has bought each image anew.
func purchase(dir string, roll int) error {
	w, err := disk.Open(dir)
	if err != nil {
		return err
	}
	defer w.Close()
	lock, err := w.Lock("bench")
	if err != nil {
		return err
	}
	defer lock.Unlock()
	loaded, err := w.Load()
	if err != nil {
		return err
	}
	journal, err := w.Begin(loaded)
	if err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(1000) // lines that wait together are synced together
	for i := range booksOf {
		group.Go(func() error { return bought(w, journal, roll, i) })
	}
	return cmp.Or(group.Wait(), journal.Close())
}

func bought(w *disk.Workspace, journal *disk.Journal, roll, i int) error {
	content, err := tiny(roll*booksOf + i)
	if err != nil {
		return err
	}
	if roll == rolls-1 { // of the others nobody asks for the bytes
		if err := keep(w, content); err != nil {
			return err
		}
	}
	r := record("blocks", i, content)
	r.Task = fmt.Sprintf("%s-%d", r.Task, roll)
	placed := state.Event{Kind: state.Placed, Time: r.Generated, Address: r.Address, Path: r.Path, Output: r.Output}
	r.Path, r.Output = "", ""
	collected := state.Event{Kind: state.Collected, Time: r.Generated, Record: r}
	return cmp.Or(journal.Append(collected), journal.Append(placed))
}

// keep puts a picture into the store.
func keep(w *disk.Workspace, content []byte) error {
	in, err := w.Store().Create()
	if err != nil {
		return err
	}
	defer in.Abort()
	if _, err := in.Write(content); err != nil {
		return err
	}
	_, _, err = in.Commit()
	return err
}
