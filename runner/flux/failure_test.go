package flux

import (
	"errors"
	"fmt"
	"net"
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
