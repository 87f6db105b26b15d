package flux

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v5"

	"gesso/runner/provider"
)

// retries says how often and how fast a free call is repeated.
type retries struct {
	tries       uint
	first, most time.Duration // of the waits between
}

// usualRetries rides out a restart of the server, some ten seconds, and leaves
// longer troubles to the caller, who knows what else there is to do.
var usualRetries = retries{tries: 5, first: 500 * time.Millisecond, most: 8 * time.Second}

// retry makes attempts at a free call until one succeeds, fails for good, or
// was the last. It returns the last attempt's error; one in backoff.Permanent is
// final whatever its class. A paid call must never get here.
func (c *Client) retry(ctx context.Context, attempt func() error) error {
	var last error
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval, waits.Multiplier = c.retries.first, c.retries.most, 2
	_, _ = backoff.Retry(ctx, func() (struct{}, error) {
		last = attempt()
		var final *backoff.PermanentError
		var failed *provider.Error
		switch {
		case last == nil:
			return struct{}{}, nil
		case errors.As(last, &final):
			last = final.Unwrap()
			return struct{}{}, final
		case !errors.As(last, &failed) || !failed.Class.Retry():
			return struct{}{}, backoff.Permanent(last)
		case failed.RetryAfter > 0:
			return struct{}{}, &backoff.RetryAfterError{Duration: failed.RetryAfter}
		}
		return struct{}{}, last
	}, backoff.WithBackOff(waits), backoff.WithMaxTries(c.retries.tries), backoff.WithMaxElapsedTime(0))

	if ended := context.Cause(ctx); last != nil && ended != nil && !errors.Is(last, ended) {
		return &provider.Error{Class: provider.Network, Err: fmt.Errorf("%w, after: %w", ended, last)}
	}
	return last
}
