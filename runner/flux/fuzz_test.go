package flux

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"gesso/runner/provider"
)

// answers are the bodies of the scenarios, to begin fuzzing with.
func answers(f *testing.F) [][]byte {
	var bodies [][]byte
	for _, mode := range []string{"async", "sync", "stream"} {
		archive, err := txtar.ParseFile("testdata/" + mode + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if _, body, ok := bytes.Cut(file.Data, []byte("\n\n")); ok {
				bodies = append(bodies, body)
			}
		}
	}
	return bodies
}

func fuzzClient(f *testing.F) *Client {
	c, err := New(Config{Token: testToken})
	if err != nil {
		f.Fatal(err)
	}
	return c
}

// FuzzAnswer: of any answer a submission makes either a task that leads on or
// an error, the same each time, and nothing that breaks a terminal or tells the
// token.
func FuzzAnswer(f *testing.F) {
	for _, body := range answers(f) {
		f.Add(200, body)
		f.Add(502, body)
	}
	c := fuzzClient(f)
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		answer := func() (provider.Task, error) {
			r := &reply{status: status, header: http.Header{}, body: body}
			if !fine(status) {
				return provider.Task{}, c.refused(paid, r)
			}
			return c.accepted(r)
		}
		task, err := answer()
		if err == nil {
			wantWhole(t, task)
			if task.State == provider.Failed || task.State == provider.Running && task.ID == "" {
				t.Errorf("%v with id %q leads nowhere", task.State, task.ID)
			}
		}
		var failed *provider.Error
		if err != nil && !errors.As(err, &failed) {
			t.Errorf("%v is no provider.Error", err)
		}
		if failed != nil && status >= 500 && failed.Class != provider.InDoubt {
			t.Errorf("HTTP %d is %v", status, failed.Class)
		}
		// Addresses are the provider's, to be fetched as they are.
		shown := task
		shown.Pictures = nil
		line := outcome(shown, err)
		if strings.Contains(line, testToken) || strings.ContainsAny(line, "\x00\x07\x1b\r\n\u202e") {
			t.Errorf("shown: %q", line)
		}
		again, errAgain := answer()
		if diff := cmp.Diff(outcome(task, err), outcome(again, errAgain)); diff != "" {
			t.Errorf("second time:\n%s", diff)
		}
	})
}

// FuzzTask: of any object a task is running, or succeeded with something to
// fetch, or failed for a reason that costs nothing more.
func FuzzTask(f *testing.F) {
	f.Add([]byte(`{"id":"T1","finished_at":1.5,"status":"done","response":{"success":true,"data":[{"image_url":"https://a/b","seed":1}]}}`))
	f.Add([]byte(`{"id":1,"state":"failed","response":{"success":false,"error":{"code":"used_up"}}}`))
	f.Add([]byte(`{"items":{"T1":{"data":{"image_url":"https://a/b"}}}}`))
	f.Add([]byte("\v{}"))
	for _, body := range answers(f) {
		f.Add(body)
	}
	c := fuzzClient(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, object := range elements(data) {
			wantWhole(t, c.task("T1", object.object))
		}
		o, ok := parseObject(data)
		if !ok {
			return
		}
		task := c.task("T1", o)
		wantWhole(t, task)
		found, _, err := c.items(&reply{status: 200, body: []byte(`{"items":[` + string(bare(data)) + `]}`)})
		if err != nil || len(found) != 1 {
			t.Fatalf("in a list: %d tasks, %v", len(found), err)
		}
		if diff := cmp.Diff(outcome(task, nil), outcome(c.task("T1", found[0].object), nil)); diff != "" {
			t.Errorf("in a list:\n%s", diff)
		}
	})
}

// FuzzStream: an object is the same in one line as spread over many, blanks and
// garbage around it change nothing, and what was said before the connection
// broke stays said.
func FuzzStream(f *testing.F) {
	for _, body := range answers(f) {
		f.Add(body, 10)
	}
	c := fuzzClient(f)
	read := func(data []byte) string {
		return outcome(c.accepted(&reply{status: 200, header: http.Header{}, body: data}))
	}
	f.Fuzz(func(t *testing.T, data []byte, at int) {
		o, ok := parseObject(data)
		if ok && !bytes.ContainsAny(data, "\n\r") {
			for _, around := range []string{"%s\n", "\n\n%s\n\n", ": ping\n%s\nbye", "%s\n{\"cut"} {
				stream := []byte(strings.Replace(around, "%s", string(data), 1))
				if diff := cmp.Diff(read(data), read(stream)); diff != "" {
					t.Errorf("in %q:\n%s", around, diff)
				}
			}
		}
		if ok && len(o.Data) > 0 && !o.refusal() {
			cut := append(bytes.ReplaceAll(data, []byte("\n"), nil), '\n')
			cut = append(cut, data[:max(0, min(at, len(data)-1))]...)
			if whole, isObject := readAnswer(cut); isObject && len(whole.Data) == 0 {
				t.Errorf("a picture was lost in %q", cut)
			}
		}
		_ = read(data)
	})
}
