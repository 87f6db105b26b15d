package flux

import (
	"bytes"
	"context"
	"encoding/json"
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
	IDs    []string `json:"ids"`
}

// Poll asks how far tasks have come. It is free, and asks for up to 50 with one
// call. The result has at most one task for each id, in no particular order: an
// id that the API does not know, or leaves out, is missing from it. Tasks that
// were learnt before a failure are returned together with its error, which says
// that they are paid for.
func (c *Client) Poll(ctx context.Context, ids []string) ([]provider.Task, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(ids)
	var tasks []provider.Task
	for batch := range slices.Chunk(slices.Compact(ids), maxBatch) {
		err := c.retry(ctx, func() error {
			found, err := c.retrieve(ctx, batch)
			tasks = append(tasks, found...)
			return err
		})
		if err != nil {
			return tasks, afterPayment(err)
		}
	}
	return tasks, nil
}

// retrieve makes one attempt at one batch, whose ids are sorted.
func (c *Client) retrieve(ctx context.Context, ids []string) ([]provider.Task, error) {
	content, err := json.Marshal(retrieval{"retrieve_batch", ids})
	if err != nil {
		return nil, c.broken(provider.Invalid, err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, pollTimeout, timedOut(pollTimeout))
	defer cancel()
	r, err := c.send(ctx, call{
		url:     c.tasks,
		header:  http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}},
		content: bytes.NewReader(content),
		size:    int64(len(content)),
	})
	switch {
	case err != nil:
		return nil, err
	case !fine(r.status):
		return nil, c.refused(free, r)
	}
	objects, err := c.items(r)
	if err != nil {
		return nil, err
	}
	return c.match(ids, objects), nil
}

// named is a task and what its surroundings call it.
type named struct {
	object
	key string
}

// match keeps the tasks that were asked for, the last of each.
func (c *Client) match(ids []string, found []named) []provider.Task {
	known := make(map[string]object, len(ids))
	for _, o := range found {
		for _, name := range []string{string(o.ID), string(o.TaskID), o.key} {
			if id := c.censor.id(name); contains(ids, id) {
				known[id] = o.object
				break
			}
		}
	}
	var tasks []provider.Task
	for _, id := range ids {
		if o, ok := known[id]; ok {
			tasks = append(tasks, c.task(id, o))
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
func (c *Client) items(r *reply) ([]named, error) {
	data := bytes.TrimSpace(r.body)
	if len(data) > 0 && data[0] == '[' && json.Valid(data) {
		return elements(data), nil
	}
	o, ok := parseObject(data)
	switch {
	case !ok && r.cut != nil:
		return nil, c.broken(provider.Network, r.cut)
	case !ok:
		f := fault{Message: text(page(string(data)))}
		failed := c.failure(provider.Server, f, o)
		failed.Status = r.status
		return nil, failed
	case len(o.Items) > 0 && o.Items[0] != 'n':
		return elements(o.Items), nil
	case o.ID != "" || o.TaskID != "":
		return []named{{object: o}}, nil
	case o.refusal():
		failed := c.failure(classify(free, r.status, o.fault()), o.fault(), o)
		failed.Status = r.status
		return nil, r.wait(failed)
	}
	return nil, nil
}

// elements reads the tasks in a list, and skips what is none.
func elements(data []byte) []named {
	var found []named
	var list []json.RawMessage
	var byID map[string]json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		for _, element := range list {
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
		for _, key := range slices.Sorted(maps.Keys(byID)) {
			if o, ok := parseObject(byID[key]); ok {
				found = append(found, named{o, key})
			}
		}
	}
	return found
}
