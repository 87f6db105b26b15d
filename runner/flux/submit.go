package flux

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"gesso/runner/provider"
)

// submission is the body of POST /flux/images.
type submission struct {
	Action      provider.Action `json:"action"`
	Prompt      string          `json:"prompt"`
	Model       string          `json:"model,omitempty"`
	Size        string          `json:"size,omitempty"`
	Count       int             `json:"count,omitempty"`
	ImageURL    string          `json:"image_url,omitempty"`
	Async       bool            `json:"async,omitempty"`
	CallbackURL string          `json:"callback_url,omitempty"`
}

// Submit asks for pictures with one paid POST, and never with a second. The
// task is Running, with an ID to Poll, or Succeeded with its pictures; it is
// never Failed, that is an error here.
//
// An error of class InDoubt means that the request may have been accepted and
// charged: its TaskID and TraceID are what is known of it. After any other
// error nothing was bought. When ctx ends before the request was written the
// class is Network, afterwards InDoubt; errors.Is finds the context's error.
func (c *Client) Submit(ctx context.Context, req provider.Request) (provider.Task, error) {
	content, err := c.encode(req)
	if err != nil {
		return provider.Task{}, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, timedOut(c.timeout))
	defer cancel()
	r, err := c.send(ctx, call{
		price:   paid,
		url:     c.images,
		token:   c.token,
		header:  http.Header{"Content-Type": {"application/json"}, "Accept": {modes[c.mode].accept}},
		content: bytes.NewReader(content),
		size:    int64(len(content)),
	})
	switch {
	case err != nil:
		return provider.Task{}, err
	case !fine(r.status):
		return provider.Task{}, c.refused(paid, r)
	}
	task, err := c.accepted(r)
	wanted := req.Count
	if req.Action == provider.Edit {
		wanted = 1
	}
	c.memory.expect(task.ID, wanted)
	task.Pictures = bounded(task.Pictures, wanted)
	return task, err
}

// Expect notes how many pictures an earlier process asked a task for, so that
// Poll can tell some of them from all.
func (c *Client) Expect(id string, pictures int) { c.memory.expect(id, pictures) }

// encode refuses what the API must refuse too, and what would not arrive as it
// is: money is not spent on finding that out.
func (c *Client) encode(req provider.Request) ([]byte, error) {
	switch {
	case req.Action != provider.Generate && req.Action != provider.Edit:
		return nil, c.invalid("the action is neither generate nor edit")
	case strings.TrimSpace(req.Prompt) == "":
		return nil, c.invalid("the prompt is empty")
	case !utf8.ValidString(req.Prompt):
		return nil, c.invalid("the prompt is not UTF-8")
	case req.Count < 1:
		return nil, c.invalid("the number of pictures is not positive")
	case req.Action == provider.Edit && !fetchable(req.SourceURL):
		return nil, c.invalid("the source of an edit is not an http or https URL")
	}
	s := submission{
		Action: req.Action, Prompt: req.Prompt, Model: req.Model, Size: req.Size, Async: c.mode == Async,
	}
	if c.mode == Callback {
		s.CallbackURL = c.callback
	}
	if req.Action == provider.Edit {
		s.ImageURL = c.actual(req.SourceURL)
	} else if req.Count > 1 {
		s.Count = req.Count // the API ignores it for an edit, and its default is 1
	}
	content, err := json.Marshal(s)
	if err != nil {
		return nil, c.broken(provider.Invalid, err)
	}
	return content, nil
}
