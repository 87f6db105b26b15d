package flux

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"gesso/runner/provider"
)

// A token inside an address is in nothing that can be written down, and the
// picture behind it is fetched all the same: by this client, and by no other.
func TestTokenInsideOfAnAddress(t *testing.T) {
	const odd = "odd token/of+the=test"
	secret := strings.ReplaceAll(odd, " ", "")
	forms := map[string]string{
		"raw": secret, "query": url.QueryEscape(secret), "path": url.PathEscape(secret),
		"all escaped": fmt.Sprintf("%%%x", secret[:1]) + url.QueryEscape(secret[1:]),
		"twice":       url.QueryEscape(strings.ReplaceAll(fmt.Sprintf("% X", secret), " ", "%")),
		"entities":    url.QueryEscape("&#" + strings.Trim(strings.ReplaceAll(fmt.Sprint([]byte(secret)), " ", ";&#"), "[]") + ";"),
		"base64":      base64.URLEncoding.EncodeToString([]byte("Bearer " + secret)),
		"hex":         fmt.Sprintf("%X", secret),
	}
	for name, form := range forms {
		t.Run(name, func(t *testing.T) {
			var server *httptest.Server
			server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				switch r.URL.Path {
				case "/p.png":
					fmt.Fprint(w, png)
				case "/api/v1/files/":
					fmt.Fprintf(w, `{"file_url":"%s/p.png?k=%s"}`, server.URL, form)
				default:
					if strings.Contains(string(body), `"edit"`) && !strings.Contains(string(body), "/p.png?k="+form) {
						t.Errorf("the source is %s", body)
					}
					fmt.Fprintf(w, `{"task_id":"T1","trace_id":"%s","data":[{"image_url":"%s/p.png?k=%s","seed":"%s"}]}`, form, server.URL, form, form)
				}
			}))
			defer server.Close()
			c := client(t, server.URL, func(cfg *Config) { cfg.Token = secret })
			task, err := c.Submit(t.Context(), aCat)
			if err != nil || len(task.Pictures) != 1 {
				t.Fatalf("got %v, %v", task, err)
			}
			address := task.Pictures[0].URL
			if said := fmt.Sprint(task); c.censor.holds(said) {
				t.Errorf("the token is in %s", said)
			}
			var got bytes.Buffer
			if _, err := c.Download(t.Context(), address, &got, 1<<20); err != nil || got.String() != png || !c.Alive(t.Context(), address) {
				t.Errorf("got %d bytes, %v", got.Len(), err)
			}
			source, err := c.Upload(t.Context(), "x.png", strings.NewReader("abc"), 3)
			if err != nil || c.censor.holds(source) {
				t.Errorf("uploaded to %s, %v", source, err)
			}
			if _, err := c.Submit(t.Context(), provider.Request{Action: provider.Edit, Prompt: "x", SourceURL: source, Count: 1}); err != nil {
				t.Error(err)
			}
			if other := client(t, server.URL, func(cfg *Config) { cfg.Token = secret }); other.actual(address) != address {
				t.Error("another client makes a token of what a file says")
			}
		})
	}
}

// What is observed of a request tells no token that a provider has put into an address.
func TestTokenInsideOfAPlace(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, png) }))
	defer server.Close()
	c := client(t, server.URL, func(cfg *Config) {
		cfg.Token = "abcdefgh-token"
		cfg.Observe = func(x provider.Exchange) {
			if x.Path != "/[token]/p.png" {
				t.Errorf("seen: %v", x)
			}
		}
	})
	for _, form := range []string{"abcdefgh-token", "%61bcdefgh%2Dtoken", "ABCDEFGH-token"} {
		if _, err := c.Download(t.Context(), server.URL+"/"+form+"/p.png", io.Discard, 1<<20); err != nil {
			t.Error(err)
		}
	}
}

// A task that could never be asked for is a doubt, whose reason shows nothing of the id;
// a picture that comes with it is taken, without the id. A refusal that names such a
// task was accepted all the same.
func TestTasksThatCannotBeAskedFor(t *testing.T) {
	for id, want := range map[string]string{
		"T1":                "",
		"a task of 1/2 + ü": "its id holds blanks or characters that cannot be shown",
		"\x1b[31mred":       "its id holds blanks or characters that cannot be shown",
		"T\u202e1":          "its id holds blanks or characters that cannot be shown",
		"T-" + testToken:    "its id holds the token",
		url.PathEscape(testToken[:1]) + testToken[1:]: "its id holds the token",
		strings.Repeat("T", 200):                      "",
		strings.Repeat("T", 200_000):                  "its id has 200000 bytes, more than 200",
	} {
		quoted, _ := json.Marshal(id)
		submit := func(body string) (provider.Task, *provider.Error) {
			c := client(t, "https://api.test", func(cfg *Config) {
				cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
					_, _ = io.Copy(io.Discard, req.Body)
					return answered(req, http.StatusOK, body), nil
				})
			})
			task, err := c.Submit(t.Context(), aCat)
			failed, _ := errors.AsType[*provider.Error](err)
			return task, failed
		}
		task, failed := submit(`{"task_id":` + string(quoted) + `}`)
		switch {
		case want == "" && (failed != nil || task.ID != id):
			t.Errorf("%.50q: %v, %v", id, task, failed)
		case want != "" && (failed == nil || failed.Class != provider.InDoubt || failed.TaskID != "" || !strings.HasSuffix(failed.Error(), want)):
			t.Errorf("%.50q: %v", id, failed)
		}
		if task, failed = submit(`{"task_id":` + string(quoted) + `,"data":[{"image_url":"https://cdn.test/p.png"}]}`); failed != nil || len(task.Pictures) != 1 || want != "" && task.ID != "" {
			t.Errorf("%.50q with a picture: %v, %v", id, task, failed)
		}
		if _, failed = submit(`{"task_id":` + string(quoted) + `,"success":false,"error":{"code":"bad_request"}}`); failed == nil || failed.Paid != provider.PerhapsCharged {
			t.Errorf("%.50q refused: %v", id, failed)
		}
		if task, failed = submit(`{"task_id":` + string(quoted) + `,"id":"T2"}`); failed != nil || task.ID != id && task.ID != "T2" {
			t.Errorf("%.50q beside another one: %v, %v", id, task, failed)
		}
	}
}

// A provider cannot make thousands of downloads of one request.
func TestTooManyPictures(t *testing.T) {
	body := `{"id":"T1","task_id":"T1","finished_at":1736304679,"data":[` + strings.TrimSuffix(strings.Repeat(`{"image_url":"https://cdn.test/a.png"},`, 10_000), ",") + `]}`
	c := client(t, "https://api.test", func(cfg *Config) {
		cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
			_, _ = io.Copy(io.Discard, req.Body)
			return answered(req, http.StatusOK, body), nil
		})
	})
	poll := func(ctx context.Context, id string) (provider.Task, error) {
		tasks, err := c.Poll(ctx, []string{id})
		if err != nil || len(tasks) != 1 {
			return provider.Task{}, fmt.Errorf("%d tasks, %v", len(tasks), err)
		}
		return tasks[0], nil
	}
	task, err := poll(t.Context(), "T1")
	if err != nil || len(task.Pictures) != maxPictures {
		t.Errorf("of an unknown task: %d pictures, %v", len(task.Pictures), err)
	}
	task, err = c.Submit(t.Context(), aCat)
	if err != nil || len(task.Pictures) != 1+maxExtra {
		t.Errorf("of a submission: %d pictures, %v", len(task.Pictures), err)
	}
	task, err = poll(t.Context(), "T1")
	if err != nil || len(task.Pictures) != 1+maxExtra {
		t.Errorf("of its task: %d pictures, %v", len(task.Pictures), err)
	}
}
