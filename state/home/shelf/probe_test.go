package shelf_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/shelftest"
)

type google struct{ shelf.Shelf }

func (google) Service() (name, instead string) { return "Google Cloud Storage", "" }

type stale struct{ shelf.Shelf }

func (stale) Read(context.Context, string) (io.ReadCloser, int64, error) {
	return nil, 0, fs.ErrNotExist
}

type replaced struct{ shelf.Shelf }

func (replaced) Read(context.Context, string) (io.ReadCloser, int64, error) {
	return io.NopCloser(strings.NewReader("other")), 5, nil
}

func TestProbe(t *testing.T) {
	fault := func(op shelftest.Op, n int64, f shelftest.Fault) shelf.Shelf {
		return shelftest.WithFaults(new(shelftest.Memory), func(c shelftest.Call) shelftest.Fault {
			if c.Op == op && (n == 0 || c.N == n) {
				return f
			}
			return shelftest.None
		})
	}
	for _, test := range []struct {
		name  string
		shelf shelf.Shelf
		want  string // in the error; "": none
	}{
		{"one that keeps its promise", new(shelftest.Memory), ""},
		{"its first create is an echo", fault(shelftest.Create, 1, shelftest.Echo), ""},
		{"it may not remove", fault(shelftest.Remove, 0, shelftest.Refuse), ""},
		{"it ignores conditions", &shelftest.Memory{Blind: true}, "conditional writes (If-None-Match) are ignored"},
		{"it ignores conditions, and is known", google{&shelftest.Memory{Blind: true}}, "Google Cloud Storage ignores"},
		{"it does not show what is there", stale{new(shelftest.Memory)}, "cannot be read at once"},
		{"it shows something else", replaced{new(shelftest.Memory)}, "is not what was created"},
		{"the first create fails", fault(shelftest.Create, 1, shelftest.Refuse), shelftest.ErrFault.Error()},
		{"the second create fails", fault(shelftest.Create, 2, shelftest.Refuse), shelftest.ErrFault.Error()},
		{"the read is cut", fault(shelftest.Read, 0, shelftest.Cut), io.ErrUnexpectedEOF.Error()},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := shelf.Probe(t.Context(), test.shelf)
			switch {
			case test.want == "" && err != nil:
				t.Errorf("%v; want none", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("%v; want %q in it", err, test.want)
			}
		})
	}
}

func TestProbeTellsIgnored(t *testing.T) {
	err := shelf.Probe(t.Context(), google{&shelftest.Memory{Name: "s3://b", Blind: true}})
	e, ok := errors.AsType[*shelf.IgnoredError](err)
	if !ok || e.Service != "Google Cloud Storage" || e.Where != "s3://b" {
		t.Errorf("%#v; want an *IgnoredError of the service", err)
	}
}

func TestRecheck(t *testing.T) {
	for _, blind := range []bool{false, true} {
		m := &shelftest.Memory{Blind: blind}
		m.Put("log/0000000001", []byte("x"))
		_, got := errors.AsType[*shelf.IgnoredError](shelf.Recheck(t.Context(), m, "log/0000000001", []byte("x")))
		if got != blind {
			t.Errorf("of one that is blind: %t, it says so: %t", blind, got)
		}
	}
}
