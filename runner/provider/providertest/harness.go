package providertest

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"gesso/runner/provider"
)

// Token is what the suite's clients are opened with. It must never be told.
const Token = "secret-token-of-the-suite"

// Harness is what the suite needs of a provider.
type Harness struct {
	Kind    *provider.Kind
	Request provider.Request // one that the service takes, for one picture
	Opening provider.Opening // what clients are opened with, but for endpoint and token
	Lacks   []Capability

	// Service starts a service that does not know of any other.
	Service func(t *testing.T) Service

	// Refusals are answers that accept nothing, as the service words them. TOKEN in
	// a body is replaced by the client's token.
	Refusals []Refusal

	// Open is the kind's own where nil. A test makes a client here that waits less
	// between its repetitions of free calls.
	Open func(t *testing.T, o provider.Opening) (provider.Client, error)
}

// Service is a stand-in for the provider's service.
type Service struct {
	// Handler speaks the provider's wire. It is called with one whole request at a
	// time, by several goroutines; links in its answers lead to the request's host.
	Handler http.Handler
	// Charged tells how many submissions were accepted.
	Charged func() int
	// Become decides what becomes of what is accepted from now on, and reports
	// whether the service knows of such an end. Nil knows of none but Made.
	Become func(Fate) bool
}

// Fate is what becomes of an accepted submission.
type Fate int

const (
	Made      Fate = iota // its picture is there when it is next asked for
	Working               // it is in work as long as the test lasts
	Failed                // it ends without a picture
	Moderated             // it ends because of what the picture would show
	Forgotten             // everything that was accepted before is unknown: nothing is accepted from now on
)

// Refusal is an answer to a submission that accepts nothing.
type Refusal struct {
	Name   string
	Status int
	Header http.Header
	Body   string
	Want   provider.Class
	Wait   time.Duration // that it asks for; 0 asks for none
}

// Capability is something that a provider need not have.
type Capability int

const (
	Tasks   Capability = iota // a submission is answered with a task, to be polled; else with the pictures
	Links                     // pictures are fetched by URL
	Uploads                   // it takes files to edit
	Lists                     // it tells what it was asked for
	Tokens                    // it wants a token, also on this machine's network
)

func (c Capability) String() string {
	return [...]string{"tasks", "links", "uploads", "lists", "tokens"}[c]
}

func (h Harness) has(c Capability) bool { return !slices.Contains(h.Lacks, c) }

// need skips a test of what the provider does not have.
func (h Harness) need(t *testing.T, all ...Capability) {
	t.Helper()
	for _, c := range all {
		if !h.has(c) {
			t.Skipf("the provider has no %s", c)
		}
	}
}
