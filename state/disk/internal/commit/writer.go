package commit

import (
	"fmt"
	"io"
	"time"

	"gesso/state"
)

// Submission is an event on its way to the disk.
type Submission struct {
	Event  state.Event
	Line   []byte
	answer chan error // buffered, so that the Writer never waits for a reader
}

// Submit returns a submission for an event and the line that records it.
func Submit(e state.Event, line []byte) *Submission {
	return &Submission{Event: e, Line: line, answer: make(chan error, 1)}
}

// Answer waits for the result. It is nil if the event is durable and applied.
func (s *Submission) Answer() error { return <-s.answer }

// File is what the Writer needs of its *os.File; tests use one that fails.
type File interface {
	io.WriteCloser
	Sync() error
	Truncate(size int64) error
}

// Writer owns the journal's file. One goroutine runs it, so that one sync, the slow part,
// serves all events that wait for it.
type Writer struct {
	File  File
	Size  int64 // bytes that are durable
	Apply func([]*Submission)

	failed error // the first error; nothing is written after it

	// Checkpoint, if not nil, copies what the journal has to other files, some time after
	// it has grown, and again if it failed. Nothing is committed meanwhile.
	Checkpoint func() error

	Shared   Shared        // gets a batch before the file does; nil: there is none
	took     time.Duration // the time that its last answer took
	behind   error         // why the file is not a copy of its log
	reported int           // number of answers reported after a failure
}

// Shared is the log of a home elsewhere.
type Shared interface {
	// Append stores lines there. It returns the events, with their lines, that others have
	// written before. After an error nothing more is appended.
	Append(lines []byte) (before []state.Event, frames []byte, err error)
	// Report stores answers of calls there, even after an error of Append.
	Report(lines []byte) error
}

// CheckpointAfter is how long events may be in the journal alone.
const CheckpointAfter = 30 * time.Second

// Run writes what comes from queue until stop is closed, then closes the file. The queue is
// unbuffered, so that a sender that is not received can still see stop.
func (w *Writer) Run(queue <-chan *Submission, stop <-chan struct{}) {
	defer w.File.Close() // everything that was accepted is synced
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

// waiting returns first and all submissions that are blocked on the queue at this moment.
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
		// Nobody acts on these events, so remove them: an intent that reached the disk
		// would be shown as in doubt. If this fails too, it will be. After a failed sync
		// the kernel may have dropped the pages, and a second sync would prove nothing, so
		// the Writer never tries again.
		_ = w.File.Truncate(w.Size)
		return err
	}
	w.Size += int64(len(lines))
	return nil
}
