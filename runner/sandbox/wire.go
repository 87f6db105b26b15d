package sandbox

import (
	"encoding/json"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"
)

// maxBody bounds a JSON request: far above any prompt.
const maxBody = 4 << 20

// wireRequest is the body of POST /flux/images.
type wireRequest struct {
	Action      string   `json:"action"`
	Prompt      string   `json:"prompt"`
	Size        string   `json:"size,omitempty"`
	Count       *float64 `json:"count,omitempty"`
	Model       string   `json:"model,omitempty"`
	ImageURL    string   `json:"image_url,omitempty"`
	CallbackURL string   `json:"callback_url,omitempty"`
	Async       bool     `json:"async,omitempty"`
}

// readJSON decodes a request's body into v. Unknown fields pass, as they do at
// the provider.
func readJSON(w http.ResponseWriter, r *http.Request, v any) *Failure {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return bad("the body could not be read: %v", err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return bad("the body is not the JSON that is expected: %v", err)
	}
	return nil
}

// wantsStream reports whether the client asked for one JSON object a line.
func wantsStream(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/x-ndjson")
}

// submission is the request with its defaults filled in.
func (q *wireRequest) submission(stream bool) Submission {
	sub := Submission{
		Action:   q.Action,
		Prompt:   q.Prompt,
		Model:    q.Model,
		Size:     q.Size,
		Count:    1,
		ImageURL: q.ImageURL,
		Mode:     "sync",
	}
	if sub.Model == "" {
		sub.Model = defaultModel
	}
	if q.Count != nil && *q.Count >= 1 && *q.Count <= maxCount {
		sub.Count = int(*q.Count)
	}
	switch {
	case q.CallbackURL != "":
		sub.Mode = "callback"
	case q.Async:
		sub.Mode = "async"
	case stream:
		sub.Mode = "stream"
	}
	return sub
}

// pictures is how many a request asks for: the API ignores an edit's count.
func (q *wireRequest) pictures() int {
	if q.Count == nil || q.Action == "edit" {
		return 1
	}
	return int(*q.Count)
}

// check refuses what the API's documents rule out, and measures the size.
func (q *wireRequest) check(sub Submission) (width, height int, refused *Failure) {
	model := ruleOf(sub.Model)
	switch {
	case sub.Action != "generate" && sub.Action != "edit":
		return 0, 0, bad("action must be generate or edit, not %q", sub.Action)
	case strings.TrimSpace(sub.Prompt) == "":
		return 0, 0, bad("prompt is required")
	case q.Count != nil && (*q.Count != math.Trunc(*q.Count) || *q.Count < 1 || *q.Count > maxCount):
		return 0, 0, bad("count must be a whole number from 1 to %d", maxCount)
	case sub.Action == "edit" && sub.ImageURL == "":
		return 0, 0, bad("image_url is required for action edit")
	case sub.Action == "edit" && !model.edit:
		return 0, 0, bad("model %s cannot edit", sub.Model)
	}
	if q.CallbackURL != "" {
		if u, err := url.Parse(q.CallbackURL); err != nil || !isLoopback(u) {
			return 0, 0, bad("callback_url must be an http URL on this machine: the sandbox calls nobody else")
		}
	}
	return model.measure(sub.Model, sub.Size)
}
