package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"gesso/runner/sandbox"
	"gesso/state/disk"
	"gesso/state/text"
)

// free are the commands that buy nothing, whatever they are about.
var free = map[string]bool{"adopt": true, "restore": true, "undo": true, "select": true, "store": true, "workspace": true, "taint": true, "untaint": true, "state": true}

// forNothing checks that such a command has asked for no picture.
func forNothing(args []string, before, after sandbox.Books) error {
	if free[args[0]] && len(after.Calls) > len(before.Calls) {
		return fmt.Errorf("gesso %q asked for %q, and buys nothing by its word", args, after.Calls[len(before.Calls)].Prompt)
	}
	return nil
}

// goBack is the way back to what was recorded before the last run, or before some others.
func (r *round) goBack() []string {
	r.plot.forgets++
	r.repent()
	args := []string{"undo", "-auto-approve"}
	if r.rng.IntN(3) == 0 {
		args = append(args, fmt.Sprintf("-to=%d", 1+r.rng.IntN(6)))
	}
	return args
}

// repent allows what decisions asked for once more, of machines: by clocks that are wrong none
// knows that a picture, which somebody goes back from, was bought for a decision.
func (r *round) repent() {
	if r.team == nil {
		return
	}
	for prompt, n := range r.plot.again {
		r.plot.replaced[prompt] += n
	}
}

// byHands decides about an output that somebody may have changed.
func (r *round) byHands() []string {
	one := r.anywhere()
	if one.address == "" {
		return []string{"plan"}
	}
	if r.rng.IntN(2) == 0 {
		return []string{"adopt", "-note=by the storm", one.address}
	}
	return []string{"restore", one.address}
}

// paintOver notes that somebody has painted what a file holds.
func (p *project) paintOver(name string) error {
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err == nil {
		p.painted[fmt.Sprintf("%x", sha256.Sum256(data))] = name
	}
	return err
}

// spoil is what somebody does to a file who looks at nothing: hand-made bytes that gesso has
// not seen yet are gone with it.
func (p *project) spoil(name string) {
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		return
	}
	if sha := fmt.Sprintf("%x", sha256.Sum256(data)); p.painted[sha] != "" && !p.stored(sha) {
		delete(p.painted, sha)
	}
}

// stores are the objects of all workspaces of a project, by their hashes.
func (p *project) stores() (map[string]string, error) {
	all := map[string]string{}
	for _, pattern := range []string{"objects/??/*", "objects/damaged/*", "workspaces/*/objects/??/*"} {
		found, err := filepath.Glob(filepath.Join(p.dir, disk.Home, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range found {
			all[filepath.Base(name)] = name
		}
	}
	return all, nil
}

func (p *project) stored(sha string) bool {
	all, err := p.stores()
	return err == nil && all[sha] != ""
}

// handsOn checks that what was made by hand is where it was, or in a store: nobody may
// throw it away but the storm.
func (p *project) handsOn() error {
	if len(p.painted) == 0 {
		return nil
	}
	stored, err := p.stores()
	if err != nil {
		return err
	}
	for _, sha := range slices.Sorted(maps.Keys(p.painted)) {
		data, err := os.ReadFile(filepath.Join(p.dir, p.painted[sha]))
		there := err == nil && fmt.Sprintf("%x", sha256.Sum256(data)) == sha
		if !there && stored[sha] == "" && !p.lost[sha] {
			return fmt.Errorf("what somebody painted at %s, %s, is neither there nor in the store", p.painted[sha], sha)
		}
	}
	return nil
}

// collect removes what nothing needs from the store, and checks that nothing does.
func (r *round) collect() error {
	before, err := r.plot.stores()
	if err != nil {
		return err
	}
	args := []string{"store", "gc", "-delete", "-git=false"}
	if r.rng.IntN(3) > 0 {
		args = append(args, "-keep=0")
	}
	if _, err := r.stage(unbounded, args); err != nil {
		return err
	}
	after, err := r.plot.stores()
	if err != nil {
		return err
	}
	needed, err := r.plot.named()
	if err != nil {
		return err
	}
	for sha := range before {
		if after[sha] != "" {
			continue
		}
		if file := needed[sha]; file != "" {
			return fmt.Errorf("store gc has removed %s, which %s names", sha, file)
		}
		r.tally.collected++
		r.plot.lost[sha], r.plot.discarded[sha] = true, true
	}
	return nil
}

// named are the hashes in all files that tell what is to stay.
func (p *project) named() (map[string]string, error) {
	all := map[string]string{}
	for _, pattern := range []string{disk.StateFile, disk.StateFile + ".d/*/" + disk.StateFile, disk.Home + "/journal", disk.Home + "/backups/*", disk.Home + "/workspaces/*/journal", disk.Home + "/workspaces/*/backups/*"} {
		files, err := filepath.Glob(filepath.Join(p.dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, err
			}
			for sha := range text.Hashes(data) {
				all[sha] = name
			}
		}
	}
	return all, nil
}
