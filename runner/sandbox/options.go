package sandbox

import (
	"time"

	"gesso/runner/sandbox/fault"
)

// Options is how a sandbox behaves. The zero value is a good day at the provider:
// every token is taken, every picture is ready at once, nothing fails.
type Options struct {
	// Token is the bearer token to demand; "" takes any that is not empty.
	Token string

	// Latency is how long a generation takes, from being accepted to being
	// finished. Drawing is not part of it: pictures are drawn when downloaded.
	// It is taken to be longer or shorter by up to Jitter, evenly.
	Latency, Jitter time.Duration

	// Seed decides what is left to chance, together with what is asked for.
	Seed int

	// Rate is how many submissions a second are let through, and how many at
	// once; 0 is no limit. What exceeds it is answered with 429.
	Rate float64

	// RetryAfter is told with every 429 that does not say another time, now in
	// seconds and now as a date; 0 is not told.
	RetryAfter time.Duration

	// Expire is how long a result's link answers; 0 is for ever. A task that is
	// asked again gives new ones.
	Expire time.Duration

	// Recode gives a new link whenever a task is asked for, and at each link the
	// same pixels in other bytes; false is a picture that has one file.
	Recode bool

	// List answers a retrieve_batch without ids, and with a user_id, with the
	// account's tasks; false refuses it, as nobody promises that it works.
	List bool

	// Strict demands a size of every submission, as the service does.
	Strict bool

	// Cost is what each picture is said to have cost, in credits. It is told with
	// every finished call, also when it is nothing.
	Cost float64

	// Sketch draws pictures whose size is a ratio with sides of a quarter: of a sixteenth
	// of a megapixel, for whoever has thousands of them and looks at none.
	Sketch bool

	// Earlier tells how many pictures of a request others have made, who are gone; nil
	// is none. The next ones look as if they had been made here.
	Earlier func(action, prompt, model, size string) int

	// BaseURL stands before the paths of result links, "https://pictures.test".
	// When empty, links lead to the host that the request was sent to.
	BaseURL string

	// Balance is how many pictures the account can pay for; nil is no limit.
	// The number is copied: the sandbox counts down for itself.
	Balance *int

	// Refuse answers a submission with a failure, before anything is accepted
	// or charged; nil, or a nil answer, lets it pass.
	Refuse func(fault.Submission) *fault.Failure

	// Fail makes an accepted task finish as failed; nil, or a nil answer, lets
	// it succeed. The failure's Status is that of a synchronous answer, where 0
	// is 200.
	Fail func(fault.Submission) *fault.Failure

	// Faults is everything else that can go wrong. Refuse and Fail, and the
	// words in prompts, go the same way: they only come first.
	Faults fault.Faults

	// CacheBytes bounds the drawn pictures that are kept; 0 is 64 MiB. What is
	// not kept is drawn again, the same, at its next download.
	CacheBytes int64

	// Clock is where the time comes from; nil is the machine's clock.
	Clock Clock

	// Logf, where not nil, is told one line a request. It must be safe for
	// concurrent use. No token is ever in a line.
	Logf func(format string, args ...any)
}

// defaultCacheBytes holds some hundreds of pictures of a megapixel.
const defaultCacheBytes = 64 << 20

// Clock is the time, as far as the sandbox needs it. Under testing/synctest the
// machine's clock is already a fake one.
type Clock interface {
	Now() time.Time
	After(time.Duration) <-chan time.Time
}

// machineClock is the Clock of package time.
type machineClock struct{}

func (machineClock) Now() time.Time                         { return time.Now() }
func (machineClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// fate merges all that may decide about a submission: words in the prompt, then
// Refuse and Fail, then Faults.
func (o *Options) fate(sub fault.Submission) fault.Fate {
	f := fault.Spoken(sub)
	if o.Refuse != nil {
		f.Merge(fault.Fate{Refuse: o.Refuse(sub)})
	}
	if o.Fail != nil {
		f.Merge(fault.Fate{Fail: o.Fail(sub)})
	}
	if o.Faults.Submit != nil {
		f.Merge(o.Faults.Submit(sub))
	}
	return f
}
