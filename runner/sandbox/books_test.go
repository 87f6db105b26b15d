package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/sandbox/internal/front"
)

// One of everything, and the books to the last field.
func TestBooksAreExact(t *testing.T) {
	b := newBench(t, Options{})
	fox := b.generate("a fox", object{"count": 2})
	b.edit("at night", fox)
	id := b.submit("later")
	b.refusal("POST", "/flux/images", object{"action": "generate"})
	b.refusal("POST", "/flux/images", object{}, "Authorization", "")
	b.refusal("POST", "/flux/images", object{"action": "generate", "prompt": "[sandbox:refuse]"})
	b.post("/flux/images", object{"action": "generate", "prompt": "[sandbox:fail]"})
	b.send("POST", "/flux/images", object{"action": "generate", "prompt": "[sandbox:500]"})
	b.dropped(object{"action": "generate", "prompt": "[sandbox:drop]"})
	b.post("/flux/tasks", object{"action": "retrieve", "id": id})
	b.download(fox)
	b.upload("x.png", []byte("x"))
	b.send("GET", "/", nil)
	b.send("GET", booksPath, nil)

	got := b.Books()
	if got.Calls[2].Task != id {
		t.Errorf("the task %s is in the books as %s", id, got.Calls[2].Task)
	}
	if got.Calls[0].Pictures[0] != path.Base(fox) {
		t.Errorf("the picture %s is in the books as %s", fox, got.Calls[0].Pictures)
	}
	pictures := 0
	for i := range got.Calls {
		if accepted := !strings.HasPrefix(got.Calls[i].Outcome, "refused"); accepted != (got.Calls[i].Task != "") {
			t.Errorf("call %d: %+v", i, got.Calls[i])
		}
		pictures += len(got.Calls[i].Pictures)
		got.Calls[i].Task, got.Calls[i].Pictures = "", nil
	}
	if pictures != got.ChargedPictures {
		t.Errorf("%d pictures by name, %d by number", pictures, got.ChargedPictures)
	}
	call := func(prompt, outcome string) Call {
		return Call{Action: "generate", Prompt: prompt, Model: "flux-dev", Count: 1, Outcome: outcome}
	}
	first, later := call("a fox", "accepted"), call("later", "accepted")
	first.Model, first.Size, first.Count, later.Size = "flux-2-pro", "128x128", 2, "256x256"
	want := Books{
		Requests: 12, Submissions: 9, Accepted: 6, ChargedPictures: 6, Refused: 3, RefusedBy: map[string]int{"bad_request": 1, "no_token": 1, "moderation": 1}, Polls: 1, Downloads: 1, Uploads: 1,
		Calls: []Call{
			first,
			{Action: "edit", Prompt: "at night", Model: "flux-2-pro", Size: "128x128", Count: 1,
				Source: strings.TrimPrefix(fox, "http://sandbox.test"), Outcome: "accepted"},
			later,
			call("", "refused: bad_request"),
			{Outcome: "refused: no_token"},
			call("[sandbox:refuse]", "refused: moderation"),
			call("[sandbox:fail]", "failed"),
			call("[sandbox:500]", "server error"),
			call("[sandbox:drop]", "dropped"),
		},
	}
	for range want.Submissions {
		want.Log = append(want.Log, Entry{What: "submission"})
	}
	want.Log = append(want.Log, Entry{What: "poll", Tasks: []string{id}},
		Entry{What: "download", Path: strings.TrimPrefix(fox, "http://sandbox.test")}, Entry{What: "upload"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// dropped makes a call whose connection must be cut.
func (b *bench) dropped(body object) {
	b.t.Helper()
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			b.t.Errorf("the call was not cut: %v", p)
		}
	}()
	b.send("POST", "/flux/images", body)
}

func TestBooksOverHTTP(t *testing.T) {
	b := newBench(t, Options{})
	if w := b.send("GET", booksPath, nil, "Authorization", ""); !strings.Contains(w.Body.String(), `"calls":[]`) {
		t.Errorf("a fresh server's books: %s", w.Body)
	}
	b.generate("a fox")
	var got Books
	if err := json.Unmarshal(b.send("GET", booksPath, nil).Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.Books(), got); diff != "" {
		t.Error(diff)
	}
}

func TestWordsInPrompts(t *testing.T) {
	b := newBench(t, Options{})
	async := func(prompt string) object {
		return object{"action": "generate", "prompt": prompt, "async": true}
	}
	if w := b.send("POST", "/flux/images", async("a fox [sandbox:500]")); w.Code != 500 {
		t.Errorf("500: %d", w.Code)
	}
	b.dropped(async("a fox [sandbox:drop]"))
	for _, call := range b.Books().Calls { // in doubt for the client, finished for the sandbox
		if task := b.post("/flux/tasks", object{"action": "retrieve", "id": call.Task}); !hasData(task) {
			t.Errorf("%s: %v", call.Prompt, task)
		}
	}
	id := b.submit("a fox [sandbox:fail]")
	if response := b.post("/flux/tasks", object{"action": "retrieve", "id": id})["response"].(object); response["success"] != false {
		t.Errorf("fail: %v", response)
	}
	if sync := b.post("/flux/images", object{"action": "generate", "prompt": "[sandbox:fail]"}); sync["success"] != false || sync["error"] == nil {
		t.Errorf("a synchronous failure: %v", sync)
	}
	for _, harmless := range []string{"[sandbox:", "[sandbox:]", "[sandbox:nonsense]", "[sandbox:slow=fast]", "[sandbox:slow=-1s]", "sandbox:fail"} {
		b.generate(harmless)
	}
}

// The page shows what was asked and what became of it, and is in no book.
func TestPage(t *testing.T) {
	b := newBench(t, Options{})
	for i := range front.Most + 5 {
		b.generate(fmt.Sprint("picture ", i))
	}
	b.refusal("POST", "/flux/images", object{"action": "generate", "prompt": "[sandbox:refuse] much <gore> & \u202emore"})
	before := b.Books()
	get := func(path string) string { return b.send("GET", path, nil, "Authorization", "").Body.String() }
	page := get("/")
	if n := strings.Count(page, "<li "); n != front.Most || !strings.Contains(page, `endpoint = "http://sandbox.test"`) {
		t.Errorf("%d calls on the page:\n%s", n, page)
	}
	for _, want := range []string{"refused: moderation", "much &lt;gore&gt; &amp; \\u202emore", "6 came before them", ">picture 204<"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if strings.Contains(page, ">picture 5<") || strings.Contains(page, "<gore>") {
		t.Error("the page shows what it should not")
	}
	_, rest, _ := strings.Cut(page, `src="`)
	look, _, _ := strings.Cut(rest, `"`)
	if got := get(look); !strings.HasPrefix(got, "\x89PNG") && !strings.HasPrefix(got, "\xff\xd8") {
		t.Errorf("%s is no picture: %.40q", look, got)
	}
	if diff := cmp.Diff(before, b.Books()); diff != "" {
		t.Errorf("looking is in the books (-before +after)\n%s", diff)
	}
}
