package flux

import (
	"bytes"
	"errors"
	"fmt"

	"gesso/runner/provider"
)

// accepted makes a task of a 2xx answer to a submission, whole or cut, in any
// mode: a server may stream where it was not asked to, and the other way round.
func (c *Client) accepted(r *reply) (provider.Task, error) {
	o, ok := readAnswer(r.body)
	if o.refusal() {
		failed := c.failure(classify(paid, r.status, o.fault()), o.fault(), o)
		failed.Status = r.status
		if (o.TaskID != "" || o.ID != "") && !failed.Class.Retry() && !failed.Class.Stops() {
			failed.Paid = provider.PerhapsCharged // it was accepted, and ended at once
			spent(failed, o.Cost)
		}
		return provider.Task{}, r.wait(failed)
	}
	id, wrong := c.censor.task(o.TaskID, o.ID)
	task := provider.Task{
		ID:       id,
		TraceID:  c.censor.id(string(o.TraceID)),
		Finished: o.Finished.Time,
		Cost:     o.Cost.amount, CostIn: o.Cost.of,
	}
	switch {
	case len(o.Data.held()) > 0:
		task.State, task.Pictures = provider.Succeeded, c.pictures(o.Data.held())
		return task, nil
	case task.ID != "":
		// Also when the connection broke afterwards: the task can be asked.
		return task, nil
	}
	if !ok {
		o.Message = text(page(string(r.body)))
	}
	return provider.Task{}, c.nothing(r, o, wrong)
}

// nothing makes the error of an answer that names neither a task nor a picture,
// and does not refuse: what it answers may well be paid for. So may a task whose
// name says no more than what is wrong with it: accepted, it would be waited for
// for ever.
func (c *Client) nothing(r *reply, o object, wrong string) *provider.Error {
	failed := c.failure(provider.InDoubt, o.fault(), o)
	failed.Status = r.status
	switch failed.Err = errors.New("the answer names neither a task nor a picture"); {
	case r.cut != nil:
		failed.Err = c.broken(provider.InDoubt, r.cut).Err
	case wrong != "":
		failed.Err = fmt.Errorf("the answer names a task that cannot be asked for: its id %s", wrong)
	}
	return failed
}

// readAnswer reads one JSON object, or else the objects of a stream: one a
// line, with or without the "data:" of server-sent events, between blanks and
// whatever else is no object. The end of a body that was cut is such a thing.
func readAnswer(data []byte) (o object, ok bool) {
	if o, ok = parseObject(data); ok {
		return o, true
	}
	for line := range bytes.Lines(data) {
		if next, isObject := parseObject(bytes.TrimPrefix(bare(line), []byte("data:"))); isObject {
			o, ok = o.then(next), true
		}
	}
	return o, ok
}

// then is what a stream says up to next. "The last complete object carries the
// result", says the API's guide, but one with pictures is believed whatever
// comes after it, and an id that was said stays said.
func (o object) then(next object) object {
	if o.weight() > next.weight() {
		o, next = next, o
	}
	next.ID, next.TaskID = first(next.ID, o.ID), first(next.TaskID, o.TaskID)
	next.TraceID = first(next.TraceID, o.TraceID)
	if next.Cost.amount == 0 {
		next.Cost = o.Cost
	}
	return next
}

func (o object) weight() int {
	switch {
	case o.refusal():
		return 1
	case len(o.Data.held()) > 0:
		return 2
	}
	return 0
}

// refusal reports whether an answer says that nothing was accepted: success is
// false and there is a reason, or there is a reason and nothing else. False
// without a reason is how some tasks look that are still running.
func (o object) refusal() bool {
	switch o.Success {
	case no:
		return o.fault().said
	case unsaid:
		return o.Error.said && len(o.Data) == 0 && o.ID == "" && o.TaskID == ""
	}
	return false
}

// pictures carries over what pictures.UnmarshalJSON found fetchable.
func (c *Client) pictures(found pictures) []provider.Picture {
	list := make([]provider.Picture, len(found))
	for i, p := range found {
		list[i] = provider.Picture{URL: c.discreet(string(p.URL)), Seed: c.censor.id(string(p.Seed))}
	}
	return list
}
