package flux

import (
	"strconv"
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

// judge decides how far a task has come. The signs can contradict each other,
// so their order matters: an explicit failure with its reason is final; a
// picture in hand is what was paid for, whatever else is said, unless more of
// them seem to be coming; and without both it takes a plain sign of the end
// to give up on something that is paid for.
func (o object) judge() provider.State {
	word, pictures := o.progress(), len(o.Data) > 0
	over := o.Finished.said || word == done
	switch {
	case o.Success == no && (o.fault().said || over || word == failed):
		return provider.Failed
	case word == underway && !over && o.Success != yes:
		return provider.Running
	case pictures:
		return provider.Succeeded
	case word == failed, over, o.Success == unsaid && o.Error.said:
		return provider.Failed
	}
	return provider.Running
}

// task makes the task with the given id of what the API says of it.
func (c *Client) task(id string, o object) provider.Task {
	t := provider.Task{
		ID: id, TraceID: c.censor.id(string(o.TraceID)), State: o.judge(), Finished: o.Finished.Time,
	}
	t.Took = o.took()
	switch t.State {
	case provider.Succeeded:
		t.Pictures = c.pictures(o.Data)
	case provider.Failed:
		t.Failure = c.failedTask(o)
		t.Failure.TaskID = id
		t.Failure.Paid = provider.PerhapsCharged // by the guide every accepted request is
	}
	return t
}

// took is how long the API says that a task took, or 0.
func (o object) took() time.Duration {
	if !o.Created.IsZero() && o.Finished.After(o.Created.Time) {
		return o.Finished.Sub(o.Created.Time)
	}
	seconds, err := strconv.ParseFloat(string(o.Elapsed), 64)
	if err != nil || !(seconds > 0 && seconds < time.Hour.Seconds()) {
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
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
