package replica

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"gesso/state/disk/internal/file"
)

const (
	lookEvery = 2 * time.Millisecond
	lookOften = 100 // tries before they become less frequent
	lookLater = 50 * time.Millisecond
)

// BusyError says that another process has been updating the folder's copies for too long.
type BusyError struct {
	PID    int // 0: not known
	Waited time.Duration
}

func (e *BusyError) Error() string {
	who := "another gesso"
	if e.PID != 0 {
		who = fmt.Sprintf("process %d, another gesso,", e.PID)
	}
	return fmt.Sprintf("%s has been reading the home for this folder for %s and does not come to an end; if it is stopped, let it go on or end it", who, e.Waited)
}

// Turn waits until no other process updates or reads the copies of a folder, and excludes
// others until release is called. Name is the lock's file in root, whose folder must exist;
// dir is root's path. The error is a *BusyError when patience ends, and ctx's when that
// ends.
func Turn(ctx context.Context, root *os.Root, dir, name string, patience time.Duration) (release func(), err error) {
	f, err := file.Open(root, name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("copying the home: %w", err)
	}
	l := flock.New(filepath.Join(dir, filepath.FromSlash(name)), flock.SetFlag(os.O_RDWR|file.NonBlock))
	start, wait := time.Now(), lookEvery
	for n := 0; ; n++ {
		free, err := l.TryLock()
		if free {
			break
		}
		waited := time.Since(start)
		if err == nil && waited >= patience {
			err = &BusyError{PID: readPID(f), Waited: waited.Round(time.Second)}
		}
		if err == nil {
			if n == lookOften {
				wait = lookLater
			}
			select {
			case <-ctx.Done():
				err = context.Cause(ctx)
			case <-time.After(wait):
			}
		}
		if err != nil {
			_ = f.Close()
			return nil, fmt.Errorf("waiting to read the home: %w", err)
		}
	}
	writePID(f)
	return func() {
		_ = f.Truncate(pidOffset)
		_ = f.Close()
		_ = l.Unlock()
	}, nil
}

// pidOffset skips the first byte, which cannot be read on Windows while it is locked.
const pidOffset = 1

// writePID writes who has the lock, for messages. Errors are ignored.
func writePID(f *os.File) {
	data, err := json.Marshal(os.Getpid())
	if err == nil && f.Truncate(pidOffset) == nil {
		_, _ = f.WriteAt(data, pidOffset)
	}
}

func readPID(f *os.File) (pid int) {
	data, err := io.ReadAll(io.NewSectionReader(f, pidOffset, 32))
	if err != nil || json.Unmarshal(data, &pid) != nil {
		return 0
	}
	return pid
}

// Whole reports whether the copy can be read without an update: its files match its
// position in the home's log.
func (r *Replica) Whole() (bool, error) {
	m, err := r.readMark()
	if err != nil || m.N == 0 || m.Left != nil || m.Deleted != nil {
		return false, err
	}
	r.mark = m
	if other, err := r.replaced(); err != nil || other {
		return false, err
	}
	ledger, err := r.size(LedgerFile)
	if err != nil || ledger < m.Ledger {
		return false, err
	}
	journal, err := r.size(JournalFile)
	return journal >= m.Journal, err
}
