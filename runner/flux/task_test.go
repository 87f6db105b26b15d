package flux

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/provider"
)

// Every sign of a task's end that the API is known to give, and their
// contradictions.
func TestTask(t *testing.T) {
	const picture = `"data":[{"image_url":"https://cdn.test/a.png","seed":1}]`
	tests := []struct{ name, task, want string }{
		{"just accepted", `{"id":"T1","created_at":1736304669.779}`, "running id=T1"},
		{"response null", `{"id":"T1","response":null,"finished_at":null}`, "running id=T1"},
		{"response empty", `{"id":"T1","response":{}}`, "running id=T1"},
		{"response strange", `{"id":"T1","response":"soon"}`, "running id=T1"},
		{"success without data", `{"id":"T1","response":{"success":true,"data":[]}}`, "running id=T1"},
		{"false without a reason", `{"id":"T1","response":{"success":false}}`, "running id=T1"},
		{"queued", `{"id":"T1","status":"Queued","error":{"message":"retrying"}}`, "running id=T1"},
		{"unknown word", `{"id":"T1","status":"contemplating","state":200}`, "running id=T1"},
		{"some data while processing", `{"id":"T1","state":"processing","response":{` + picture + `}}`, "running id=T1"},
		{"finished_at zero", `{"id":"T1","finished_at":0}`, "running id=T1"},

		{"as in the guide", `{"id":"T1","trace_id":"R1","created_at":1,"finished_at":1736304679.439,"elapsed":9.6,"request":{"action":"generate"},"response":{"success":true,"task_id":"T1",` + picture + `}}`,
			"succeeded id=T1 trace=R1 finished=2025-01-08T02:51:19Z https://cdn.test/a.png#1"},
		{"data only", `{"id":"T1","response":{` + picture + `}}`, "succeeded id=T1 https://cdn.test/a.png#1"},
		{"data without response", `{"id":"T1",` + picture + `}`, "succeeded id=T1 https://cdn.test/a.png#1"},
		{"trace in the response", `{"id":"T1","response":{"trace_id":"R2",` + picture + `}}`, "succeeded id=T1 trace=R2 https://cdn.test/a.png#1"},
		{"word and data", `{"id":"T1","status":"succeeded","response":{` + picture + `}}`, "succeeded id=T1 https://cdn.test/a.png#1"},
		{"stale word", `{"id":"T1","status":"processing","response":{"success":true,` + picture + `}}`, "succeeded id=T1 https://cdn.test/a.png#1"},
		{"stale word, finished", `{"id":"T1","status":"processing","finished_at":"2025-01-08T02:51:19+01:00","response":{` + picture + `}}`,
			"succeeded id=T1 finished=2025-01-08T01:51:19Z https://cdn.test/a.png#1"},
		{"failed word, but a picture", `{"id":"T1","status":"error","response":{` + picture + `}}`, "succeeded id=T1 https://cdn.test/a.png#1"},
		{"illegible time", `{"id":"T1","finished_at":"just now","response":{` + picture + `}}`, "succeeded id=T1 https://cdn.test/a.png#1"},

		{"refused", `{"id":"T1","response":{"success":false,"trace_id":"R1","error":{"code":"used_up","message":"no balance"}}}`,
			`failed id=T1 trace=R1: balance code=used_up task=T1 trace=R1 message="no balance"`},
		{"a string is no end", `{"id":"T1","response":{"success":false,"error":"boom"}}`, "running id=T1"},
		{"a message is no end", `{"id":"T1","response":{"success":false,"error":{"message":"boom"}}}`, "running id=T1"},
		{"a string without success is no end", `{"id":"T1","response":{"error":"boom"}}`, "running id=T1"},
		{"a string at the top is no end", `{"id":"T1","success":false,"error":"boom"}`, "running id=T1"},
		{"a string while processing", `{"id":"T1","status":"processing","response":{"success":false,"error":"boom"}}`, "running id=T1"},
		{"a string and some data", `{"id":"T1","response":{"success":false,"error":"boom",` + picture + `}}`, "running id=T1"},
		{"a string, finished", `{"id":"T1","finished_at":1736304679,"response":{"success":false,"error":"boom"}}`,
			`failed id=T1 finished=2025-01-08T02:51:19Z: no picture task=T1 message="boom"`},
		{"a string, elapsed", `{"id":"T1","elapsed":9.6,"response":{"success":false,"error":"boom"}}`, `failed id=T1: no picture task=T1 message="boom"`},
		{"a string and a failing word", `{"id":"T1","status":"failed","response":{"success":false,"error":"boom"}}`, `failed id=T1: no picture task=T1 message="boom"`},
		{"forbidden", `{"id":"T1","response":{"success":false,"error":{"code":"forbidden","message":"no"}}}`,
			`failed id=T1: moderation code=forbidden task=T1 message="no"`},
		{"content_moderation", `{"id":"T1","response":{"success":false,"error":{"code":"content_moderation","message":"no"}}}`,
			`failed id=T1: moderation code=content_moderation task=T1 message="no"`},
		{"forbidden as a string, finished", `{"id":"T1","finished_at":1736304679,"response":{"success":false,"error":"forbidden"}}`,
			`failed id=T1 finished=2025-01-08T02:51:19Z: moderation code=forbidden task=T1 message="forbidden"`},
		{"forbidden as a string, not finished", `{"id":"T1","response":{"success":false,"error":"forbidden"}}`, "running id=T1"},

		{"one of two", `{"id":"T1","request":{"action":"generate","count":2},"response":{"success":true,` + picture + `}}`, "running id=T1"},
		{"one of two, quoted", `{"id":"T1","request":{"action":"generate","count":"2"},"response":{` + picture + `}}`, "running id=T1"},
		{"one of two, finished", `{"id":"T1","finished_at":1736304679,"request":{"action":"generate","count":2},"response":{"success":true,` + picture + `}}`,
			"succeeded id=T1 finished=2025-01-08T02:51:19Z https://cdn.test/a.png#1"},
		{"one of two, elapsed", `{"id":"T1","elapsed":2,"request":{"action":"generate","count":2},"response":{` + picture + `}}`, "succeeded id=T1 https://cdn.test/a.png#1"},
		{"one of two, done", `{"id":"T1","state":"completed","request":{"action":"generate","count":2},"response":{` + picture + `}}`, "succeeded id=T1 https://cdn.test/a.png#1"},
		{"one of two, and failed", `{"id":"T1","state":"failed","request":{"action":"generate","count":2},"response":{` + picture + `}}`, "succeeded id=T1 https://cdn.test/a.png#1"},
		{"the count of an edit", `{"id":"T1","request":{"action":"edit","count":2},"response":{` + picture + `}}`, "succeeded id=T1 https://cdn.test/a.png#1"},

		{"refused without an envelope", `{"id":"T1","response":{"success":false,"code":"bad_request","message":"size"}}`,
			`failed id=T1: invalid request code=bad_request task=T1 message="size"`},
		{"refused at the top", `{"id":"T1","success":false,"error":{"code":"invalid_token"}}`, `failed id=T1: authentication code=invalid_token task=T1`},
		{"refused illegibly", `{"id":"T1","response":{"success":false,"error":{"why":[1]}}}`,
			"running id=T1"},
		{"refused, with a picture", `{"id":"T1","response":{"success":false,"error":{"code":"forbidden","message":"nsfw"},` + picture + `}}`,
			`failed id=T1: moderation code=forbidden task=T1 message="nsfw"`},
		{"error without success", `{"id":"T1","response":{"error":{"code":"api_error"}}}`, `failed id=T1: no picture code=api_error task=T1`},
		{"cancelled", `{"id":"T1","state":"cancelled"}`, `failed id=T1: no picture task=T1 message="the task failed without saying why"`},
		{"moderated", `{"id":"T1","status":"failed","error":{"message":"Content Moderated\u001b[2J"}}`, `failed id=T1: moderation task=T1 message="Content Moderated[2J"`},
		{"a limit is no reason to pay again", `{"id":"T1","status":"failed","error":{"code":"too_many_requests"}}`,
			`failed id=T1: no picture code=too_many_requests task=T1`},
		{"finished with nothing", `{"id":"T1","finished_at":1736304679}`,
			`failed id=T1 finished=2025-01-08T02:51:19Z: no picture task=T1 message="the task is finished and has no picture"`},
		{"done with an address that is none", `{"id":"T1","status":"completed","response":{"data":[{"image_url":"file:///a"}]}}`, `succeeded id=T1 #`},
		{"done with a picture inside", `{"id":"T1","finished_at":1,"response":{"success":true,"data":[{"image_url":"data:image/png;base64,AAAA"}]}}`, `succeeded id=T1 finished=1970-01-01T00:00:01Z #`},
		{"an answer in a list", `{"id":"T1","finished_at":1,"response":[{"success":true,` + picture + `}]}`, `succeeded id=T1 finished=1970-01-01T00:00:01Z #`},
		{"an answer in a string", `{"id":"T1","finished_at":1,"response":"{\"success\":true,\"data\":[{\"image_url\":\"https://cdn.test/a.png\"}]}"}`, `succeeded id=T1 finished=1970-01-01T00:00:01Z https://cdn.test/a.png#`},
		{"an answer of words", `{"id":"T1","finished_at":1,"response":"done"}`, `succeeded id=T1 finished=1970-01-01T00:00:01Z #`},
		{"an empty answer", `{"id":"T1","finished_at":1,"response":[]}`, `failed id=T1 finished=1970-01-01T00:00:01Z: no picture task=T1 message="the task is finished and has no picture"`},
		{"a failure of words", `{"id":"T1","status":"failed","response":"sorry"}`, `failed id=T1: no picture task=T1 message="the task failed without saying why"`},
		{"an address that is no string", `{"id":"T1","finished_at":1,"response":{"success":true,"data":[{"image_url":null}]}}`, `failed id=T1 finished=1970-01-01T00:00:01Z: no picture task=T1 message="the task is finished and has no picture"`},
		{"a preview's address, and not over", `{"id":"T1","response":{"success":true,"data":[{"image_url":"/preview"}]}}`, `running id=T1`},
	}
	c := client(t, "")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, ok := parseObject([]byte(test.task))
			if !ok {
				t.Fatal("no object")
			}
			task := c.task("T1", o)
			if diff := cmp.Diff(test.want, outcome(task, nil)); diff != "" {
				t.Errorf("task (-want +got):\n%s", diff)
			}
			wantWhole(t, task)
		})
	}
}

// wantWhole asserts what holds for every task.
func wantWhole(t *testing.T, task provider.Task) {
	t.Helper()
	if (task.State == provider.Succeeded) != (len(task.Pictures) > 0) {
		t.Errorf("%v with %d pictures", task.State, len(task.Pictures))
	}
	if (task.State == provider.Failed) != (task.Failure != nil) {
		t.Errorf("%v with failure %v", task.State, task.Failure)
	}
	if task.Failure != nil && task.Failure.Class.Retry() {
		t.Errorf("a failed task of class %v would be paid for again", task.Failure.Class)
	}
	for _, p := range task.Pictures {
		if p.URL != "" && !fetchable(p.URL) {
			t.Errorf("picture at %q", p.URL)
		}
	}
}
