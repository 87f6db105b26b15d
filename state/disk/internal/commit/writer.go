package commit

import (
	"fmt"
	"io"
	"time"

	"gesso/state"
)

// A Submission is an event on its way to the disk.
type Submission struct {
	Event  state.Event
	Line   []byte
	answer chan error // room for one, so that the Writer never waits for a reader
}

// Submit returns the submission of an event, and the line that records it.
func Submit(e state.Event, line []byte) *Submission {
	return &Submission{Event: e, Line: line, answer: make(chan error, 1)}
}

// Answer waits for what came of it. It is nil when the event is durable and applied.
func (s *Submission) Answer() error { return <-s.answer }

// File is what the Writer needs of its *os.File; a test gives one that fails.
type File interface {
	io.WriteCloser
	Sync() error
	Truncate(size int64) error
}

// A Writer owns the journal's file. One goroutine runs it, so that a sync, the
// slow part, is paid once for all events that wait for it.
type Writer struct {
	File  File
	Size  int64 // of what is durable
	Apply func([]*Submission)

	failed error // the first error; no more is written after it

	// Checkpoint writes down elsewhere what the journal has, some time after it has
	// grown, and again if it failed; nil: nobody does. Nothing is committed meanwhile.
	Checkpoint func() error

	Shared   Shared        // has a batch before the file has it; nil: there is none
	took     time.Duration // by its last answer
	behind   error         // why the file is no copy of what that has
	reported int           // answers that it was told of after a failure
}

// Shared is the log of a home elsewhere.
type Shared interface {
	// Append has lines kept there. The events, and their lines, are what others have written
	// there before. After an error nothing more is appended.
	Append(lines []byte) (before []state.Event, frames []byte, err error)
	// Report has answers of calls kept there, also after an error of Append.
	Report(lines []byte) error
}

// CheckpointAfter is how long a journal may have something that only it has.
const CheckpointAfter = 30 * time.Second

// Run writes what comes from queue until stop is closed, then closes the file.
// The queue has no buffer: whoever is not received yet can still see stop.
func (w *Writer) Run(queue <-chan *Submission, stop <-chan struct{}) {
	defer w.File.Close() // everything that was promised is synced
	timer := time.NewTimer(CheckpointAfter)
	defer timer.Stop()
	timer.Stop()
	grown := false
	for {
		select {
		case first := <-queue:
			w.commit(w.gathered(queue, first))
			if !grown && w.whole() && w.Checkpoint != nil {
				grown = true
				timer.Reset(CheckpointAfter)
			}
		case <-timer.C:
			if !w.whole() && w.Shared != nil {
				break
			}
			if grown = w.Checkpoint() != nil; grown {
				timer.Reset(CheckpointAfter)
			}
		case <-stop:
			return
		}
	}
}

// waiting returns first and all that are blocked on the queue at this moment.
func waiting(queue <-chan *Submission, first *Submission) []*Submission {
	batch := []*Submission{first}
	for {
		select {
		case s := <-queue:
			batch = append(batch, s)
		default:
			return batch
		}
	}
}

// commit makes a batch durable, applies it and answers.
func (w *Writer) commit(batch []*Submission) {
	if w.failed == nil {
		if err := w.write(batch); err != nil {
			w.failed = fmt.Errorf("writing the journal: %w", err)
		}
	}
	failed := w.failed
	if failed == nil {
		w.Apply(batch)
	}
	told := w.tell(batch)
	for _, s := range batch {
		if told[s] {
			s.answer <- nil
			continue
		}
		s.answer <- failed
	}
}

func (w *Writer) write(batch []*Submission) error {
	lines := linesOf(batch)
	if w.Shared != nil {
		return w.share(lines)
	}
	_, err := w.File.Write(lines)
	if err == nil {
		err = w.File.Sync()
	}
	if err != nil {
		// Nobody acts on these events, so nobody should find them: an intent that
		// came to disk would be shown as in doubt. If this fails too they are
		// merely that. After a failed sync the kernel may have dropped the pages,
		// so a second sync would prove nothing: the Writer never tries again.
		_ = w.File.Truncate(w.Size)
		return err
	}
	w.Size += int64(len(lines))
	return nil
}
