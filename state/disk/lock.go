package disk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"gesso/state/disk/internal/file"
)

// Holder is who holds a workspace's lock. Its fields are what the holder wrote
// about itself; all are zero when it could not be read.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	User    string    `json:"user,omitempty"`
	Command string    `json:"command"` // "apply"
	Time    time.Time `json:"time"`    // when it took the lock
}

// LockedError says that another process is working in the folder.
type LockedError struct{ Holder Holder }

func (e *LockedError) Error() string {
	h := e.Holder
	if h.PID == 0 {
		return "locked by another process"
	}
	who := h.Host
	if h.User != "" {
		who = h.User + "@" + h.Host
	}
	return fmt.Sprintf("locked by gesso %s, process %d of %s, since %s",
		h.Command, h.PID, who, h.Time.Local().Format(time.DateTime))
}

// Lock is the right to change a workspace. The kernel keeps it, so that it ends
// with its process however that ends, and a killed holder blocks nobody.
type Lock struct {
	w     *Workspace
	flock *flock.Flock
	file  *os.File // the same file, for the holder's text
}

// holderOffset leaves the first byte alone: on Windows that one is locked, and
// a locked byte cannot be read, even to learn who locked it.
const holderOffset = 1

// Lock takes the workspace's lock for a command, such as "apply", creating
// .gesso where it is missing. It does not wait: when somebody else has the
// lock the error is a *LockedError. The caller owes an Unlock.
func (w *Workspace) Lock(command string) (*Lock, error) {
	if err := makeHome(w.root); err != nil {
		return nil, fmt.Errorf("locking: %w", err)
	}
	return w.tryLock(command)
}

// TryLockExisting is Lock for commands that only look. Where .gesso is missing
// or cannot be written, as in a read-only checkout, nothing can be running: it
// returns a nil Lock, which may be Unlocked. When somebody else has the lock
// the error is a *LockedError.
func (w *Workspace) TryLockExisting(command string) (*Lock, error) {
	l, err := w.tryLock(command)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil, nil
	}
	return l, err
}

func (w *Workspace) tryLock(command string) (_ *Lock, err error) {
	f, err := file.Open(w.root, lockFile, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking: %w", err)
	}
	l := &Lock{w: w, file: f, flock: flock.New(filepath.Join(w.dir, filepath.FromSlash(lockFile)), flock.SetFlag(os.O_RDWR|file.NonBlock))}
	defer func() {
		if err != nil {
			_ = l.flock.Unlock()
			_ = f.Close()
		}
	}()
	ok, err := l.flock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", lockFile, err)
	}
	if !ok {
		return nil, &LockedError{Holder: readHolder(f)}
	}
	if err := l.sameFile(); err != nil {
		return nil, err
	}
	if err := l.write(w.holder(command)); err != nil {
		return nil, fmt.Errorf("locking: %w", err)
	}
	w.mu.Lock()
	w.held = l
	w.mu.Unlock()
	return l, nil
}

// sameFile makes sure that flock, which opens by path, locked the file that was
// opened within the workspace.
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
		return fmt.Errorf("locking: %s was replaced meanwhile", lockFile)
	}
	return nil
}

// Unlock gives the lock back. A nil Lock, and a second time, do nothing.
func (l *Lock) Unlock() error {
	if l == nil || l.file == nil {
		return nil
	}
	l.w.mu.Lock()
	if l.w.held == l {
		l.w.held = nil
	}
	l.w.mu.Unlock()
	// The text goes first: after the lock is given back it may be another's.
	err := errors.Join(l.file.Truncate(holderOffset), l.flock.Unlock(), l.file.Close())
	l.file = nil
	if err != nil {
		return fmt.Errorf("unlocking: %w", err)
	}
	return nil
}

func (l *Lock) write(h Holder) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if err := l.file.Truncate(holderOffset); err != nil {
		return err
	}
	_, err = l.file.WriteAt(append(text, '\n'), holderOffset)
	return err
}

func (w *Workspace) holder(command string) Holder {
	h := Holder{PID: os.Getpid(), Command: command, Time: w.now().UTC().Round(0)}
	h.Host, _ = os.Hostname() // a holder without a name is still a holder
	if u, err := user.Current(); err == nil {
		h.User = u.Username
	}
	return h
}

// readHolder returns the zero Holder for a text that is missing or half
// written: the holder may be anywhere between locking and writing.
func readHolder(f *os.File) Holder {
	var h Holder
	text, err := io.ReadAll(io.NewSectionReader(f, holderOffset, 1<<16))
	if err != nil || json.Unmarshal(text, &h) != nil {
		return Holder{}
	}
	return h
}
