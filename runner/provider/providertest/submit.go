package providertest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"gesso/runner/provider"
)

func testSubmit(t *testing.T, h Harness) {
	b := h.bench(t)
	task := b.submit(t, 1)
	b.charged(t, 1)
	if calls := b.front.calls(); len(calls) != 1 {
		t.Errorf("one submission was %d requests: %v", len(calls), calls)
	}
	switch {
	case task.State == provider.Failed:
		t.Error("a task that Submit returns has not failed: that is an error")
	case h.has(Tasks) && task.ID == "":
		t.Error("the task has no id to ask for it by")
	case !h.has(Tasks) && (task.State != provider.Succeeded || len(task.Pictures) == 0):
		t.Errorf("without tasks the answer is the pictures, and not %+v", task)
	}
}

// plain is an answer of something before a service that knows nothing of it.
var plain = http.Header{"Content-Type": {"text/html"}}

const page = "<html><body><h1>Something is wrong</h1></body></html>"

// testDoubt: what was accepted and not answered well may be charged, and is not
// asked for again.
func testDoubt(t *testing.T, h Harness) {
	for name, m := range map[string]mood{
		"no answer":   loses,
		"half of one": breaksOff,
		"500":         saysAfter(http.StatusInternalServerError, plain, page),
		"502":         saysAfter(http.StatusBadGateway, plain, page),
		"503":         saysAfter(http.StatusServiceUnavailable, plain, ""),
		"504":         saysAfter(http.StatusGatewayTimeout, plain, page),
	} {
		t.Run(name, func(t *testing.T) {
			b := h.bench(t)
			b.front.be(m, -1)
			_, err := b.client.Submit(t.Context(), h.request(1))
			if e := failed(t, err, provider.InDoubt); e != nil && e.Charge() == provider.NotCharged {
				t.Errorf("%v is said not to be charged", err)
			}
			b.charged(t, 1)
			if calls := b.front.calls(); len(calls) != 1 {
				t.Errorf("it was asked for %d times: %v", len(calls), calls)
			}
		})
	}
}

// testUnsent: what never left this machine was not bought.
func testUnsent(t *testing.T, h Harness) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	endpoint := "http://" + listener.Addr().String()
	listener.Close() // nobody listens there now
	_, err = h.open(t, endpoint).Submit(t.Context(), h.request(1))
	if e := failed(t, err, provider.Network, provider.OnTheWay); e != nil && e.Charge() != provider.NotCharged {
		t.Errorf("%v is said to be %v", err, e.Charge())
	}
}

func testCancel(t *testing.T, h Harness) {
	t.Run("before anything is sent", func(t *testing.T) {
		b := h.bench(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := b.client.Submit(ctx, h.request(1))
		failed(t, err, provider.Network)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v does not tell that the caller ended it", err)
		}
		b.charged(t, 0)
	})
	t.Run("after all is sent", func(t *testing.T) {
		b := h.bench(t)
		arrived := make(chan struct{}, 1)
		b.front.be(holds(arrived), -1)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-arrived
			cancel()
		}()
		_, err := b.client.Submit(ctx, h.request(1))
		failed(t, err, provider.InDoubt)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v does not tell that the caller ended it", err)
		}
		b.charged(t, 1)
	})
}

// testRefusals: each is of its class, costs nothing, and is answered once.
func testRefusals(t *testing.T, h Harness) {
	for _, r := range h.Refusals {
		t.Run(r.Name, func(t *testing.T) {
			b := h.bench(t)
			b.front.be(says(r.Status, r.Header, strings.ReplaceAll(r.Body, "TOKEN", Token)), -1)
			_, err := b.client.Submit(t.Context(), h.request(1))
			e := failed(t, err, r.Want)
			if e != nil && e.Class.Charge() == provider.NotCharged && e.Charge() != provider.NotCharged {
				t.Errorf("%v is said to be %v", err, e.Charge())
			}
			if e != nil && (e.Status != r.Status || e.RetryAfter != r.Wait) {
				t.Errorf("got status %d and wait %v, want %d and %v", e.Status, e.RetryAfter, r.Status, r.Wait)
			}
			if calls := b.front.calls(); len(calls) != 1 {
				t.Errorf("it was asked for %d times: %v", len(calls), calls)
			}
		})
	}
}

// testEndless: no server fills this machine's memory, or keeps it for ever.
func testEndless(t *testing.T, h Harness) {
	b := h.bench(t)
	m, swallowed := endless(http.Header{"Content-Type": {"application/json"}}, 512<<20)
	b.front.be(m, -1)
	_, err := b.client.Submit(t.Context(), h.request(1))
	failed(t, err, provider.InDoubt)
	if swallowed() {
		t.Error("an answer of half a gigabyte is read to its end")
	}
	b.charged(t, 1)
}

// testIdle: a connection that a server has closed while nothing was on it costs
// neither a doubt nor a second submission.
func testIdle(t *testing.T, h Harness) {
	b := h.bench(t)
	for n := range 3 {
		b.submit(t, n)
		b.front.CloseClientConnections()
	}
	b.charged(t, 3)
}
