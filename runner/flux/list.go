package flux

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"gesso/runner/provider"
)

// listing is the body of a POST /flux/tasks that names no task. The provider's
// own Studio shows a user's history by it; no document promises it for Flux.
type listing struct {
	Action string `json:"action"`
	User   string `json:"user_id"`
	Type   string `json:"type"`
	From   int64  `json:"created_at_min"` // Unix seconds
	To     int64  `json:"created_at_max"`
}

// listTime bounds the wait for the list: an apply has done none of its work yet, and
// goes on without it.
const listTime = 5 * time.Second

// List asks for all tasks of the account that were created between two times. It
// is free, is asked once, and may be refused: nothing may depend on an answer.
// Whole reports whether the answer is all that there is.
func (c *Client) List(ctx context.Context, from, to time.Time) (list []provider.Listed, whole bool, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, listTime, timedOut(listTime))
	defer cancel()
	content, err := json.Marshal(listing{"retrieve_batch", "me", "images", from.Unix(), to.Unix() + 1})
	if err != nil {
		return nil, false, c.broken(provider.Invalid, err)
	}
	r, err := c.send(ctx, call{
		url:     c.tasks,
		token:   c.token,
		header:  http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}},
		content: bytes.NewReader(content),
		size:    int64(len(content)),
	})
	if err != nil {
		return nil, false, err
	}
	if !fine(r.status) {
		return nil, false, c.refused(free, r)
	}
	// An empty object is how an unknown task is answered: it is no list.
	o, ok := parseObject(r.body)
	if !ok || len(o.Items) == 0 || o.Items[0] != '[' {
		return nil, false, c.invalid("the answer is no list")
	}
	found := elements(o.Items)
	whole = o.Count.whole() <= len(found) && len(found) < maxElements && r.cut == nil
	for _, item := range found {
		if id, _ := c.censor.task(item.ID, item.TaskID); id != "" && item.Request.said {
			list = append(list, provider.Listed{
				Task: id, Action: provider.Action(item.Request.Action), Prompt: string(item.Request.Prompt), Model: string(item.Request.Model),
				Size: string(item.Request.Size), Count: item.Request.Count.whole(), Created: item.Created.Time,
			})
		}
	}
	return list, whole, nil
}
