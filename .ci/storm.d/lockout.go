package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// lockOut takes the right to write one of the project's folders away, now or in
// the midst of the next run. The function it returns gives it back.
func (r *round) lockOut() (restore func() error) {
	folders := []string{".", "out", "elsewhere", ".gesso", ".gesso/objects"}
	if r.team != nil {
		folders = folders[1:] // into it a machine's configuration is pulled before each command
	}
	folder := folders[r.rng.IntN(len(folders))]
	after := time.Duration(r.rng.IntN(2)*r.rng.IntN(400)) * time.Millisecond
	name := filepath.Join(r.project, folder)
	r.tally.lockouts++
	r.logf("%s is not to be written after %v", folder, after)
	var mu sync.Mutex // guards what follows
	var over bool
	var failed error
	lock := func() {
		mu.Lock()
		defer mu.Unlock()
		if !over {
			failed = ifThere(os.Chmod(name, 0o555))
		}
	}
	timer := time.AfterFunc(after, lock)
	if after == 0 {
		lock()
	}
	return func() error {
		timer.Stop()
		mu.Lock()
		defer mu.Unlock()
		over = true
		return errors.Join(failed, ifThere(os.Chmod(name, 0o755)))
	}
}

// ifThere forgives what is about a file that is not there.
func ifThere(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
