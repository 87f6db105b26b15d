package disk

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"gesso/state"
	"gesso/state/disk/internal/commit"
	"gesso/state/disk/internal/file"
	"gesso/state/disk/replica"
	"gesso/state/text"
)

const journalFormat = "journal"

// Journal is the log of a running run, together with the State that its events lead to. Its
// methods are safe for concurrent use.
//
// From Begin to Close the State belongs to the journal: read it through Get.
type Journal struct {
	w     *Workspace
	queue chan *commit.Submission
	stop  chan struct{} // closed by Close
	done  chan struct{} // closed when the writer has returned

	mu      sync.RWMutex // guards the fields below
	state   *Loaded
	entries []state.Entry // for the ledger

	closing  sync.Once
	closeErr error

	log *commit.Writer
	run *replica.Run // at a home elsewhere; nil: there is none
	own bool         // the epoch is the journal's own, and ends with it
}

// ErrClosed is returned by Append after Close.
var ErrClosed = errors.New("the journal is closed")

// Begin starts the journal of a run on s, which Load must have returned after the Lock was
// taken. It first folds a journal that a crash has left, and removes what killed runs left
// half written. The error wraps ErrStale if another program has written the state since s
// was loaded. The caller must call Close. Begin panics without the Lock: that is a
// programming mistake.
func (w *Workspace) Begin(s *Loaded) (*Journal, error) {
	if !w.locked() {
		panic("disk: Begin without the lock")
	}
	run, own, err := w.journalEpoch()
	if err != nil {
		return nil, err
	}
	j, err := w.begin(s, run)
	if err != nil {
		if own {
			err = errors.Join(err, w.endEpoch())
		}
		return nil, err
	}
	j.own = own
	return j, nil
}

func (w *Workspace) begin(s *Loaded, run *replica.Run) (*Journal, error) {
	if err := w.recoverJournal(s); err != nil {
		return nil, err
	}
	if err := w.Store().Clean(w.now()); err != nil {
		return nil, fmt.Errorf("removing what a killed run left: %w", err)
	}
	if err := w.registered(); err != nil {
		return nil, err
	}
	written, err := w.createJournal()
	if err != nil {
		return nil, fmt.Errorf("beginning the journal: %w", err)
	}
	j := &Journal{
		w: w, state: s, run: run,
		queue: make(chan *commit.Submission), stop: make(chan struct{}), done: make(chan struct{}),
	}
	j.log = &commit.Writer{File: written, Size: int64(len(text.Header(journalFormat))), Apply: j.apply, Checkpoint: j.checkpoint}
	if run != nil {
		j.log.Shared = run
	}
	go func() {
		defer close(j.done)
		j.log.Run(j.queue, j.stop)
	}()
	return j, nil
}

// recoverJournal folds the journal that a crash has left, if there is one.
func (w *Workspace) recoverJournal(s *Loaded) error {
	if err := w.unchanged(s); err != nil {
		return err
	}
	events, size, err := w.readJournal()
	if err != nil {
		return err
	}
	if size != s.replayed {
		return fmt.Errorf("%s: %w", w.at.journal, ErrStale)
	}
	if len(events) == 0 {
		if err := w.removeJournal(); err != nil { // killed before its first event
			return err
		}
		// Open calls that only the state knows, from an older version or a teammate, go to
		// the ledger before anything else: the state may be gone at the end of the run.
		return w.appendLedger(s, nil)
	}
	s.pulled = w.replica != nil
	defer func() { s.pulled = false }()
	if err := w.fold(s, s.entries); err != nil {
		return fmt.Errorf("recovering the last run: %w", err)
	}
	s.replayed, s.entries = 0, nil
	return nil
}

// createJournal makes the new journal's name and header durable, so that from then on only
// its frames must be synced. The file survives a removal of its folder.
func (w *Workspace) createJournal() (*file.Enduring, error) {
	f, err := w.root.OpenFile(w.at.journal, os.O_RDWR|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = io.WriteString(f, text.Header(journalFormat))
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = file.SyncDir(w.root, w.at.home)
	}
	if err != nil {
		_ = f.Close()
		_ = w.root.Remove(w.at.journal)
		return nil, err
	}
	return file.Endure(f, w.root, w.at.journal, func() error { return w.at.makeHome(w.root) }), nil
}

// Append records an event and applies it to the State. If it returns nil, the event is on
// disk. Events that are appended concurrently share one sync.
//
// An event that lacks what its Kind needs, or cannot be encoded, is refused, without effect
// on others. After a failed write every later Append returns that error: nothing more may
// be started, since it could not be recorded. Earlier events are safe.
//
// The event, and what it points to, must not be changed afterwards.
func (j *Journal) Append(e state.Event) error {
	e = e.Plain()
	if err := e.Check(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if e.Kind == state.Placed && j.Get(e.Address).Stands(e) {
		return nil // it is recorded already: restoring an output costs no sync
	}
	line, err := text.Frame(e)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if e.Kind == state.Intended && len(line) > text.MaxFrame/2 {
		// The request is recorded again with its picture, and must fit then too, after it
		// is paid for.
		return fmt.Errorf("journal: a request of %d bytes is too long", len(line))
	}
	if err := j.w.keepElsewhere(e); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	s := commit.Submit(e, line)
	select {
	case j.queue <- s:
		return s.Answer()
	case <-j.stop:
		return fmt.Errorf("journal: %w", ErrClosed)
	}
}

// apply is called by the writer with events that are on disk.
func (j *Journal) apply(batch []*commit.Submission) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, s := range batch {
		j.entries = append(j.entries, j.state.Entries(s.Event)...)
		j.state.touch(s.Event)
		j.state.Apply(s.Event)
	}
}

// checkpoint is called by the writer some time after the journal has grown. It writes the
// ledger and the state file, with the calls that are open, and keeps the journal. If Home
// is removed, no more than the events since then are lost. An error does no harm: what is
// not written now is written when the run ends, and a state that git has replaced is
// refused by Close.
func (j *Journal) checkpoint() error {
	if err := j.w.unchanged(j.state); err != nil {
		return err
	}
	// Only the writer changes the state and the entries, and it is executing this.
	if err := j.w.appendLedger(j.state, j.entries); err != nil {
		return err
	}
	j.entries = nil
	if err := j.w.saveOpen(j.state); err != nil || j.run == nil {
		return err
	}
	if err := j.log.File.Sync(); err != nil {
		return err
	}
	return j.run.Reached(j.log.Size)
}

// Get returns the current record of an address, or nil.
func (j *Journal) Get(address string) *state.Record {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.state.Get(address)
}

// Close folds the journal into the ledger and the state file and removes it. It first
// answers waiting Appends. If Close fails nothing is lost: the journal stays, and the next
// run folds it. A second Close returns the result of the first.
func (j *Journal) Close() error {
	j.closing.Do(func() {
		close(j.stop)
		<-j.done
		j.mu.Lock()
		defer j.mu.Unlock()
		j.state.DropBuiltin()
		if j.closeErr = j.log.Shut(); j.closeErr != nil {
			j.closeErr = fmt.Errorf("closing the journal, which the home has: %w", j.closeErr)
			return
		}
		if j.closeErr = j.w.unchanged(j.state); j.closeErr == nil {
			j.closeErr = j.w.fold(j.state, j.entries)
		}
		if j.closeErr != nil {
			j.closeErr = fmt.Errorf("closing the journal, which is kept for the next run: %w", j.closeErr)
			return
		}
		j.closeErr = j.endElsewhere()
	})
	return j.closeErr
}
