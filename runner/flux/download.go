package flux

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"gesso/runner/flux/internal/dial"
	"gesso/runner/flux/internal/transfer"
	"gesso/runner/provider"
)

// probeTime bounds Alive.
const probeTime = 15 * time.Second

// Download writes the picture at address to w, at most limit bytes, and returns
// how many w took. The token is not sent.
//
// Failures that pass are retried, and w still sees each byte once: an attempt
// after a broken one reads again what w already has, compares it by its hash,
// and goes on from there. Errors of w are returned as they are. After any error
// what w got is the beginning of a picture and no more.
//
// Classes: Gone when the address has expired or never was; BadPicture when it
// gives something else than a picture, an incomplete one, or one over the limit,
// and for addresses that are not fetched from at all (another scheme than http
// and https, private networks). All of them say that the picture is paid for.
func (c *Client) Download(ctx context.Context, address string, w io.Writer, limit int64) (int64, error) {
	out := transfer.NewSink(w, limit)
	err := c.retry(ctx, func() error { return c.download(ctx, address, out, limit) })
	return out.Written(), afterPayment(err)
}

func (c *Client) download(ctx context.Context, address string, out *transfer.Sink, limit int64) error {
	ctx, dog := transfer.Watch(ctx, c.stall)
	defer dog.Stop()
	p, err := c.open(ctx, address, nil)
	if err != nil {
		return err
	}
	defer p.Close()
	if p.Size > limit {
		return backoff.Permanent(c.badPicture("the picture has %d bytes, more than the limit of %d", p.Size, limit))
	}
	out.Expect(p.Size)
	out.Restart()
	_, err = io.Copy(out, dog.Reader(p.Reader()))
	switch {
	case out.Err != nil:
		return backoff.Permanent(out.Err)
	case errors.Is(err, transfer.ErrTooLarge):
		return backoff.Permanent(c.badPicture("the picture has more bytes than the limit of %d", limit))
	case errors.Is(err, transfer.ErrOther) || err == nil && out.Position() < out.Written():
		return backoff.Permanent(c.badPicture("the address gave another picture after the download broke off"))
	case errors.Is(err, io.ErrUnexpectedEOF), err == nil && p.Size >= 0 && out.Position() != p.Size:
		return c.badPicture("the picture broke off after %d bytes", out.Position())
	case err != nil:
		return c.broken(provider.Network, err)
	}
	return nil
}

// Alive reports whether address still answers with the beginning of a picture.
// It is free and reads a few hundred bytes, once: a dead address is the common
// case, and mistaking a living one for it costs no more than an upload.
func (c *Client) Alive(ctx context.Context, address string) bool {
	ctx, cancel := context.WithTimeoutCause(ctx, probeTime, timedOut(probeTime))
	defer cancel()
	// Not a HEAD: the signature of a signed address covers the method.
	p, err := c.open(ctx, address, http.Header{"Range": {fmt.Sprintf("bytes=0-%d", transfer.Sniffed-1)}})
	if err != nil {
		return false
	}
	p.Close()
	return true
}

// open asks for a picture and looks at its beginning.
func (c *Client) open(ctx context.Context, address string, header http.Header) (*transfer.Content, error) {
	if address == "" {
		return nil, backoff.Permanent(c.badPicture("the provider has finished, and says it in a way that this version of gesso does not understand"))
	}
	u, err := url.Parse(c.actual(address))
	if err != nil {
		return nil, backoff.Permanent(c.badPicture("a picture's address is not an URL"))
	}
	if err := c.guard.Check(u); err != nil {
		return nil, backoff.Permanent(c.badPicture("%v", err))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, c.broken(provider.Invalid, err)
	}
	if header != nil {
		req.Header = header
	}
	req.Header.Set("User-Agent", c.userAgent)
	// Anything more particular makes some servers convert the picture.
	req.Header.Set("Accept", "*/*")
	req.Header.Set("Accept-Encoding", "identity")
	resp, err := c.web.Do(req)
	if err != nil {
		var refused *dial.Refusal
		if errors.As(err, &refused) {
			return nil, backoff.Permanent(c.badPicture("%v", refused))
		}
		return nil, c.broken(provider.Network, err)
	}
	p, err := c.inspect(resp)
	if err != nil {
		resp.Body.Close()
	}
	return p, err
}

// inspect tells a picture from whatever else a server may answer.
func (c *Client) inspect(resp *http.Response) (*transfer.Content, error) {
	ranged := resp.Request != nil && resp.Request.Header.Get("Range") != ""
	if resp.StatusCode != http.StatusOK && !(ranged && resp.StatusCode == http.StatusPartialContent) {
		return nil, c.noPicture(resp)
	}
	p := transfer.NewContent(resp)
	var slow *transfer.TimeoutError
	switch {
	case errors.As(p.Err, &slow):
		return nil, c.broken(provider.Network, p.Err)
	case len(p.Head) == 0 && p.Err != io.EOF && p.Err != io.ErrUnexpectedEOF:
		return nil, c.broken(provider.Network, p.Err)
	case len(p.Head) == 0:
		return nil, c.badPicture("the answer is empty")
	case !p.PictureLike() && p.Err != nil && p.Err != io.EOF:
		return nil, c.badPicture("the picture broke off after %d bytes", len(p.Head))
	case !p.PictureLike():
		return nil, c.badPicture("the answer is no picture but %s", p.Kind())
	}
	return p, nil
}

// noPicture makes the error of an answer without one.
func (c *Client) noPicture(resp *http.Response) error {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	r := &reply{status: resp.StatusCode, header: resp.Header, body: body}
	o, ok := parseObject(body)
	f := o.fault()
	if !ok || !f.said {
		f.Message = text(page(string(body)))
	}
	failed := c.failure(provider.BadPicture, f, object{TraceID: o.TraceID})
	failed.Status = r.status
	switch {
	case r.status == http.StatusNotFound, r.status == http.StatusGone, expired(r.status, string(body)):
		failed.Class = provider.Gone
	case r.status == http.StatusTooManyRequests:
		failed.Class = provider.RateLimit
	case r.status == http.StatusProxyAuthRequired:
		failed.Class = provider.OnTheWay
	case r.status >= 500, r.status == http.StatusRequestTimeout:
		failed.Class = provider.Server
	}
	return r.wait(failed)
}

// expired recognises how the common object stores answer to a signed address
// after its time. Another 403 may be a passing one, of a firewall.
func expired(status int, body string) bool {
	if status != http.StatusForbidden && status != http.StatusBadRequest && status != http.StatusUnauthorized {
		return false
	}
	body = strings.ToLower(body)
	for _, word := range []string{"expired", "accessdenied", "signature", "authenticationfailed"} {
		if strings.Contains(body, word) {
			return true
		}
	}
	return false
}

func (c *Client) badPicture(format string, args ...any) *provider.Error {
	return &provider.Error{Class: provider.BadPicture, Message: c.censor.line(fmt.Sprintf(format, args...))}
}
