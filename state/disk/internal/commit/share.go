package commit

import (
	"errors"
	"fmt"
	"time"

	"gesso/state"
	"gesso/state/home"
)

// How long to wait for more events: a fraction of the time that the last answer took, up to
// a maximum. Below the minimum a timer is not worth it.
const (
	gatherPart  = 10
	mostGather  = 10 * time.Millisecond
	leastGather = time.Millisecond
)

// gathered returns first and the submissions that follow it closely. Many calls that end
// together submit their next intents within milliseconds; if the first went alone, the
// others would have to wait for two requests.
func (w *Writer) gathered(queue <-chan *Submission, first *Submission) []*Submission {
	pause := min(w.took/gatherPart, mostGather)
	if w.Shared == nil || pause < leastGather {
		return waiting(queue, first)
	}
	batch := []*Submission{first}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case s := <-queue:
			batch = append(batch, s)
		case <-timer.C:
			return batch
		}
	}
}

// share appends lines to the log of a home elsewhere, and then to the file, which is a copy
// and need not be durable. Events that others have written before are applied and copied
// first. If the copy cannot be written, it no longer counts, but the run goes on.
func (w *Writer) share(lines []byte) error {
	began := time.Now()
	before, frames, err := w.Shared.Append(lines)
	w.took = time.Since(began)
	if err != nil {
		return err
	}
	if len(before) > 0 {
		var foreign []*Submission
		for _, e := range before {
			foreign = append(foreign, &Submission{Event: e})
		}
		w.Apply(foreign)
		lines = append(frames, lines...)
	}
	if w.behind != nil {
		return nil
	}
	if _, w.behind = w.File.Write(lines); w.behind == nil {
		w.Size += int64(len(lines))
	}
	return nil
}

// tell reports the answers in a batch that could not be appended: the log has their calls,
// and whoever works there now needs them. It returns the submissions that were reported.
func (w *Writer) tell(batch []*Submission) map[*Submission]bool {
	if w.failed == nil || w.Shared == nil {
		return nil
	}
	var answers []*Submission
	told := map[*Submission]bool{}
	for _, s := range batch {
		if answered(s.Event.Kind) {
			answers = append(answers, s)
			told[s] = true
		}
	}
	if len(answers) == 0 || w.Shared.Report(linesOf(answers)) != nil {
		return nil
	}
	w.reported += len(answers)
	w.Apply(answers)
	return told
}

// answered reports whether events of a kind are a provider's answers to calls.
func answered(k state.Kind) bool {
	switch k {
	case state.Accepted, state.Refused, state.Doubted, state.Lost:
		return true
	}
	return false
}

func linesOf(batch []*Submission) []byte {
	var lines []byte
	for _, s := range batch {
		lines = append(lines, s.Line...)
	}
	return lines
}

// whole reports whether everything that was accepted is in the file and applied, in order.
func (w *Writer) whole() bool { return w.failed == nil && w.behind == nil }

// Shut returns why the journal of a home elsewhere must not be folded, or nil. The next
// process cuts the copy back and reads it again. It is valid after the writer has returned.
func (w *Writer) Shut() error {
	if w.Shared == nil || w.whole() {
		return nil
	}
	var deposed *home.DeposedError
	if errors.As(w.failed, &deposed) {
		told := *deposed
		told.Reported = w.reported
		return &told
	}
	if w.failed != nil {
		return w.failed
	}
	return fmt.Errorf("writing the copy of the home: %w", w.behind)
}
