package commit

import (
	"errors"
	"fmt"
	"time"

	"gesso/state"
	"gesso/state/home"
)

// For so long a part of the last answer's time more events are waited for, and at most so
// long. Less than the least is not worth a timer.
const (
	gatherPart  = 10
	mostGather  = 10 * time.Millisecond
	leastGather = time.Millisecond
)

// gathered returns first and what comes with it. Many calls that end together intend what is
// next within some milliseconds: the first alone in a request would have all others wait
// for two.
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

// share puts lines into the log of a home elsewhere, and then into the file, which is a copy
// of it and need not be durable. What others wrote before is applied and copied before. That
// the copy cannot be written makes it one that counts for nothing, and stops nobody.
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

// tell reports the answers of a batch that could not be appended: they are of calls that the
// log has, and news whoever works there now. It returns those that the log has.
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

// answered reports whether events of a kind are what a provider said of a call.
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

// whole reports whether the file and what was applied are all that was accepted, in its
// order.
func (w *Writer) whole() bool { return w.failed == nil && w.behind == nil }

// Shut is why what was applied is not to be folded, of a log elsewhere: the copy is cut back
// and read again by whoever opens it next. It is asked when the writer has returned.
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
