package disk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"gesso/state/disk/holder"
	"gesso/state/disk/internal/file"
)

// Holder is who holds a workspace's lock, see package holder.
type Holder = holder.Holder

// LockedError says that another process is working in the folder.
type LockedError = holder.LockedError

// Self returns this process as the holder for a command.
func Self(command string, now time.Time) Holder { return holder.Self(command, now) }

// Lock is the right to change a workspace. It is a kernel lock: it ends with its process,
// however that ends, so a killed holder blocks nobody.
type Lock struct {
	w     *Workspace
	flock *flock.Flock
	file  *os.File     // the same file, for the holder's text
	store func() error // releases a store that others use too

	command string // of the holder
}

// Lock takes the workspace's lock for a command, such as "apply", creating .gesso if
// needed. It does not wait: if somebody else has the lock, the error is a *LockedError. The
// caller must call Unlock.
func (w *Workspace) Lock(command string) (*Lock, error) {
	return w.Await(context.Background(), command, 0, nil)
}

// How often a waiting process tries to take the lock.
const lookAgain = 100 * time.Millisecond

// Await is Lock, but waits up to patience if somebody else has the lock. Told, which may be
// nil, is called once before the waiting. The error is a *LockedError when patience ends,
// and ctx's when that ends.
func (w *Workspace) Await(ctx context.Context, command string, patience time.Duration, told func(Holder)) (*Lock, error) {
	if err := w.at.makeHome(w.root); err != nil {
		return nil, fmt.Errorf("locking: %w", err)
	}
	var l *Lock
	start := time.Now()
	once := func(h Holder) {
		if told != nil {
			told(h)
		}
		told = nil
	}
	err := wait(ctx, patience, once, func() (err error) {
		l, err = w.tryLock(command)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := w.beginEpoch(ctx, w.holder(command), patience-time.Since(start), once); err != nil {
		_ = l.Unlock()
		return nil, err
	}
	return l, nil
}

// Quiet waits, as Await does, until nobody changes the workspace, for callers that then
// read it. It takes no lock. Without patience it returns at once.
func (w *Workspace) Quiet(ctx context.Context, patience time.Duration, told func(Holder)) error {
	if patience <= 0 {
		return nil
	}
	return wait(ctx, patience, told, func() error {
		if holder := w.Held(); holder != nil {
			return &LockedError{Holder: *holder}
		}
		return nil
	})
}

// wait tries until there is no *LockedError, at most for patience.
func wait(ctx context.Context, patience time.Duration, told func(Holder), try func() error) error {
	locked := new(LockedError)
	err := try()
	if patience <= 0 || !errors.As(err, &locked) {
		return err
	}
	if told != nil {
		told(locked.Holder)
	}
	end, again := time.NewTimer(patience), time.NewTicker(lookAgain)
	defer end.Stop()
	defer again.Stop()
	for over := false; ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-end.C:
			over = true
		case <-again.C:
		}
		err := try()
		if !errors.As(err, &locked) {
			return err
		}
		if over {
			locked.Waited = patience
			return err
		}
	}
}

// Held returns the other holder of the lock at this moment, in this workspace or another
// one, or nil if none is known. It neither waits nor writes.
func (w *Workspace) Held() *Holder {
	if w.locked() {
		return nil
	}
	f, err := file.Open(w.root, w.at.lockFile, os.O_RDONLY, 0)
	if err != nil {
		return nil // if it cannot even be opened, nobody works
	}
	defer f.Close()
	h := holder.Read(f)
	if h.PID == 0 {
		return nil // it was just taken or released
	}
	// Take it shared, and only if there is a text: either the holder was killed, which this
	// finds out, or the lock is held.
	probe := w.flock(os.O_RDONLY)
	free, err := probe.TryRLock()
	if err != nil || free {
		_ = probe.Unlock()
		return nil
	}
	return &h
}

// beside is Held for readers of this workspace: holders that work in another one do not
// matter.
func (w *Workspace) beside() *Holder {
	h := w.Held()
	if h != nil && cmp.Or(h.Workspace, Default) != w.name {
		return nil
	}
	return h
}

// A process that probes the lock of a killed holder has it for a moment. So the lock counts
// as held only after it was found held so often.
const (
	lookers   = 3
	lookEvery = 2 * time.Millisecond
)

func (w *Workspace) tryLock(command string) (_ *Lock, err error) {
	f, err := file.Open(w.root, w.at.lockFile, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking: %w", err)
	}
	l := &Lock{w: w, file: f, command: command, flock: w.flock(os.O_RDWR)}
	defer func() {
		if err != nil {
			_ = l.flock.Unlock()
			_ = f.Close()
		}
	}()
	free := false
	for look := 0; !free && look < lookers; look++ {
		if look > 0 {
			time.Sleep(lookEvery)
		}
		if free, err = l.flock.TryLock(); err != nil {
			return nil, fmt.Errorf("locking %s: %w", w.at.lockFile, err)
		}
	}
	if !free {
		return nil, &LockedError{Holder: holder.Read(f)}
	}
	if err := l.sameFile(); err != nil {
		return nil, err
	}
	if l.store, err = w.share(); err != nil {
		return nil, err
	}
	if err := holder.Write(f, w.holder(command)); err != nil {
		return nil, errors.Join(fmt.Errorf("locking: %w", err), l.store())
	}
	w.mu.Lock()
	w.held, w.seen = l, nil
	w.mu.Unlock()
	return l, nil
}

// flock returns the kernel's side of the lock, which is identified by the file's path.
func (w *Workspace) flock(flag int) *flock.Flock {
	return flock.New(filepath.Join(w.dir, filepath.FromSlash(w.at.lockFile)), flock.SetFlag(flag|file.NonBlock))
}

// sameFile checks that flock, which opens by path, has locked the file that was opened
// within the workspace.
func (l *Lock) sameFile() error {
	confined, err := l.file.Stat()
	if err != nil {
		return fmt.Errorf("locking: %w", err)
	}
	locked, err := l.flock.Stat()
	if err != nil {
		return fmt.Errorf("locking: %w", err)
	}
	if !os.SameFile(confined, locked) {
		return fmt.Errorf("locking: %s was replaced meanwhile", l.w.at.lockFile)
	}
	return nil
}

// Unlock releases the lock. It does nothing for a nil Lock, or the second time.
func (l *Lock) Unlock() error {
	if l == nil || l.file == nil {
		return nil
	}
	ended := l.w.endEpoch()
	l.w.mu.Lock()
	if l.w.held == l {
		l.w.held = nil
	}
	l.w.mu.Unlock()
	// The text is removed first: after the release, the file may be another holder's.
	err := errors.Join(ended, holder.Write(l.file, Holder{}), l.store(), l.flock.Unlock(), l.file.Close())
	l.file = nil
	if err != nil {
		return fmt.Errorf("unlocking: %w", err)
	}
	return nil
}

func (w *Workspace) holder(command string) Holder {
	h := Self(command, w.now())
	if w.name != Default {
		h.Workspace = w.name
	}
	return h
}

// Under lets a workspace use the lock of another workspace of the same folder. Workspaces
// share the lock, so its holder may change all of them. It ends with the other one's
// Unlock.
func (w *Workspace) Under(l *Lock) {
	if l.w.dir != w.dir {
		panic("disk: Under a lock of another folder")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held, w.seen = l, nil
}
