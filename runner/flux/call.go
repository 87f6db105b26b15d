package flux

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"gesso/runner/flux/internal/transfer"
	"gesso/runner/provider"
)

// Limits of an answer.
const (
	// maxAnswer is in bytes. The largest real answer, 50 tasks with long
	// prompts, has some 200 KiB.
	maxAnswer = 8 << 20
	// maxErrorBody is in bytes: an error's text is cut to a line anyway.
	maxErrorBody = 64 << 10
	// errorBodyTime bounds the wait for an error's body, whose status is known.
	errorBodyTime = 10 * time.Second
)

// call is one POST to an endpoint, with the token.
type call struct {
	price   price
	url     string
	token   string
	header  http.Header
	content io.Reader
	size    int64 // of content, in bytes
}

// reply is what came back. A body that was cut short comes with the reason: it
// may still hold all that matters.
type reply struct {
	from   string // the URL that was called
	status int
	header http.Header
	body   []byte
	cut    error
}

// send makes a call, once. Its errors are *provider.Error; a reply of any
// status is none, but for one of a sandbox that the caller does not expect.
func (c *Client) send(ctx context.Context, k call) (*reply, error) {
	b := &body{content: k.content}
	// After send nobody reads content any more, so that its owner may.
	defer b.seal()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, k.url, b)
	if err != nil {
		return nil, c.broken(provider.Invalid, err)
	}
	req.Header = k.header
	req.Header.Set("User-Agent", c.userAgent)
	req.Header.Set("Accept-Encoding", "identity")
	if k.token != "" {
		req.Header.Set("Authorization", "Bearer "+k.token)
	}
	req.ContentLength = k.size
	// With a GetBody, or with an Idempotency-Key header, net/http would repeat
	// the request by itself when a kept connection breaks, and pay twice.
	req.GetBody = nil

	// RoundTrip, and not a Client's Do: what cannot redirect cannot re-send.
	by := c.api
	if k.price == paid {
		by = c.till
	}
	resp, err := by.RoundTrip(req)
	if err != nil {
		if sent := b.seal(); sent && k.price == paid {
			return nil, c.broken(provider.InDoubt, err)
		}
		return nil, c.broken(provider.Network, err)
	}
	defer resp.Body.Close()
	if !c.sandbox && resp.Header.Get(SandboxHeader) != "" {
		return nil, c.invalid("the endpoint is a gesso sandbox, which makes placeholder pictures only; " +
			`if that is wanted, say endpoint = "sandbox" in the provider block`)
	}
	r := receive(resp, cancel)
	r.from = k.url
	return r, nil
}

// receive reads an answer, within its limits.
func receive(resp *http.Response, cancel func()) *reply {
	limit := int64(maxAnswer)
	if !fine(resp.StatusCode) {
		limit = maxErrorBody
		defer time.AfterFunc(errorBodyTime, cancel).Stop()
	}
	r := &reply{status: resp.StatusCode, header: resp.Header}
	r.body, r.cut = io.ReadAll(io.LimitReader(transfer.Decoded(resp.Header, resp.Body), limit+1))
	if int64(len(r.body)) > limit {
		r.body, r.cut = r.body[:limit], fmt.Errorf("the answer is longer than %d bytes", limit)
	}
	return r
}

func fine(status int) bool { return status >= 200 && status < 300 }
