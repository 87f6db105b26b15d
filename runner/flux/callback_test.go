package flux

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestCallbacksOnlyHint(t *testing.T) {
	var hints []string
	handler := Callbacks(func(id string) { hints = append(hints, id) })
	for _, test := range []struct {
		name, method, body string
		status             int
		want               []string
	}{
		{"a finished task", "POST", `{"success":true,"task_id":"T1","data":[{"image_url":"https://x.test/1.png"}]}`, 204, []string{"T1"}},
		{"the same again", "POST", `{"success":true,"task_id":"T1","data":[]}`, 204, []string{"T1"}},
		{"a failed task", "POST", `{"success":false,"task_id":"T2","error":{"code":"api_error"}}`, 204, []string{"T2"}},
		{"a task object", "POST", `{"id":"T3","response":{"success":true}}`, 204, []string{"T3"}},
		{"no task", "POST", `{"success":true}`, 204, nil},
		{"no JSON", "POST", `<html>`, 204, nil},
		{"nothing", "POST", ``, 204, nil},
		{"too much", "POST", strings.Repeat(" ", maxCallback+1), 400, nil},
		{"a look", "GET", ``, 405, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			hints = nil
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, httptest.NewRequest(test.method, "/", strings.NewReader(test.body)))
			if answer.Code != test.status || !slices.Equal(hints, test.want) {
				t.Errorf("answered %d with hints %q, want %d and %q", answer.Code, hints, test.status, test.want)
			}
			if answer.Code < http.StatusBadRequest && answer.Body.Len() > 0 {
				t.Errorf("the answer tells something: %q", answer.Body)
			}
		})
	}
}
