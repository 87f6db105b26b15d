package disk

import (
	"fmt"
	"io"
	"time"

	"gesso/state"
)

// A submission is an event on its way to the disk.
type submission struct {
	event  state.Event
	line   []byte
	answer chan error // room for one, so that the writer never waits for a reader
}

// logFile is what the writer needs of its *os.File; a test gives one that fails.
type logFile interface {
	io.WriteCloser
	Sync() error
	Truncate(size int64) error
}

// A writer owns the journal's file. One goroutine runs it, so that a sync, the
// slow part, is paid once for all events that wait for it.
type writer struct {
	file   logFile
	size   int64 // of what is durable
	apply  func([]*submission)
	failed error // the first error; no more is written after it

	// checkpoint writes down elsewhere what the journal has, some time after it has
	// grown, and again if it failed; nil: nobody does. Nothing is committed meanwhile.
	checkpoint func() error
}

// checkpointAfter is how long a journal may have something that only it has.
const checkpointAfter = 30 * time.Second

// run writes what comes from queue until stop is closed, then closes the file.
// The queue has no buffer: whoever is not received yet can still see stop.
func (w *writer) run(queue <-chan *submission, stop <-chan struct{}) {
	defer w.file.Close() // everything that was promised is synced
	timer := time.NewTimer(checkpointAfter)
	defer timer.Stop()
	timer.Stop()
	grown := false
	for {
		select {
		case first := <-queue:
			w.commit(waiting(queue, first))
			if !grown && w.failed == nil && w.checkpoint != nil {
				grown = true
				timer.Reset(checkpointAfter)
			}
		case <-timer.C:
			if grown = w.checkpoint() != nil; grown {
				timer.Reset(checkpointAfter)
			}
		case <-stop:
			return
		}
	}
}

// waiting returns first and all that are blocked on the queue at this moment.
func waiting(queue <-chan *submission, first *submission) []*submission {
	batch := []*submission{first}
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
func (w *writer) commit(batch []*submission) {
	if w.failed == nil {
		if err := w.write(batch); err != nil {
			w.failed = fmt.Errorf("writing the journal: %w", err)
		}
	}
	if w.failed == nil {
		w.apply(batch)
	}
	for _, s := range batch {
		s.answer <- w.failed
	}
}

func (w *writer) write(batch []*submission) error {
	var lines []byte
	for _, s := range batch {
		lines = append(lines, s.line...)
	}
	_, err := w.file.Write(lines)
	if err == nil {
		err = w.file.Sync()
	}
	if err != nil {
		// Nobody acts on these events, so nobody should find them: an intent that
		// came to disk would be shown as in doubt. If this fails too they are
		// merely that. After a failed sync the kernel may have dropped the pages,
		// so a second sync would prove nothing: the writer never tries again.
		_ = w.file.Truncate(w.size)
		return err
	}
	w.size += int64(len(lines))
	return nil
}
