package place

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

// A full disk is told of by the output's name, and by no other one.
func TestErrorNamesTheOutput(t *testing.T) {
	full := errors.New("no space left on device")
	for _, test := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("writing png: %w", &fs.PathError{Op: "write", Path: "/x/././.gesso-5aca", Err: full}), "no space left on device"},
		{fmt.Errorf("reading: %w", &fs.PathError{Op: "open", Path: "o.png", Err: fs.ErrNotExist}), "reading: open o.png: file does not exist"},
		{full, "no space left on device"},
	} {
		e := &Error{Path: "images/a.png", Err: test.err}
		if want := "its picture is in the store, but images/a.png cannot be written: " + test.want; e.Error() != want {
			t.Errorf("it says %q, want %q", e, want)
		}
		if !errors.Is(e, test.err) {
			t.Errorf("%v is lost", test.err)
		}
	}
}
