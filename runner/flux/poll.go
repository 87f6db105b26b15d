package flux

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"gesso/runner/provider"
)

const (
	// maxBatch is how many tasks one call asks for: what the API's guide shows
	// for retrieve_batch.
	maxBatch = 50
	// pollTimeout bounds one attempt; answers take well under a second.
	pollTimeout = 30 * time.Second
)

// retrieval is the body of POST /flux/tasks.
type retrieval struct {
	Action string   `json:"action"`
	IDs    []string `json:"ids,omitempty"`
	ID     string   `json:"id,omitempty"`
}

// Poll asks how far tasks have come. It is free, and asks for up to 50 with one
// call. The result has at most one task for each id, in no particular order: an
// id that the API does not know is missing from it, or one that it leaves out.
// An answer that is a page is followed by calls for what it left out. Tasks that
// were learnt before a failure are returned together with its error, which says
// that they are paid for.
func (c *Client) Poll(ctx context.Context, ids []string) ([]provider.Task, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(ids)
	var tasks []provider.Task
	for batch := range slices.Chunk(slices.Compact(ids), maxBatch) {
		found, err := c.pollBatch(ctx, batch)
		if tasks = append(tasks, found...); err != nil {
			return tasks, afterPayment(err)
		}
	}
	return tasks, nil
}

// pollBatch asks for as many tasks as one call can, and again for those that a
// page left out, as long as each page brings some; what is left then is asked
// for one by one. Only after that is a task unknown: whatever else called it so
// would make its picture lost, or bought again.
func (c *Client) pollBatch(ctx context.Context, ids []string) ([]provider.Task, error) {
	var tasks []provider.Task
	missing, singly := ids, len(ids) == 1
	for len(missing) > 0 {
		found, partial, err := c.ask(ctx, retrieval{Action: "retrieve_batch", IDs: missing})
		tasks = append(tasks, found...)
		if err != nil {
			return tasks, err
		}
		missing = without(missing, found)
		if singly = singly || partial && len(found) == 0; !partial || singly {
			break
		}
	}
	for _, id := range missing {
		shown, known, due := c.memory.miss(id, time.Now())
		if singly || due {
			found, _, err := c.ask(ctx, retrieval{Action: "retrieve", ID: id})
			tasks = append(tasks, found...)
			if err != nil && !refusesQuestion(err) {
				return tasks, err
			}
			known = known && len(found) == 0
		}
		if known {
			tasks = append(tasks, shown)
		}
	}
	return tasks, nil
}

// without lists the ids of which no task was found.
func without(ids []string, found []provider.Task) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return slices.ContainsFunc(found, func(t provider.Task) bool { return t.ID == id })
	})
}

// refusesQuestion reports whether a task that was asked for by itself is not
// there, or cannot be asked for so: an older page has a 404 for it.
func refusesQuestion(err error) bool {
	var failed *provider.Error
	return errors.As(err, &failed) && failed.Class == provider.Invalid
}

// ask makes one call, again where it fails for now. What it finds is matched
// with the ids, which are sorted; partial says that the answer is a page.
func (c *Client) ask(ctx context.Context, question retrieval) (tasks []provider.Task, partial bool, err error) {
	ids := question.IDs
	if question.ID != "" {
		ids = []string{question.ID}
	}
	err = c.retry(ctx, func() error {
		found, total, err := c.retrieve(ctx, question)
		if len(found) == 1 && question.ID != "" && found[0].ID == "" && found[0].TaskID == "" {
			found[0].key = question.ID // nothing else was asked for
		}
		tasks, partial = c.match(ids, found), total > len(found)
		return err
	})
	return tasks, partial, err
}

// retrieve makes one attempt at one call. The total is how many tasks the
// answer says that there are, 0 where it does not say.
func (c *Client) retrieve(ctx context.Context, question any) (found []named, total int, err error) {
	content, err := json.Marshal(question)
	if err != nil {
		return nil, 0, c.broken(provider.Invalid, err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, pollTimeout, timedOut(pollTimeout))
	defer cancel()
	r, err := c.send(ctx, call{
		url:     c.tasks,
		token:   c.token,
		header:  http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}},
		content: bytes.NewReader(content),
		size:    int64(len(content)),
	})
	switch {
	case err != nil:
		return nil, 0, err
	case !fine(r.status):
		return nil, 0, c.refused(free, r)
	}
	return c.items(r)
}

// named is a task and what its surroundings call it.
type named struct {
	object
	key string
}

// match keeps the tasks that were asked for, the last of each.
func (c *Client) match(ids []string, found []named) []provider.Task {
	now := time.Now()
	known := make(map[string]object, len(ids))
	for _, o := range found {
		for _, name := range []text{o.ID, o.TaskID, text(o.key)} {
			if id, _ := c.censor.task(name); contains(ids, id) {
				known[id] = o.object
				break
			}
		}
	}
	var tasks []provider.Task
	for _, id := range ids {
		if o, ok := known[id]; ok {
			var shown []provider.Picture
			if o.Success != no {
				shown = bounded(c.pictures(o.Data.held()), 0)
			}
			tasks = append(tasks, c.memory.see(c.task(id, o), shown, now))
		}
	}
	return tasks
}

func contains(sorted []string, id string) bool {
	_, found := slices.BinarySearch(sorted, id)
	return found
}

// items finds the tasks in an answer: in its field items, which is an array, or
// an object by id; or the answer is a task, or an array of them, itself.
func (c *Client) items(r *reply) (found []named, total int, err error) {
	data := bytes.TrimSpace(r.body)
	if len(data) > 0 && data[0] == '[' && json.Valid(data) {
		return elements(data), 0, nil
	}
	o, ok := parseObject(data)
	switch {
	case !ok && r.cut != nil:
		return nil, 0, c.broken(provider.Network, r.cut)
	case !ok:
		f := fault{Message: text(page(string(data)))}
		failed := c.failure(provider.Server, f, o)
		failed.Status = r.status
		return nil, 0, failed
	case len(o.Items) > 0 && o.Items[0] != 'n':
		return elements(o.Items), o.Count.whole(), nil
	case o.ID != "" || o.TaskID != "", o.Finished.said || len(o.Data) > 0:
		return []named{{object: o}}, 0, nil
	case o.refusal():
		failed := c.failure(classify(free, r.status, o.fault()), o.fault(), o)
		failed.Status = r.status
		return nil, 0, r.wait(failed)
	}
	return nil, o.Count.whole(), nil
}

// maxElements bounds the tasks that are read of one answer: read, each takes a
// hundred times the room of the two bytes that it can be sent in.
const maxElements = 10_000

// elements reads the tasks in a list, and skips what is none.
func elements(data []byte) []named {
	var found []named
	var list []json.RawMessage
	var byID map[string]json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		for _, element := range list[:min(len(list), maxElements)] {
			if o, ok := parseObject(element); ok {
				found = append(found, named{object: o})
			}
		}
		return found
	}
	if o, ok := parseObject(data); ok && (o.ID != "" || o.TaskID != "") {
		return []named{{object: o}}
	}
	if json.Unmarshal(data, &byID) == nil {
		keys := slices.Sorted(maps.Keys(byID))
		for _, key := range keys[:min(len(keys), maxElements)] {
			if o, ok := parseObject(byID[key]); ok {
				found = append(found, named{o, key})
			}
		}
	}
	return found
}
