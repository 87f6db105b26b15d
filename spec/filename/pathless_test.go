package filename

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

func TestPathless(t *testing.T) {
	failed := &fs.PathError{Op: "open", Path: "a/b.png", Err: fs.ErrPermission}
	link := errors.New("a link")
	for _, test := range []struct{ err, want error }{
		{nil, nil},
		{link, link},
		{failed, fs.ErrPermission},
		{fmt.Errorf("reading: %w", failed), fs.ErrPermission},
	} {
		if got := Pathless(test.err); got != test.want {
			t.Errorf("%v: got %v, want %v", test.err, got, test.want)
		}
	}
}
