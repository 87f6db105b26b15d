package provider

import "time"

// Exchange is one request and its answer, as far as anybody may know of it: it has
// room for nothing that is secret, neither headers nor bodies, nor the query of an
// address.
type Exchange struct {
	Method string
	Host   string // with the port, where there is one
	Path   string // escaped
	Status int    // 0: there was no answer

	Elapsed time.Duration // until the answer began
	Failure Failure       // why there was no answer; "" with one
}

// Failure is why a request had no answer: one of a closed set, as the words of an
// error may quote anything.
type Failure string

const (
	TimedOut    Failure = "timed out"
	Interrupted Failure = "interrupted"
	Refused     Failure = "refused"      // nobody listens there
	NoSuchHost  Failure = "no such host" // the name is not known
	Untrusted   Failure = "not trusted"  // the certificate
	Broken      Failure = "connection broken"
)
