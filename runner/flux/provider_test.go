package flux

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"gesso/runner/provider"
	"gesso/runner/provider/providertest"
	"gesso/runner/sandbox"
	rehearsed "gesso/runner/sandbox/fault"
)

// TestProvider runs what every provider passes, before a sandbox.
func TestProvider(t *testing.T) {
	json := http.Header{"Content-Type": {"application/json"}}
	refusal := func(name string, status int, code, message string, want provider.Class) providertest.Refusal {
		body := `{"success": false, "error": {"code": "` + code + `", "message": "` + message + `"}, "trace_id": "t-1"}`
		return providertest.Refusal{Name: name, Status: status, Header: json, Body: body, Want: want}
	}
	later := refusal("too many", 429, "too_many_requests", "later", provider.RateLimit)
	later.Header = http.Header{"Content-Type": {"application/json"}, "Retry-After": {"7"}}
	later.Wait = 7 * time.Second
	providertest.Run(t, providertest.Harness{
		Kind:    Kind(),
		Request: aCat,
		Opening: provider.Opening{Sandbox: true, UserAgent: "gesso/test"},
		Service: sandboxed,
		Refusals: []providertest.Refusal{
			refusal("bad token", 401, "invalid_token", "the token TOKEN is not valid", provider.Authentication),
			refusal("no balance", 403, "used_up", "used up", provider.Balance),
			refusal("moderated", 403, "forbidden", "not this", provider.Moderation),
			refusal("moderated, as a bad request", 400, "bad_request", "flagged as sensitive content", provider.Moderation),
			refusal("bad request", 400, "bad_request", "no such TOKEN", provider.Invalid),
			refusal("no such address", 404, "no_api", "no such API", provider.Invalid),
			refusal("disabled", 403, "disabled", "the application is disabled", provider.Account),
			later,
			{Name: "a proxy's page", Status: 403, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<html>no</html>", Want: provider.OnTheWay},
			{Name: "a redirect", Status: 301, Header: http.Header{"Location": {"https://example.com/TOKEN"}}, Want: provider.Invalid},
		},
		Open: func(t *testing.T, o provider.Opening) (provider.Client, error) {
			opened, err := Kind().Open(o)
			if c, ok := opened.(*Client); ok {
				c.retries = retries{tries: 3, first: time.Millisecond, most: time.Millisecond}
			}
			return opened, err
		},
	})
}

// sandboxed is a service of the suite that is a sandbox.
func sandboxed(t *testing.T) providertest.Service {
	var mu sync.Mutex
	fate := providertest.Made
	is := func(f providertest.Fate) bool {
		mu.Lock()
		defer mu.Unlock()
		return fate == f
	}
	options := sandbox.Options{List: true, Fail: func(rehearsed.Submission) *rehearsed.Failure {
		switch {
		case is(providertest.Failed):
			return &rehearsed.Failure{Code: codeAPIError, Message: "the generation failed"}
		case is(providertest.Moderated):
			return &rehearsed.Failure{Code: "bad_request", Message: "the content was flagged by moderation"}
		}
		return nil
	}}
	options.Faults.Submit = func(rehearsed.Submission) rehearsed.Fate {
		return rehearsed.Fate{Stuck: is(providertest.Working)}
	}
	server := sandbox.New(options)
	t.Cleanup(func() { server.Close() })
	empty := sandbox.New(options)
	t.Cleanup(func() { empty.Close() })
	return providertest.Service{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if is(providertest.Forgotten) {
				empty.ServeHTTP(w, r)
				return
			}
			server.ServeHTTP(w, r)
		}),
		Charged: func() int { return server.Books().Accepted },
		Become: func(f providertest.Fate) bool {
			mu.Lock()
			defer mu.Unlock()
			fate = f
			return true
		},
	}
}
