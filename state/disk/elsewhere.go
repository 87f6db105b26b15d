package disk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"sync/atomic"
	"time"

	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/disk/remote"
	"gesso/state/disk/replica"
	"gesso/state/home"
)

// HomeDir is the folder of this machine's copies of a home elsewhere, one for each
// workspace.
const HomeDir = Home + "/home"

const pullLock = HomeDir + "/pull.lock"

// HomeOptions say how a workspace uses a home elsewhere.
type HomeOptions struct {
	Context   context.Context                             // of reads there; nil: never ends
	CacheSize int64                                       // bytes of pictures kept here; 0: no limit
	Told      func(home.Holder)                           // is called with the holder that a lock waits for; may be nil
	Took      func(from home.Holder, quiet time.Duration) // is called with the holder that was taken over from; may be nil

	Stale   func(*replica.BusyError, home.Position) // is called if the copy is read without an update; may be nil
	Unsaved func(error)                             // is called if no snapshot could be saved; may be nil
}

// copied is what a Workspace knows of a home elsewhere. It is zero if the folder is the
// home.
type copied struct {
	replica *replica.Replica
	options HomeOptions
	pulled  bool                         // the copy is up to date, and was not loaded since
	far     *remote.Objects              // the pictures there
	named   atomic.Pointer[remote.Index] // which pictures those are, as of the last load
}

// UseHome makes the workspace keep its state, ledger and journal at a home elsewhere, of
// which this folder has a copy, and its pictures as well (see Store.Beyond). It must be
// called after UseStore and before anything else.
func (w *Workspace) UseHome(h *home.Home, o HomeOptions) error {
	if o.Context == nil {
		o.Context = context.Background()
	}
	host, err := os.Hostname()
	if err != nil {
		return fmt.Errorf("using the home %s: %w", h, err)
	}
	self := sha256.Sum256([]byte(host + "\x00" + w.dir))
	dir := path.Join(HomeDir, w.name)
	w.replica, w.options = replica.At(w.root, dir, hex.EncodeToString(self[:8]), h), o
	w.at.copyIn(dir)
	w.far = remote.New(h, func(sha string) (int64, bool) { return w.named.Load().Size(sha) }, func(sha string) bool { return w.named.Load().Recorded(sha) })
	return nil
}

// HomeOf returns the home elsewhere, or nil.
func (w *Workspace) HomeOf() *home.Home {
	if w.replica == nil {
		return nil
	}
	return w.replica.Home()
}

// HomePosition returns the position of the copy, without a request; zero if there is none.
func (w *Workspace) HomePosition() (home.Position, error) {
	if w.replica == nil {
		return home.Position{}, nil
	}
	return w.replica.Position()
}

// Content returns a function that writes the content with which a home is founded: the
// files of a workspace without a journal. The caller must hold the lock.
func (w *Workspace) Content() func(io.Writer) error {
	return replica.Content(w.root, w.at.state, w.at.ledger)
}

// Pull updates the copy of a home elsewhere, as Load does; the next Load then skips that.
// It reports false if it made no request: because there is no such home, because another
// process has been updating the copy for too long, or because a run of this folder keeps
// the copy up to date. The error is a *home.OtherError, a *home.RolledBackError or a
// *home.LeftError if the home has changed in that way.
func (w *Workspace) Pull(ctx context.Context) (asked bool, err error) {
	if w.replica == nil || w.epoch() != nil {
		return false, nil
	}
	release, err := w.turn(ctx, readersWait)
	if errors.As(err, new(*replica.BusyError)) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer release()
	if w.beside() != nil {
		return false, nil
	}
	w.pulled = false
	err = w.replica.Pull(ctx)
	w.pulled = err == nil
	return true, err
}

// fresh updates the copy for a reader, and prevents other updates until release is called.
// During a run of this folder the copy is up to date, and fresh does not wait.
func (w *Workspace) fresh() (release func(), err error) {
	if w.replica == nil || w.epoch() != nil {
		return func() {}, nil
	}
	release, err = w.readersTurn()
	if err != nil {
		return nil, err
	}
	if release == nil {
		return func() {}, nil
	}
	if w.beside() != nil {
		release()
		return func() {}, nil
	}
	if !w.pulled {
		err = w.replica.Pull(w.options.Context)
	}
	w.pulled = false
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// How long to wait for another process of this folder that updates the copy: readersWait if
// the copy can be read as it is after that, turnWait if it cannot or must be changed.
const (
	readersWait = 5 * time.Second
	turnWait    = time.Minute
)

// turn waits until no other process updates or reads the folder's copies.
func (w *Workspace) turn(ctx context.Context, patience time.Duration) (release func(), err error) {
	if err = w.at.makeHome(w.root); err == nil {
		err = file.MakeDir(w.root, HomeDir)
	}
	if err != nil {
		return nil, fmt.Errorf("copying the home: %w", err)
	}
	return replica.Turn(ctx, w.root, w.dir, pullLock, patience)
}

// readersTurn is turn for readers. If it returns nil without an error, the copy must be
// read as it is, because another process takes too long to update it.
func (w *Workspace) readersTurn() (release func(), err error) {
	release, err = w.turn(w.options.Context, readersWait)
	var busy *replica.BusyError
	if !errors.As(err, &busy) {
		return release, err
	}
	if whole, _ := w.replica.Whole(); !whole {
		return w.turn(w.options.Context, turnWait)
	}
	if at, err := w.replica.Position(); err == nil && w.options.Stale != nil {
		w.options.Stale(busy, at)
	}
	return nil, nil
}

// epoch returns the lock's epoch, or nil.
func (w *Workspace) epoch() *replica.Run {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.run
}

// beginEpoch begins an epoch at the home elsewhere, if there is one, for the holder of the
// folder's lock, and updates the copy.
func (w *Workspace) beginEpoch(ctx context.Context, who Holder, patience time.Duration, told func(Holder)) error {
	if w.replica == nil {
		return nil
	}
	release, err := w.turn(ctx, max(patience, turnWait))
	if err != nil {
		return err
	}
	err = w.replica.Pull(ctx)
	release()
	if err != nil {
		return err
	}
	waiting := home.Waiting{Patience: max(0, patience), Took: w.options.Took}
	if told != nil {
		waiting.Told = func(h home.Holder) { told(holderOf(h)) }
	}
	if w.options.Told != nil {
		waiting.Told = w.options.Told
	}
	run, err := w.replica.Begin(ctx, home.Holder{PID: who.PID, Host: who.Host, User: who.User, Command: who.Command, Workspace: who.Workspace, Time: who.Time}, waiting)
	var held *home.HeldError
	if errors.As(err, &held) {
		if patience <= 0 {
			held.Waited = 0 // patience was not asked for: it took so long to see whether the holder lives
		}
		return &LockedError{Holder: holderOf(held.Holder), Waited: held.Waited, Elsewhere: held}
	}
	if err != nil {
		return err
	}
	w.far.Forget()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.run = run
	return nil
}

// Hold begins an epoch of this workspace at its home elsewhere, until release is called,
// for a caller that has the lock of another workspace of the folder (see Under). The errors
// are those of Await.
func (w *Workspace) Hold(ctx context.Context, patience time.Duration, told func(Holder)) (release func() error, err error) {
	return w.endEpoch, w.beginEpoch(ctx, w.holder(w.command()), patience, told)
}

// Sure returns nil if nobody else has begun an epoch at the home elsewhere since Lock or
// Hold. No journal may be open.
func (w *Workspace) Sure() error {
	run := w.epoch()
	if run == nil {
		return nil
	}
	_, _, err := run.Append(nil)
	return err
}

func holderOf(h home.Holder) Holder {
	return Holder{PID: h.PID, Host: h.Host, User: h.User, Command: h.Command, Workspace: h.Workspace, Time: h.Time}
}

// endEpoch must be called before the folder's lock is released.
func (w *Workspace) endEpoch() error {
	w.mu.Lock()
	run := w.run
	w.run = nil
	w.mu.Unlock()
	if run == nil {
		return nil
	}
	return run.End()
}

// folded records in the copy's mark that the journal has been folded.
func (w *Workspace) folded() error {
	if run := w.epoch(); run != nil {
		return run.Folded()
	}
	return nil
}

// hinted adds a hint to an error about a damaged file of the copy.
func (w *Workspace) hinted(err error) error {
	var damage *state.DamageError
	if w.replica != nil && errors.As(err, &damage) && strings.HasPrefix(damage.File, w.replica.Dir()+"/") {
		damage.Hint = w.replica.Hint()
	}
	return err
}
