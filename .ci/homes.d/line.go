package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// line is a way to a server, by toxiproxy.
type line struct {
	proxy *toxiproxy.Proxy
	ended chan struct{}
	work  sync.WaitGroup
}

// toxics are what each kind of line does all the time. A toxicity is the part of the
// connections that it is done to.
var toxics = map[string][]string{
	"good": nil,
	"slow": {
		`{"name": "latency", "type": "latency", "stream": "downstream", "attributes": {"latency": 275, "jitter": 225}}`,
	},
	"broken": {
		`{"name": "latency", "type": "latency", "stream": "downstream", "attributes": {"latency": 60, "jitter": 50}}`,
		`{"name": "reset", "type": "reset_peer", "stream": "upstream", "toxicity": 0.05, "attributes": {"timeout": 300}}`,
		`{"name": "cut", "type": "limit_data", "stream": "downstream", "toxicity": 0.1, "attributes": {"bytes": 700}}`,
		`{"name": "lost", "type": "limit_data", "stream": "downstream", "toxicity": 0.05, "attributes": {"bytes": 1}}`,
	},
}

// hole is a black hole: what is said is not heard, and no connection ends.
const hole = `{"name": "hole", "type": "timeout", "stream": "downstream", "attributes": {"timeout": 0}}`

// How long a broken line is one at a time, and how long it is none.
const (
	darkness = 2 * time.Second
	daylight = 15 * time.Second
)

// lay opens a line of a kind from an address to another.
func lay(kind, near, far string) (*line, error) {
	all, known := toxics[kind]
	if !known {
		return nil, fmt.Errorf("no line is %q", kind)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	l := &line{proxy: toxiproxy.NewProxy(server, kind, near, far), ended: make(chan struct{})}
	if err := l.proxy.Start(); err != nil {
		return nil, err
	}
	for _, toxic := range all {
		if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
			l.proxy.Stop()
			return nil, fmt.Errorf("%s: %w", toxic, err)
		}
	}
	if kind == "broken" {
		l.work.Go(l.flicker)
	}
	return l, nil
}

// flicker has the line swallow all that is said, from time to time.
func (l *line) flicker() {
	for {
		select {
		case <-l.ended:
			return
		case <-time.After(daylight):
		}
		if _, err := l.proxy.Toxics.AddToxicJson(strings.NewReader(hole)); err != nil {
			return
		}
		select {
		case <-l.ended:
		case <-time.After(darkness):
		}
		_ = l.proxy.Toxics.RemoveToxic(context.Background(), "hole") // it is there
	}
}

func (l *line) close() {
	close(l.ended)
	l.work.Wait()
	l.proxy.Stop()
}
