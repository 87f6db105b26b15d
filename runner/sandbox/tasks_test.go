package sandbox

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// submit makes an async call and returns its task's id.
func (b *bench) submit(prompt string) string {
	b.t.Helper()
	return b.post("/flux/images", object{"action": "generate", "prompt": prompt, "size": "256x256", "async": true})["task_id"].(string)
}

func TestBatchAnswersForWhatItKnows(t *testing.T) {
	b := newBench(t, Options{})
	var ids []string
	for i := range 20 {
		ids = append(ids, b.submit(fmt.Sprint("picture ", i)))
	}
	asked := append(slices.Clone(ids), "unknown", ids[3])
	answer := b.post("/flux/tasks", object{"action": "retrieve_batch", "ids": asked})
	var got []string
	for _, item := range answer["items"].([]any) {
		got = append(got, item.(object)["id"].(string))
	}
	if answer["count"] != float64(20) || len(got) != 20 {
		t.Errorf("count %v, %d items", answer["count"], len(got))
	}
	if slices.Equal(got, ids) {
		t.Error("the items come in the order that they were asked in: clients could rely on it")
	}
	slices.Sort(got)
	slices.Sort(ids)
	if !slices.Equal(got, ids) {
		t.Errorf("asked for %v, got %v", ids, got)
	}
}

func TestTasksRefuses(t *testing.T) {
	b := newBench(t, Options{})
	for name, c := range map[string]struct {
		body   object
		status int
		code   string
	}{
		"no action":   {object{"id": "x"}, 400, "bad_request"},
		"an unknown":  {object{"action": "retrieve", "id": "x"}, 404, "not_found"},
		"no ids":      {object{"action": "retrieve_batch"}, 400, "bad_request"},
		"51 ids":      {object{"action": "retrieve_batch", "ids": make([]string, 51)}, 400, "bad_request"},
		"a number":    {object{"action": "retrieve", "id": 7}, 400, "bad_request"},
		"a wrong one": {object{"action": "cancel", "id": "x"}, 400, "bad_request"},
	} {
		if status, code := b.refusal("POST", "/flux/tasks", c.body); status != c.status || code != c.code {
			t.Errorf("%s: %d %s", name, status, code)
		}
	}
	if books := b.Books(); books.Polls != 6 || books.Refused != 0 {
		t.Errorf("%+v", books)
	}
}

// Every shape that the documents know is really answered, and the common one most
// of the time: this is what makes clients lenient.
func TestAllDocumentedShapesOccur(t *testing.T) {
	now := &fixed{time.Unix(1736304669, 779e6)}
	b := newBench(t, Options{Latency: time.Second, Clock: now})
	seen := map[string]int{}
	note := func(what string, v any) { seen[fmt.Sprintf("%s %T", what, v)]++ }
	const n = 300
	for i := range n {
		prompt := fmt.Sprint("picture ", i)
		if i%3 == 0 {
			prompt += " [sandbox:fail]"
		}
		id := b.submit(prompt)
		retrieve := object{"action": "retrieve", "id": id}
		running := b.post("/flux/tasks", retrieve)
		response, present := running["response"]
		note(fmt.Sprintf("running response present=%v", present), response)
		if running["finished_at"] != nil || hasData(running) {
			t.Fatalf("a running task looks finished: %v", running)
		}
		now.t = now.t.Add(time.Second)
		b.noteFinished(b.post("/flux/tasks", retrieve), note)
	}
	for what, least := range map[string]int{
		"running response present=false <nil>":                  3,
		"running response present=true <nil>":                   1,
		"running response present=true map[string]interface {}": 1,
		"finished_at <nil>":                                     1, "finished_at float64": n / 2,
		"status <nil>": n / 2, "status string": 1, "state <nil>": n / 2, "state string": 1,
		"data []interface {}": n / 3, "data map[string]interface {}": 1,
		"seed <nil>": 1, "seed string": 1, "seed float64": n / 3,
		"timings <nil>": 1, "timings float64": 1, "timings map[string]interface {}": n / 3,
		"prompt <nil>": 1, "prompt string": n / 3, "trace <nil>": 1, "trace string": n / 3,
		"error map[string]interface {}": n / 4,
	} {
		if seen[what] < least {
			t.Errorf("%s: %d times in %d, want %d and more", what, seen[what], n, least)
		}
	}
}

func (b *bench) noteFinished(task object, note func(string, any)) {
	response := task["response"].(object)
	for _, field := range []string{"finished_at", "status", "state"} {
		note(field, task[field])
	}
	if response["success"] == false {
		note("error", response["error"])
		return
	}
	note("data", response["data"])
	note("trace", response["trace_id"])
	for _, field := range []string{"seed", "timings", "prompt"} {
		note(field, pictures(b.t, response)[0][field])
	}
}

// fixed is a clock that the test moves.
type fixed struct{ t time.Time }

func (c *fixed) Now() time.Time                       { return c.t }
func (c *fixed) After(time.Duration) <-chan time.Time { return nil }

func TestTimesAreSecondsWithMilliseconds(t *testing.T) {
	now := &fixed{time.Unix(1736304669, 779e6)}
	b := newBench(t, Options{Clock: now, Latency: 9600 * time.Millisecond})
	ids := []string{b.submit("a fox"), b.submit("a cat"), b.submit("a hen"), b.submit("a cow")}
	now.t = now.t.Add(time.Hour)
	var task object
	for _, id := range ids { // some tasks do not tell when they were finished
		if task = b.post("/flux/tasks", object{"action": "retrieve", "id": id}); task["finished_at"] != nil {
			break
		}
	}
	if task["created_at"] != 1736304669.779 || task["finished_at"] != 1736304679.379 || task["elapsed"] != 9.6 {
		t.Errorf("%v", task)
	}
}

func TestSomeSynchronousCallsLeaveNoTask(t *testing.T) {
	b := newBench(t, Options{})
	found := map[int]int{}
	for i := range 60 {
		b.generate(fmt.Sprint("picture ", i))
	}
	for _, call := range b.Books().Calls {
		found[b.send("POST", "/flux/tasks", object{"action": "retrieve", "id": call.Task}).Code]++
	}
	if found[200] < 30 || found[404] < 5 || found[200]+found[404] != 60 {
		t.Errorf("answers by status: %v", found)
	}
}
