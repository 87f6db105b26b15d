package providertest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gesso/runner/provider"
)

// Run asserts of a provider what the runner relies on.
func Run(t *testing.T, h Harness) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Harness)
	}{
		{"kind", testKind},
		{"a submission is charged once", testSubmit},
		{"a lost answer is a doubt", testDoubt},
		{"nothing sent is no doubt", testUnsent},
		{"cancelling", testCancel},
		{"refusals", testRefusals},
		{"an endless answer ends", testEndless},
		{"idle connections", testIdle},
		{"tasks", testTasks},
		{"questions are free", testQuestions},
		{"pictures", testPictures},
		{"bad deliveries", testDeliveries},
		{"uploads", testUploads},
		{"lists", testLists},
		{"many at once", testConcurrency},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, h) })
	}
}

// bench is a client with the service that it talks to.
type bench struct {
	h       Harness
	client  provider.Client
	service Service
	front   *front
}

func (h Harness) bench(t *testing.T) *bench {
	t.Helper()
	b := &bench{h: h, service: h.Service(t)}
	b.front = newFront(t, b.service.Handler)
	b.client = h.open(t, b.front.URL)
	return b
}

func (h Harness) open(t *testing.T, endpoint string) provider.Client {
	t.Helper()
	o := h.Opening
	o.Endpoint, o.Token = endpoint, Token
	open := h.Open
	if open == nil {
		open = func(_ *testing.T, o provider.Opening) (provider.Client, error) { return h.Kind.Open(o) }
	}
	client, err := open(t, o)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// request is the harness's with a prompt of its own, so that no two are the same.
func (h Harness) request(n int) provider.Request {
	r := h.Request
	r.Prompt = fmt.Sprintf("%s, number %d", r.Prompt, n)
	return r
}

// submit makes one submission that must be accepted.
func (b *bench) submit(t *testing.T, n int) provider.Task {
	t.Helper()
	task, err := b.client.Submit(t.Context(), b.h.request(n))
	if err != nil {
		t.Fatal(err)
	}
	return task
}

// charged asserts how many submissions were accepted.
func (b *bench) charged(t *testing.T, want int) {
	t.Helper()
	if got := b.service.Charged(); got != want {
		t.Errorf("%d submissions are charged, want %d", got, want)
	}
}

// failed asserts that an error is the provider's own, of one of some classes, and
// tells no secret. It returns nil after a failure.
func failed(t *testing.T, err error, want ...provider.Class) *provider.Error {
	t.Helper()
	var e *provider.Error
	switch {
	case err == nil:
		t.Errorf("there is no error, want one of %v", want)
		return nil
	case !errors.As(err, &e):
		t.Errorf("%v is a %T and no *provider.Error", err, err)
		return nil
	case len(want) > 0 && !slices.Contains(want, e.Class):
		t.Errorf("%v is of class %v, want one of %v", err, e.Class, want)
	}
	for _, text := range []string{fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", *e), e.Advice(), e.TaskID, e.TraceID} {
		if strings.Contains(text, Token) {
			t.Errorf("the error tells the token: %s", text)
		}
	}
	if strings.ContainsAny(e.Detail(), "\n\r\x1b") {
		t.Errorf("%q is no line", e.Detail())
	}
	return e
}
