package shelftest_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gesso/state/home/shelf"
	"gesso/state/home/shelf/shelftest"
)

func TestFaults(t *testing.T) {
	for _, test := range []struct {
		fault shelftest.Fault
		want  error
		done  bool // the object is there afterwards
	}{
		{shelftest.None, nil, true},
		{shelftest.Refuse, shelftest.ErrFault, false},
		{shelftest.Lose, shelftest.ErrFault, true},
		{shelftest.Echo, fs.ErrExist, true},
		{shelftest.Hole, context.DeadlineExceeded, false},
		{shelftest.Sink, context.DeadlineExceeded, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			m := new(shelftest.Memory)
			s := shelftest.WithFaults(m, func(shelftest.Call) shelftest.Fault { return test.fault })
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := s.Create(ctx, "home", strings.NewReader("x"), 1)
			if !errors.Is(err, test.want) {
				t.Errorf("fault %d: %v, want %v", test.fault, err, test.want)
			}
			if _, err := m.Stat(t.Context(), "home"); (err == nil) != test.done {
				t.Errorf("fault %d: the object is there: %t, want %t", test.fault, err == nil, test.done)
			}
		})
	}
}

func TestCut(t *testing.T) {
	m := new(shelftest.Memory)
	m.Put("home", []byte("12345678"))
	s := shelftest.WithFaults(m, func(shelftest.Call) shelftest.Fault { return shelftest.Cut })
	body, size, err := s.Read(t.Context(), "home")
	if err != nil || size != 8 {
		t.Fatal(size, err)
	}
	defer body.Close()
	if data, err := io.ReadAll(body); string(data) != "1234" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%q, %v; want a half and an end too early", data, err)
	}
}

func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		s := shelftest.WithLatency(new(shelftest.Memory), 50*time.Millisecond)
		if err := shelf.Probe(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 4*50*time.Millisecond {
			t.Errorf("a probe took %s, want 4 calls of 50 ms", took)
		}
	})
}
