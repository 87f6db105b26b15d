package sandbox

import (
	"encoding/json"
	"math"
	"strconv"
	"sync/atomic"
	"time"

	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/paint"
	"gesso/runner/sandbox/internal/studio"
	"gesso/runner/sandbox/internal/variant"
)

// task is one accepted submission. How far it has come is a matter of what time it
// is: all that ever changes of it is omit.
type task struct {
	id      string
	variant variant.Variant
	request wireRequest
	created time.Time
	finish  time.Time
	works   []*studio.Work
	failure *fault.Failure // set: the task finishes so, with no works
	hidden  bool           // a synchronous call that left nothing to retrieve
	lost    bool           // its links expire for good
	price   float64        // of each picture, in credits

	omit atomic.Int32 // batch answers that still leave it out
}

// result is the answer of a finished submission.
type result struct {
	Success bool   `json:"success"`
	TaskID  string `json:"task_id,omitempty"`
	TraceID string `json:"trace_id,omitempty"`
	Data    any    `json:"data,omitempty"`
	Cost    *cost  `json:"cost,omitempty"`
}

// cost is what a finished call cost.
type cost struct {
	Amount     float64 `json:"amount"`
	Currency   string  `json:"currency"`
	ListAmount float64 `json:"list_amount"`
}

// item is one picture of a result. Seed and Timings have several shapes.
type item struct {
	Prompt   string `json:"prompt,omitempty"`
	ImageURL string `json:"image_url"`
	Seed     any    `json:"seed,omitempty"`
	Timings  any    `json:"timings,omitempty"`
}

// view is a task as POST /flux/tasks answers it.
type view struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	TraceID    string          `json:"trace_id,omitempty"`
	CreatedAt  float64         `json:"created_at"`
	StartedAt  float64         `json:"started_at,omitempty"`
	FinishedAt float64         `json:"finished_at,omitempty"`
	Elapsed    *float64        `json:"elapsed,omitempty"`
	Status     string          `json:"status,omitempty"`
	State      string          `json:"state,omitempty"`
	Request    wireRequest     `json:"request"`
	Response   json.RawMessage `json:"response,omitempty"`
}

// linker makes a link to a picture of a task.
type linker func(*task, *studio.Work) string

// outcome is the body that tells how a finished task ended: what a synchronous
// call answers, a callback is sent, and a task's response holds.
func (t *task) outcome(link linker) any {
	v := t.variant
	if t.failure != nil {
		e := bodyOf(t.failure, v)
		e.TaskID = t.id
		e.Success = new(bool) // the one word by which a failed task is known for sure
		return e
	}
	items := make([]item, len(t.works))
	for i, w := range t.works {
		items[i] = newItem(w.Recipe, link(t, w), v)
	}
	r := result{Success: true, TaskID: t.id, TraceID: v.UUID("trace"), Data: items}
	if !v.OneIn(8, "no cost") {
		paid := t.price * float64(len(items))
		r.Cost = &cost{paid, "credit", paid}
	}
	if len(items) == 1 && v.OneIn(8, "data as object") {
		r.Data = items[0]
	}
	if v.OneIn(8, "no trace") {
		r.TraceID = ""
	}
	if t.hidden && v.OneIn(2, "no task_id") {
		r.TaskID = "" // an id would lead nowhere
	}
	return r
}

// newItem is a picture of a result.
func newItem(r paint.Recipe, link string, v variant.Variant) item {
	i := item{Prompt: r.Prompt, ImageURL: link, Seed: r.Seed}
	if v.OneIn(8, "no prompt") {
		i.Prompt = ""
	}
	switch v.Number("seed") % 8 {
	case 0:
		i.Seed = strconv.FormatUint(uint64(r.Seed), 10)
	case 1:
		i.Seed = nil
	}
	inference := 1 + float64(v.Number("inference")%6000)/1000
	switch v.Number("timings") % 8 {
	case 0:
		i.Timings = inference
	case 1:
		i.Timings = nil
	default:
		i.Timings = map[string]float64{"inference": inference}
	}
	return i
}

// view is the task at one moment. Until it is finished it says so in any of the
// ways that the documents know, most of them silent.
func (t *task) view(now time.Time, link linker) view {
	v := t.variant
	shown := view{ID: t.id, Type: "images", TraceID: v.UUID("trace"), CreatedAt: seconds(t.created), Request: t.request}
	if !v.OneIn(8, "no started_at") {
		shown.StartedAt = seconds(t.created)
	}
	words := [...]string{"pending", "processing", "queued"}
	switch {
	case now.Before(t.finish):
		shown.Response = t.unfinished()
	case t.failure != nil:
		words = [...]string{"failed", "error", "cancelled"}
		t.close(&shown, link)
	default:
		words = [...]string{"succeeded", "completed", "finished"}
		t.close(&shown, link)
	}
	word := words[v.Number("word")%uint64(len(words))]
	switch v.Number("status or state") % 4 {
	case 0:
		shown.Status = word
	case 1:
		shown.State = word
	}
	return shown
}

// close adds what only a finished task has. One in eight leaves out the times, so
// that nobody takes finished_at for the sign of being finished; not where without
// them a failure without a code, or fewer pictures than were asked for, would
// look like a task that runs.
func (t *task) close(shown *view, link linker) {
	shown.Response = json.RawMessage(jsonText(t.outcome(link)))
	whole := t.failure == nil && len(t.works) >= t.request.pictures()
	if whole && t.variant.OneIn(8, "no finished_at") {
		return
	}
	elapsed := math.Round(t.finish.Sub(t.created).Seconds()*1000) / 1000
	shown.FinishedAt, shown.Elapsed = seconds(t.finish), &elapsed
}

// unfinished is the response of a task that runs.
func (t *task) unfinished() json.RawMessage {
	switch t.variant.Number("unfinished") % 8 {
	case 0:
		return json.RawMessage(`null`)
	case 1:
		return json.RawMessage(`{}`)
	case 2:
		return json.RawMessage(jsonText(map[string]any{"task_id": t.id, "data": []item{}}))
	}
	return nil
}

// seconds is a time as the API writes it: seconds since 1970, with milliseconds.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// jsonText encodes our own plain data, which cannot fail.
func jsonText(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}
