package s3_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/s3"
	"gesso/state/home/shelf/s3/s3test"
)

// proxied is a bucket behind a proxy that does bad things to connections: toxic is one of
// toxiproxy's, as JSON.
func proxied(t *testing.T, toxic string) s3.Settings {
	t.Helper()
	settings := s3test.Serve(t).Settings("autumn")
	proxy := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "s3", "127.0.0.1:0", strings.TrimPrefix(settings.Endpoint, "http://"))
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		t.Fatal(err)
	}
	connections := &http.Transport{DisableKeepAlives: true} // each request has its own fate
	t.Cleanup(connections.CloseIdleConnections)
	settings.Endpoint, settings.Transport = "http://"+proxy.Listen, connections
	return settings
}

// TestBadConnections: whatever becomes of connections, a name that was created holds what
// its one creator wrote, and an error is that nobody answers.
func TestBadConnections(t *testing.T) {
	for name, toxic := range map[string]string{
		"latency":        `{"type":"latency","stream":"downstream","attributes":{"latency":20,"jitter":10}}`,
		"answers reset":  `{"type":"reset_peer","stream":"downstream","toxicity":0.2,"attributes":{"timeout":0}}`,
		"requests reset": `{"type":"reset_peer","stream":"upstream","toxicity":0.2,"attributes":{"timeout":0}}`,
		"answers cut":    `{"type":"limit_data","stream":"downstream","toxicity":0.2,"attributes":{"bytes":200}}`,
		"requests cut":   `{"type":"limit_data","stream":"upstream","toxicity":0.2,"attributes":{"bytes":500}}`,
		"in slices":      `{"type":"slicer","stream":"downstream","attributes":{"average_size":64,"size_variation":32,"delay":10}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, proxied(t, toxic))
			for i := range 10 {
				name, text := fmt.Sprintf("log/%010d", i+1), strings.Repeat(fmt.Sprint("segment ", i), 200)
				err := create(t, s, name, text)
				if unreachable(err) {
					continue
				}
				if err != nil && !errors.Is(err, fs.ErrExist) {
					t.Fatalf("Create(%s): %v", name, err)
				}
				switch got, err := read(t, s, name); {
				case unreachable(err):
				case err != nil:
					t.Errorf("Read(%s): %v", name, err)
				case got != text:
					t.Errorf("%s holds %.20q..., want what was written", name, got)
				}
				if err := create(t, s, name, "another"); !errors.Is(err, fs.ErrExist) && !unreachable(err) {
					t.Errorf("creating %s again: %v; want fs.ErrExist", name, err)
				}
			}
			for _, err := range s.List(t.Context(), "log/", "") {
				if err != nil && !unreachable(err) {
					t.Errorf("List: %v", err)
				}
			}
		})
	}
}

func unreachable(err error) bool {
	e, ok := errors.AsType[*shelf.Error](err)
	return ok && e.Problem == shelf.Unreachable
}

// TestProxiedBlackHole: a connection that swallows everything ends with the context.
func TestProxiedBlackHole(t *testing.T) {
	s := open(t, proxied(t, `{"type":"timeout","stream":"downstream","attributes":{"timeout":0}}`))
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := s.Create(ctx, "home", strings.NewReader("x"), 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v; want context.DeadlineExceeded", err)
	}
}
