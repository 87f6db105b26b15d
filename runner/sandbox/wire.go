package sandbox

import (
	"encoding/json"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/rules"
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
func readJSON(w http.ResponseWriter, r *http.Request, v any) *fault.Failure {
	finished := hurry(w, jsonTime)
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return bad("the body could not be read: %v", err)
	}
	finished()
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
func (q *wireRequest) submission(stream bool) fault.Submission {
	sub := fault.Submission{
		Action:   q.Action,
		Prompt:   q.Prompt,
		Model:    q.Model,
		Size:     q.Size,
		Count:    1,
		ImageURL: q.ImageURL,
		Mode:     "sync",
	}
	if sub.Model == "" {
		sub.Model = rules.Default
	}
	if q.Count != nil && *q.Count >= 1 && *q.Count <= rules.MaxCount {
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
func (q *wireRequest) check(sub fault.Submission) (width, height int, refused *fault.Failure) {
	model := rules.Of(sub.Model)
	switch {
	case sub.Action != "generate" && sub.Action != "edit":
		return 0, 0, bad("action must be generate or edit, not %q", sub.Action)
	case strings.TrimSpace(sub.Prompt) == "":
		return 0, 0, bad("prompt is required")
	case q.Count != nil && (*q.Count != math.Trunc(*q.Count) || *q.Count < 1 || *q.Count > rules.MaxCount):
		return 0, 0, bad("count must be a whole number from 1 to %d", rules.MaxCount)
	case sub.Action == "edit" && sub.ImageURL == "":
		return 0, 0, bad("image_url is required for action edit")
	case sub.Action == "edit" && !model.Edit:
		return 0, 0, bad("model %s cannot edit", sub.Model)
	}
	if q.CallbackURL != "" {
		// Any is taken, as by the provider; who is called is decided when it is due.
		if u, err := url.Parse(q.CallbackURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return 0, 0, bad("callback_url must be an http or https URL")
		}
	}
	width, height, err := model.Measure(sub.Size)
	if err != nil {
		return 0, 0, bad("%v", err)
	}
	return width, height, nil
}

// How long a client may take to send a body, by what it is.
const (
	jsonTime   = 20 * time.Second
	uploadTime = 5 * time.Minute
)

// hurry bounds how long the body of a request is waited for, so that nobody holds
// a connection by sending it byte by byte. What it returns ends the bound, which
// would else end the answer too. Where the body did not come the bound stays: net/http
// reads the rest of it before it answers, and would wait for that without end.
func hurry(w http.ResponseWriter, within time.Duration) (finished func()) {
	connection := http.NewResponseController(w)
	// In a test there may be no connection, and nothing to bound.
	_ = connection.SetReadDeadline(time.Now().Add(within))
	return func() { _ = connection.SetReadDeadline(time.Time{}) }
}
