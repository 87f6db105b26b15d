package flux

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/provider"
)

func TestPollSends(t *testing.T) {
	s := play(t, jsonAnswer("200 OK", `{"items":[]}`))
	if _, err := client(t, s.url).Poll(t.Context(), []string{"T2", "", "T1", "T2"}); err != nil {
		t.Fatal(err)
	}
	s.calls(t, 1)
	got := s.requests()[0]
	if got.URL.Path != "/flux/tasks" || got.Header.Get("Authorization") != "Bearer "+testToken {
		t.Errorf("asked %v with %v", got.URL, got.Header)
	}
	if diff := cmp.Diff(`{"action":"retrieve_batch","ids":["T1","T2"]}`, got.body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
}

// Whatever the form of the list, each task is found under the id that was asked.
func TestPollAnswers(t *testing.T) {
	tests := []struct {
		name, answer string
		ids          []string
		want         []string
	}{
		{"any order, one missing, one too many", `{"items":[{"id":"T3"},{"id":"T9"},{"id":"T1"}],"count":3}`, []string{"T1", "T2", "T3"}, []string{"T1", "T3"}},
		{"numbers", `{"items":[{"id":17}]}`, []string{"17"}, []string{"17"}},
		{"by id", `{"items":{"T2":{"finished_at":null},"T1":{}}}`, []string{"T1", "T2"}, []string{"T1", "T2"}},
		{"one object", `{"items":{"id":"T1"}}`, []string{"T1"}, []string{"T1"}},
		{"no envelope", `[{"id":"T1"},{"id":"T2"}]`, []string{"T1", "T2"}, []string{"T1", "T2"}},
		{"the task itself", `{"id":"T1"}`, []string{"T1"}, []string{"T1"}},
		{"id in the response only", `{"items":[{"response":{"task_id":"T1"}}]}`, []string{"T1"}, []string{"T1"}},
		{"strange elements", `{"items":[null,7,"T1",[],{"id":{}},{"id":"T1"}]}`, []string{"T1"}, []string{"T1"}},
		{"null", `{"items":null,"count":0}`, []string{"T1"}, nil},
		{"nothing", `{}`, []string{"T1"}, nil},
		{"twice", `{"items":[{"id":"T1"},{"id":"T1"}]}`, []string{"T1"}, []string{"T1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := play(t, jsonAnswer("200 OK", test.answer))
			tasks, err := client(t, s.url).Poll(t.Context(), test.ids)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, task := range tasks {
				got = append(got, task.ID)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("ids (-want +got):\n%s", diff)
			}
			// One that is not there is asked for by itself before that is believed.
			s.calls(t, map[bool]int{true: 2, false: 1}[len(test.ids) == 1 && len(got) == 0])
		})
	}
}

// Passing failures are repeated, lasting ones are not.
func TestPollRetries(t *testing.T) {
	found := jsonAnswer("200 OK", `{"items":[{"id":"T1"}]}`)
	tests := []struct {
		name    string
		answers []string
		calls   int
		want    string // the error, "" for none
	}{
		{"reset", []string{"[reset]\n", found}, 2, ""},
		{"closed", []string{"[close]\n", found}, 2, ""},
		{"server", []string{"HTTP/1.1 502 Bad\n\n<html>", "HTTP/1.1 500 Bad\n\n{}", found}, 3, ""},
		{"cut", []string{"HTTP/1.1 200 OK\nContent-Length: 99\n\n{\"items\":[", found}, 2, ""},
		{"page", []string{"HTTP/1.1 200 OK\n\n<html>", found}, 2, ""},
		{"too many", []string{"HTTP/1.1 429 Slow\n\n", found}, 2, ""},
		{"refused for now", []string{jsonAnswer("200 OK", `{"success":false,"error":{"code":"too_many_requests"}}`), found}, 2, ""},
		{"server, for good", []string{"HTTP/1.1 500 Bad\n\n"}, 3, "server status=500"},
		{"redirect", []string{"HTTP/1.1 302 Found\nLocation: /\n\n"}, 1, `invalid request status=302 message="the endpoint redirects, which is not followed"`},
		{"token", []string{"HTTP/1.1 401 No\n\n"}, 1, "authentication status=401"},
		{"endpoint", []string{"HTTP/1.1 404 No\n\n"}, 1, `invalid request status=404 message="the endpoint may be wrong"`},
		{"sandbox", []string{"HTTP/1.1 200 OK\nGesso-Sandbox: 1\n\n{}"}, 1, `invalid request message="the endpoint is a gesso sandbox, which makes placeholder pictures only; if that is wanted, say endpoint = \"sandbox\" in the provider block"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := play(t, test.answers...)
			tasks, err := client(t, s.url).Poll(t.Context(), []string{"T1"})
			got := ""
			if err != nil {
				got = outcome(provider.Task{}, err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if err == nil && len(tasks) != 1 {
				t.Errorf("got %v", tasks)
			}
			s.calls(t, test.calls)
		})
	}
}

// 120 ids are three calls, and what the first two told is not lost in the third.
func TestPollBatches(t *testing.T) {
	var sizes []int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked retrieval
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		sizes = append(sizes, len(asked.IDs))
		if len(sizes) == 3 {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		items := make([]map[string]string, len(asked.IDs))
		for i, id := range asked.IDs {
			items[i] = map[string]string{"id": id}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"items": items})
	}))
	defer server.Close()
	ids := make([]string, 120)
	for i := range ids {
		ids[i] = fmt.Sprintf("T%03d", i)
	}
	tasks, err := client(t, server.URL).Poll(t.Context(), ids)
	wantClass(t, "third batch", err, provider.Authentication)
	if len(tasks) != 100 {
		t.Errorf("got %d tasks", len(tasks))
	}
	if diff := cmp.Diff([]int{50, 50, 20}, sizes); diff != "" {
		t.Errorf("batches (-want +got):\n%s", diff)
	}
}

// Retries wait as long as the server says.
func TestPollWaitsForRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, calls := time.Now(), 0
		c := client(t, "https://api.test", func(cfg *Config) {
			cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
				if calls++; calls == 1 {
					return answered(req, http.StatusTooManyRequests, "", "Retry-After", "42"), nil
				}
				return answered(req, http.StatusOK, `{"items":[]}`), nil
			})
		})
		if _, err := c.Poll(t.Context(), []string{"T1"}); err != nil {
			t.Fatal(err)
		}
		if got := time.Since(start); got != 42*time.Second {
			t.Errorf("waited %v", got)
		}
	})
}

// Waiting ends with the context, and the error tells both what ended it and
// what it was waiting for.
func TestPollCancelledBetweenAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		c := client(t, "https://api.test", func(cfg *Config) {
			cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
				return answered(req, http.StatusTooManyRequests, "", "Retry-After", "60"), nil
			})
		})
		_, err := c.Poll(ctx, []string{"T1"})
		wantClass(t, "cancelled", err, provider.Network)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "429") {
			t.Errorf("got %v", err)
		}
	})
}

// A server that never answers costs a bounded time.
func TestPollTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		c := client(t, "https://api.test", func(cfg *Config) { cfg.Transport = silent })
		_, err := c.Poll(t.Context(), []string{"T1"})
		wantClass(t, "silent", err, provider.Network)
		if got := time.Since(start); got < 3*pollTimeout || got > 3*pollTimeout+time.Second {
			t.Errorf("waited %v", got)
		}
	})
}

// batchServer answers retrieve_batch by pages, and retrieve, of the tasks that
// it has, and counts its calls.
func batchServer(t *testing.T, answer func(asked retrieval) string) (url string, asked *[]retrieval) {
	asked = new([]retrieval)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q retrieval
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		*asked = append(*asked, q)
		fmt.Fprint(w, answer(q))
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

func page12(ids []string, total int) string {
	var items []string
	for _, id := range ids[:min(12, len(ids))] {
		items = append(items, fmt.Sprintf(`{"id":%q}`, id))
	}
	return fmt.Sprintf(`{"items":[%s],"count":%d}`, strings.Join(items, ","), total)
}

// What a page leaves out is asked for before anything counts as unknown.
func TestPollPages(t *testing.T) {
	ids := make([]string, 40)
	for i := range ids {
		ids[i] = fmt.Sprintf("T%03d", i)
	}
	single := func(q retrieval) string { return fmt.Sprintf(`{"id":%q}`, q.ID) }
	tests := []struct {
		name         string
		answer       func(q retrieval) string
		found, calls int
	}{
		{"pages", func(q retrieval) string { return page12(q.IDs, len(q.IDs)) }, 40, 4},
		{"always the first page", func(q retrieval) string {
			if q.ID != "" {
				return single(q)
			}
			return page12(ids, 40)
		}, 40, 2 + 28},
		{"some unknown", func(q retrieval) string {
			if q.ID != "" {
				return `{}`
			}
			known := q.IDs[:max(0, len(q.IDs)-2)]
			return page12(known, len(q.IDs))
		}, 38, 5 + 2},
		{"unknown ones are 404", func(q retrieval) string {
			if q.ID != "" {
				return `{"success":false,"error":{"code":"task_not_found"}}`
			}
			return `{"items":[],"count":40}`
		}, 0, 1 + 40},
		{"no page", func(retrieval) string { return page12(ids, 12) }, 12, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			url, asked := batchServer(t, test.answer)
			tasks, err := client(t, url).Poll(t.Context(), ids)
			if err != nil {
				t.Fatal(err)
			}
			if len(tasks) != test.found || len(*asked) != test.calls {
				t.Errorf("%d tasks with %d calls, want %d with %d", len(tasks), len(*asked), test.found, test.calls)
			}
		})
	}
}

// A task that batches go on leaving out is asked for by itself, long before it
// counts as gone.
func TestPollSinglyWhatIsLeftOut(t *testing.T) {
	url, asked := batchServer(t, func(q retrieval) string {
		if q.ID != "" {
			return fmt.Sprintf(`{"id":%q}`, q.ID)
		}
		return `{"items":[{"id":"T1"}]}`
	})
	c := client(t, url)
	for n := 1; n <= patience; n++ {
		tasks, err := c.Poll(t.Context(), []string{"T1", "T2"})
		if want := map[bool]int{true: 2, false: 1}[n == patience]; err != nil || len(tasks) != want {
			t.Errorf("poll %d: got %v, %v", n, tasks, err)
		}
	}
	if len(*asked) != patience+1 {
		t.Errorf("asked %v", *asked)
	}
}

// Some of the pictures are not taken for all, until nothing more came for long;
// what was shown is not lost when the task is forgotten meanwhile.
func TestPollSomeOfThePictures(t *testing.T) {
	const some = `{"items":[{"id":"T1","response":{"success":true,"data":[{"image_url":"https://cdn.test/a.png"}]}}]}`
	const all = `{"items":[{"id":"T1","response":{"success":true,"data":[{"image_url":"https://cdn.test/a.png"},{"image_url":"https://cdn.test/b.png"}]}}]}`
	const none = `{"items":[]}`
	tests := []struct {
		name    string
		answers []string // the last one again and again
		after   time.Duration
		want    int
	}{
		{"then all", []string{some, some, all}, 2 * time.Second, 2},
		{"for good", []string{some}, settling, 1},
		{"forgotten", []string{some, none}, settling, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start, calls := time.Now(), 0
				c := client(t, "https://api.test", func(cfg *Config) {
					cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
						body, _ := io.ReadAll(req.Body)
						if strings.Contains(string(body), `"retrieve"`) {
							return answered(req, http.StatusOK, `{}`), nil
						}
						calls++
						return answered(req, http.StatusOK, test.answers[min(calls, len(test.answers))-1]), nil
					})
				})
				c.Expect("T1", 2)
				for {
					tasks, err := c.Poll(t.Context(), []string{"T1"})
					if err != nil || len(tasks) != 1 {
						t.Fatalf("got %v, %v", tasks, err)
					}
					if tasks[0].State == provider.Succeeded {
						if len(tasks[0].Pictures) != test.want || time.Since(start) != test.after {
							t.Errorf("%d pictures after %v, want %d after %v", len(tasks[0].Pictures), time.Since(start), test.want, test.after)
						}
						return
					}
					time.Sleep(time.Second)
				}
			})
		})
	}
}
