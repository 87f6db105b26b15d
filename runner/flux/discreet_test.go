package flux

import (
	"bytes"
	"context"
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
					fmt.Fprintf(w, `{"task_id":"T1","trace_id":"%s","data":[{"image_url":"%s/p.png?k=%s","seed":"%s"}]}`, secret, server.URL, form, secret)
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
