package flux

import (
	"strings"
	"time"

	"gesso/runner/provider"
)

// progress is what a task's status word means. The API has no fixed set of
// them, so a word that nobody foresaw means nothing.
type progress int

const (
	wordless progress = iota
	underway
	done
	failed
)

func (o object) progress() progress {
	for _, word := range []text{o.Status, o.State} {
		switch strings.ToLower(string(word)) {
		case "succeeded", "success", "successful", "completed", "complete", "finished", "done":
			return done
		case "failed", "failure", "fail", "error", "errored", "cancelled", "canceled", "rejected", "expired", "aborted", "timeout":
			return failed
		case "pending", "processing", "queued", "running", "started", "submitted", "in_progress", "waiting", "created":
			return underway
		}
	}
	return wordless
}

// reached decides how far a task has come that was asked for so many pictures; 0
// is not known. The signs can contradict each other, so their order matters: an
// explicit failure with a code is final; a picture in hand is what was paid
// for, whatever else is said, unless more of them seem to be coming; and without
// both it takes a plain sign of the end to give up on something that is paid
// for. A reason without a code is none: the provider's own clients go on asking. What
// is over and cannot be understood is no failure either: it may have been made.
func (o object) reached(wanted int) provider.State {
	word, held := o.progress(), len(o.Data.held())
	over := o.Finished.said || word == done || o.Elapsed.said && word != underway
	ended := over || word == failed
	coded := o.Error.Code != "" || !o.Error.said && o.Code != ""
	switch {
	case o.Success == no && (coded || ended):
		return provider.Failed
	case o.Success == no:
		return provider.Running
	case word == underway && !over && o.Success != yes:
		return provider.Running
	case held > 0 && !ended && held < wanted:
		return provider.Running // some of several
	case held > 0, over && word != failed && !coded && (o.unread || len(o.Data) > 0):
		return provider.Succeeded
	case ended, o.Success == unsaid && o.Error.Code != "":
		return provider.Failed
	}
	return provider.Running
}

// task makes the task with the given id of what the API says of it.
func (c *Client) task(id string, o object) provider.Task {
	t := provider.Task{
		ID: id, TraceID: c.censor.id(string(o.TraceID)), Finished: o.Finished.Time, Cost: o.Cost.amount, CostIn: o.Cost.of,
	}
	t.Took = o.took()
	wanted := max(c.memory.wanted(id), o.Request.pictures())
	t.State = o.reached(wanted)
	switch t.State {
	case provider.Succeeded:
		t.Pictures = bounded(c.pictures(o.Data), wanted)
		if len(o.Data.held()) == 0 { // none of those wanted is to count as not made
			t.Pictures = make([]provider.Picture, min(max(1, wanted), maxPictures))
		}
	case provider.Failed:
		t.Failure = c.failedTask(o)
		t.Failure.TaskID = id
		t.Failure.Paid = provider.PerhapsCharged // by the guide every accepted request is
		spent(t.Failure, o.Cost)
	}
	return t
}

// spent adds to the failure of an accepted task what the API says that it took for it.
func spent(failure *provider.Error, c cost) {
	if c.amount > 0 {
		failure.Cost, failure.CostIn, failure.Paid = c.amount, c.of, provider.AlreadyPaid
	}
}

// took is how long the API says that a task took, or 0.
func (o object) took() time.Duration {
	if !o.Created.IsZero() && o.Finished.After(o.Created.Time) {
		return o.Finished.Sub(o.Created.Time)
	}
	elapsed := o.Elapsed.Sub(time.Unix(0, 0))
	if !o.Elapsed.said || elapsed <= 0 || elapsed > time.Hour {
		return 0
	}
	return elapsed
}

func (c *Client) failedTask(o object) *provider.Error {
	f := o.fault()
	if f.Code != "" || f.Message != "" {
		return c.failure(taskClass(f), f, o)
	}
	if o.Success != no && o.progress() != failed {
		// Not BadPicture, whose like may be repeated: what is over stays over.
		f.Message = "the task is finished and has no picture"
		return c.failure(provider.Unmade, f, o)
	}
	f.Message = "the task failed without saying why"
	return c.failure(provider.Unmade, f, o)
}
