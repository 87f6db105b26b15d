package flux

import (
	"context"
	"net/http"
	"strings"

	"gesso/runner/flux/internal/dial"
	"gesso/runner/provider"
)

// isSandbox asks an endpoint whether it is gesso's own stand-in for the API,
// which says so with every answer. The question is free, has no token, and is
// none of the API's. The error, a *provider.Error, is that nobody answered.
func isSandbox(ctx context.Context, endpoint string) (bool, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, probeTime, timedOut(probeTime))
	defer cancel()
	c := &Client{}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(endpoint, "/")+"/", nil)
	if err != nil {
		return false, c.broken(provider.Invalid, err)
	}
	resp, err := dial.Paid(&dial.Guard{}).RoundTrip(req) // one call, and no connection that stays
	if err != nil {
		return false, c.broken(provider.Network, err)
	}
	resp.Body.Close()
	return resp.Header.Get(SandboxHeader) != "", nil
}
