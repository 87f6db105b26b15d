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

// HomeDir is the folder of this machine's copies of what a home elsewhere has, one for each
// workspace.
const HomeDir = Home + "/home"

const pullLock = HomeDir + "/pull.lock"

// HomeOptions say how a workspace works with a home elsewhere.
type HomeOptions struct {
	Context   context.Context                             // of what is read there; nil is one without an end
	CacheSize int64                                       // how many bytes of pictures are kept here; 0 is no limit
	Told      func(home.Holder)                           // hears for whom a lock waits that is held elsewhere; may be nil
	Took      func(from home.Holder, quiet time.Duration) // hears from whom one was taken over; may be nil

	Stale   func(*replica.BusyError, home.Position) // hears that the copy is read as it is; may be nil
	Unsaved func(error)                             // hears that no snapshot could be saved; may be nil
}

// copied is what a Workspace has of a home elsewhere: nothing, where that is the folder.
type copied struct {
	replica *replica.Replica
	options HomeOptions
	pulled  bool                         // and nobody has loaded it since
	far     *remote.Objects              // the pictures there
	named   atomic.Pointer[remote.Index] // which they are, by what was loaded last
}

// UseHome has the workspace's state, ledger and journal kept at a home elsewhere, of which
// this folder has a copy, and the pictures too, see Beyond. It is called after UseStore and
// before anything else.
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

// HomePosition is how far the copy of it is, without asking; zero: there is none yet.
func (w *Workspace) HomePosition() (home.Position, error) {
	if w.replica == nil {
		return home.Position{}, nil
	}
	return w.replica.Position()
}

// Content writes what a home is founded with: the files of a workspace whose journal is
// folded, for a caller that holds the lock.
func (w *Workspace) Content() func(io.Writer) error {
	return replica.Content(w.root, w.at.state, w.at.ledger)
}

// Pull brings the copy of a home elsewhere up to date, as Load does, which then does not do
// it again. It reports false where nobody was asked: there is no such home, another process
// reads it and does not come to an end, or this folder has a run under way, which keeps the
// copy as new as the home. The error is a
// *home.OtherError, a *home.RolledBackError or a *home.LeftError where there is not what
// there was.
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

// fresh brings the copy up to date for whoever reads it, and keeps others from that until
// release is called. Beside a run of this folder the copy is as new as the home, and it
// waits for nobody.
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

// How long it is waited for another process of this folder that reads the home: by whoever
// only reads, who takes the copy as it is then, and by whoever has nothing else, or changes it.
const (
	readersWait = 5 * time.Second
	turnWait    = time.Minute
)

// turn waits until nobody else brings the folder's copies up to date, or reads them.
func (w *Workspace) turn(ctx context.Context, patience time.Duration) (release func(), err error) {
	if err = w.at.makeHome(w.root); err == nil {
		err = file.MakeDir(w.root, HomeDir)
	}
	if err != nil {
		return nil, fmt.Errorf("copying the home: %w", err)
	}
	return replica.Turn(ctx, w.root, w.dir, pullLock, patience)
}

// readersTurn is turn for whoever only reads; nil without an error: the copy is to be read as it
// is, since whoever brings it up to date does not come to an end.
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

// epoch is that of the lock, or nil.
func (w *Workspace) epoch() *replica.Run {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.run
}

// beginEpoch makes who has the folder's lock the one who works on the home elsewhere, if
// there is one, and brings the copy up to date.
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
			held.Waited = 0 // nobody asked for that: it took so long to see whether the holder lives
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

// Hold makes who has the lock of another workspace of the folder, see Under, the one who
// works on this one's home elsewhere too, until release. The errors are those of Await.
func (w *Workspace) Hold(ctx context.Context, patience time.Duration, told func(Holder)) (release func() error, err error) {
	return w.endEpoch, w.beginEpoch(ctx, w.holder(w.command()), patience, told)
}

// Sure reports nil while nobody else has begun to work on the home elsewhere since the lock
// was taken, or Hold. No journal is open.
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

// endEpoch is to be called before the folder's lock is given back.
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

// folded notes that the journal is in the files that stay.
func (w *Workspace) folded() error {
	if run := w.epoch(); run != nil {
		return run.Folded()
	}
	return nil
}

// hinted says of a damaged file of the copy what to do about it.
func (w *Workspace) hinted(err error) error {
	var damage *state.DamageError
	if w.replica != nil && errors.As(err, &damage) && strings.HasPrefix(damage.File, w.replica.Dir()+"/") {
		damage.Hint = w.replica.Hint()
	}
	return err
}
