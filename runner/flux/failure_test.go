package flux

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"

	"gesso/runner/provider"
)

// A call that fails for want of something of this machine is no failure of the
// network, and is as safe to repeat as one.
func TestBrokenByTheMachine(t *testing.T) {
	c := &Client{}
	for _, test := range []struct {
		err  error
		want provider.Class
	}{
		{&net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("socket", syscall.EMFILE)}, provider.Machine},
		{&url.Error{Op: "Post", URL: "https://x.test/?signature", Err: &net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.ENFILE)}}, provider.Machine},
		{&os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, provider.Machine},
		{fmt.Errorf("copying: %w", &os.PathError{Op: "write", Path: "x", Err: syscall.EDQUOT}), provider.Machine},
		{&os.PathError{Op: "write", Path: "x", Err: syscall.EFBIG}, provider.Machine},
		{&os.PathError{Op: "open", Path: "x", Err: syscall.EROFS}, provider.Machine},
		{syscall.ENOBUFS, provider.Machine},
		{&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, provider.Network},
		{&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, provider.Network},
		{errors.New("no route"), provider.Network},
	} {
		if got := c.broken(provider.Network, test.err); got.Class != test.want || !errors.Is(got, test.err) && !errors.Is(got, errors.Unwrap(test.err)) {
			t.Errorf("%v is %v, want %v", test.err, got, test.want)
		}
		if got := c.broken(provider.InDoubt, test.err); got.Class != provider.InDoubt {
			t.Errorf("%v of a paid request that was written is %v", test.err, got)
		}
	}
}

// What each status means with each body, of a paid call. A free one differs in
// what is in doubt alone, as nothing can be.
func TestClassify(t *testing.T) {
	bodies := []struct{ name, body string }{
		{"none", ""},
		{"page", "<html><title>Forbidden</title>Your request was flagged"},
		{"detail", `{"detail":"not allowed"}`},
		{"message", `{"message":"Forbidden"}`},
		{"string", `{"timestamp":1,"status":403,"error":"Forbidden","path":"/"}`},
		{"ours, string", `{"success":false,"error":"something"}`},
		{"ours, no code", `{"success":false,"error":{"message":"something"}}`},
		{"bad_request", `{"success":false,"error":{"code":"bad_request","message":"size"}}`},
		{"used_up", `{"success":false,"error":{"code":"used_up"}}`},
		{"insufficient_balance", `{"error":{"code":"insufficient_balance","message":"top up"}}`},
		{"disabled", `{"success":false,"error":{"code":"disabled","message":"your account was flagged"}}`},
		{"forbidden", `{"success":false,"error":{"code":"forbidden","message":"x"},"trace_id":"R"}`},
		{"content_moderation", `{"error":{"code":"content_moderation"}}`},
		{"flagged", `{"success":false,"error":{"message":"the prompt was flagged"}}`},
		{"invalid_token", `{"success":false,"error":{"code":"invalid_token"}}`},
		{"too_many_requests", `{"error":{"code":"too_many_requests"}}`},
		{"api_error", `{"success":false,"error":{"code":"api_error"}}`},
	}
	const (
		au, ba, mo = provider.Authentication, provider.Balance, provider.Moderation
		in, ra, do = provider.Invalid, provider.RateLimit, provider.InDoubt
		ac, ow     = provider.Account, provider.OnTheWay
	)
	tests := []struct {
		status int
		want   []provider.Class
	}{
		//       none page det  mess str  ours oNoC badr used insu disa forb cont flag toke many apie
		{200, []provider.Class{in, in, in, in, in, in, in, in, ba, ba, ac, mo, mo, mo, au, ra, do}},
		{301, []provider.Class{in, in, in, in, in, in, in, in, in, in, in, in, in, in, in, in, in}},
		{302, []provider.Class{in, in, in, in, in, in, in, in, in, in, in, in, in, in, in, in, in}},
		{303, []provider.Class{do, do, do, do, do, do, do, do, do, do, do, do, do, do, do, do, do}},
		{307, []provider.Class{in, in, in, in, in, in, in, in, in, in, in, in, in, in, in, in, in}},
		{308, []provider.Class{in, in, in, in, in, in, in, in, in, in, in, in, in, in, in, in, in}},
		{400, []provider.Class{in, in, in, in, in, in, in, in, ba, ba, ac, mo, mo, mo, au, ra, in}},
		{401, []provider.Class{au, au, au, au, au, au, au, au, ba, ba, ac, au, au, au, au, au, au}},
		{402, []provider.Class{ba, ba, ba, ba, ba, ba, ba, ba, ba, ba, ac, ba, ba, ba, au, ba, ba}},
		{403, []provider.Class{ow, ow, ow, ow, ow, mo, mo, in, ba, ba, ac, mo, mo, mo, au, ra, mo}},
		{404, []provider.Class{in, in, in, in, in, in, in, in, ba, ba, ac, mo, mo, mo, au, ra, in}},
		{407, []provider.Class{ow, ow, ow, ow, ow, ow, ow, ow, ow, ow, ow, ow, ow, ow, ow, ow, ow}},
		{408, []provider.Class{do, do, do, do, do, do, do, do, do, do, do, do, do, do, do, do, do}},
		{429, []provider.Class{ra, ra, ra, ra, ra, ra, ra, ra, ba, ba, ac, ra, ra, ra, au, ra, ra}},
		{500, []provider.Class{do, do, do, do, do, do, do, do, do, do, do, do, do, do, do, do, do}},
		{503, []provider.Class{do, do, do, do, do, do, do, do, do, do, do, do, do, do, do, do, do}},
	}
	c := client(t, "")
	for _, test := range tests {
		for i, body := range bodies {
			r := &reply{status: test.status, header: http.Header{}, body: []byte(body.body)}
			if got := c.refused(paid, r).Class; got != test.want[i] {
				t.Errorf("%d with %s: got %v, want %v", test.status, body.name, got, test.want[i])
			}
			if got := c.refused(free, r).Class; got == provider.InDoubt || test.want[i] != do && got != test.want[i] {
				t.Errorf("%d with %s, free: got %v", test.status, body.name, got)
			}
		}
	}
}

// Whoever writes http where the server wants https is told so.
func TestRedirectFromHTTP(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"http://a.test/flux/images", "https://a.test/flux/images", "the endpoint redirects from http to https, at a.test (write https:// in the endpoint), which is not followed"},
		{"http://a.test/flux/images", "http://b.test/x?sig=1", "the endpoint redirects to b.test, which is not followed"},
		{"https://a.test/flux/images", "https://b.test/", "the endpoint redirects to b.test, which is not followed"},
		{"http://a.test/flux/images", "/elsewhere", "the endpoint redirects, which is not followed"},
	}
	for _, test := range tests {
		r := &reply{from: test.from, status: 301, header: http.Header{"Location": {test.to}}}
		if got := client(t, "").refused(paid, r).Message; got != test.want {
			t.Errorf("%s to %s: got %q", test.from, test.to, got)
		}
	}
}
