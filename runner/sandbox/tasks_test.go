package sandbox

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"gesso/runner/sandbox/internal/front"
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
		"no ids":      {object{"action": "retrieve_batch"}, 400, "bad_request"},
		"51 ids":      {object{"action": "retrieve_batch", "ids": make([]string, 51)}, 400, "bad_request"},
		"a number":    {object{"action": "retrieve", "id": 7}, 400, "bad_request"},
		"a wrong one": {object{"action": "cancel", "id": "x"}, 400, "bad_request"},
	} {
		if status, code := b.refusal("POST", "/flux/tasks", c.body); status != c.status || code != c.code {
			t.Errorf("%s: %d %s", name, status, code)
		}
	}
	if books := b.Books(); books.Polls != 4 || books.Refused != 0 {
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
	found := map[bool]int{}
	for i := range 60 {
		b.generate(fmt.Sprint("picture ", i))
	}
	for _, call := range b.Books().Calls {
		found[len(b.post("/flux/tasks", object{"action": "retrieve", "id": call.Task})) > 0]++
	}
	if found[true] < 30 || found[false] < 5 || found[true]+found[false] != 60 {
		t.Errorf("answers with a task: %v", found)
	}
}

// A task is retrieved without an action too, one that nobody knows is an empty
// object, and each says what kind it is and, when it is finished, what it cost.
func TestTasksAsTheServiceAnswers(t *testing.T) {
	b := newBench(t, Options{Cost: 0.25})
	if unknown := b.post("/flux/tasks", object{"id": "x"}); len(unknown) != 0 {
		t.Errorf("an unknown task is %v", unknown)
	}
	costs := 0
	for i := range 20 {
		id := b.submit(fmt.Sprint("picture ", i))
		task := b.post("/flux/tasks", object{"id": id})
		if task["id"] != id || task["type"] != "images" || task["trace_id"] == "" || task["created_at"] == nil || task["request"] == nil {
			t.Errorf("got %v", task)
		}
		response, _ := task["response"].(map[string]any)
		if cost, ok := response["cost"].(map[string]any); ok {
			if costs++; cost["amount"] != 0.25 || cost["currency"] != "credit" {
				t.Errorf("it cost %v", cost)
			}
		}
	}
	if costs < 10 {
		t.Errorf("%d of 20 tasks tell what they cost", costs)
	}
}

// The list of a user's tasks is a setting. Without it the question is refused.
func TestTasksList(t *testing.T) {
	list := object{"action": "retrieve_batch", "user_id": "me", "type": "images", "created_at_min": 1, "created_at_max": 1e10}
	closed := newBench(t, Options{})
	closed.submit("a fox")
	if status, code := closed.refusal("POST", "/flux/tasks", list); status != 400 || code != "bad_request" {
		t.Errorf("%d %s", status, code)
	}
	if books := closed.Books(); books.Requests != 2 || books.Lists != 1 {
		t.Errorf("%+v", books)
	}
	open := newBench(t, Options{List: true})
	id := open.submit("a fox")
	if got := open.post("/flux/tasks", list); got["count"] != 1.0 || got["items"].([]any)[0].(map[string]any)["id"] != id {
		t.Errorf("got %v", got)
	}
	list["created_at_max"] = 2
	if got := open.post("/flux/tasks", list); got["count"] != 0.0 {
		t.Errorf("of another time: %v", got)
	}
}

// The token is asked for where there is one, also for the books and the page,
// and its scheme has no case.
func TestTokenOfTheBooks(t *testing.T) {
	b := newBench(t, Options{Token: "right"})
	for _, path := range []string{booksPath, "/", front.LooksPath + "x"} {
		open := 200
		if path == front.LooksPath+"x" {
			open = 404
		}
		for header, want := range map[string]int{"": 401, "Bearer wrong": 401, "Bearer right": open, "bearer right": open, "BEARER  right": open, "Basic right": 401} {
			if w := b.send("GET", path, nil, "Authorization", header); w.Code != want || w.Header().Get("Gesso-Sandbox") != "1" {
				t.Errorf("%s with %q: %d", path, header, w.Code)
			}
		}
	}
	if w := b.send("POST", "/flux/tasks", object{"id": "x"}, "Authorization", "bearer right"); w.Code != 200 {
		t.Errorf("a poll: %d", w.Code)
	}
}

// As the service, a strict sandbox wants a size for every model.
func TestStrictWantsASize(t *testing.T) {
	b := newBench(t, Options{Strict: true})
	for _, model := range []string{"", "flux-dev", "flux-kontext-pro", "flux-2-pro", "new"} {
		if status, _ := b.refusal("POST", "/flux/images", object{"action": "generate", "prompt": "a fox", "model": model}); status != 400 {
			t.Errorf("%s: %d", model, status)
		}
	}
	b.generate("a fox", object{"model": "flux-2-pro", "size": "1:1"})
}

// Nobody on another machine can make the sandbox call what only this one reaches.
func TestNoCallsForStrangers(t *testing.T) {
	called := make(chan string, 9)
	victim := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		called <- r.Method
		_, _ = w.Write(pngBytes(t))
	}))
	defer victim.Close()
	for name, mark := range map[string]struct {
		public  bool
		headers []string
	}{"listening to others": {true, nil}, "behind a proxy": {false, []string{"X-Forwarded-For", "203.0.113.7"}}} {
		b := newBench(t, Options{})
		b.Server.public = mark.public
		edit := object{"action": "edit", "prompt": "x", "model": "flux-kontext-pro", "size": "1:1", "image_url": victim.URL}
		if w := b.send("POST", "/flux/images", edit, mark.headers...); w.Code != 400 {
			t.Errorf("%s: an edit: %d", name, w.Code)
		}
		call := object{"action": "generate", "prompt": "x", "callback_url": victim.URL}
		if w := b.send("POST", "/flux/images", call, mark.headers...); w.Code != 200 {
			t.Errorf("%s: a callback: %d", name, w.Code)
		}
		b.callbacks.Wait()
	}
	b := newBench(t, Options{})
	b.post("/flux/images", object{"action": "generate", "prompt": "x", "callback_url": "https://example.com/gesso"})
	b.callbacks.Wait()
	if len(called) > 0 || b.Books().Callbacks > 0 {
		t.Errorf("called %s, %d callbacks", <-called, b.Books().Callbacks)
	}
}
