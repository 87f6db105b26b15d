package commit

import (
	"bytes"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gesso/state"
)

// flaky is a file on a failing disk. It takes write calls until one fails.
type flaky struct {
	bytes.Buffer
	writes, syncs int // that still work
	short         int // bytes that the failing write leaves
	syncsDone     int
}

var errDisk = errors.New("disk on fire")

func (f *flaky) Write(p []byte) (int, error) {
	f.writes--
	if f.writes < 0 {
		f.Buffer.Write(p[:f.short])
		return f.short, errDisk
	}
	return f.Buffer.Write(p)
}

func (f *flaky) Sync() error {
	f.syncs--
	if f.syncs < 0 {
		return errDisk
	}
	f.syncsDone++
	return nil
}

func (f *flaky) Truncate(size int64) error { f.Buffer.Truncate(int(size)); return nil }
func (f *flaky) Close() error              { return nil }

func submit(n int) *Submission {
	return Submit(state.Event{Index: n}, []byte("line\n"))
}

// After the first error nothing is written any more, nothing is applied that
// is not durable, and what was durable is untouched.
func TestWriterStopsAtTheFirstError(t *testing.T) {
	for name, file := range map[string]*flaky{
		"write": {writes: 1, syncs: 9, short: 3},
		"sync":  {writes: 9, syncs: 1},
	} {
		t.Run(name, func(t *testing.T) {
			applied := 0
			w := &Writer{File: file, Apply: func(b []*Submission) { applied += len(b) }}
			for n, batch := range [][]*Submission{{submit(1), submit(2)}, {submit(3), submit(4)}, {submit(5)}} {
				w.commit(batch)
				for _, s := range batch {
					if err := <-s.answer; errors.Is(err, errDisk) != (n > 0) {
						t.Errorf("batch %d: %v", n, err)
					}
				}
				file.writes, file.syncs = file.writes+n, file.syncs+n // the disk recovers; the writer must not
			}
			if got := file.String(); got != "line\nline\n" {
				t.Errorf("the file has %q", got)
			}
			if applied != 2 {
				t.Errorf("%d events are applied", applied)
			}
		})
	}
}

// All that wait share one write and one sync.
func TestWriterGroups(t *testing.T) {
	file := &flaky{writes: 9, syncs: 9}
	w := &Writer{File: file, Apply: func([]*Submission) {}}
	w.commit([]*Submission{submit(1), submit(2), submit(3)})
	if file.syncsDone != 1 {
		t.Errorf("%d syncs", file.syncsDone)
	}
	if got := file.String(); got != "line\nline\nline\n" {
		t.Errorf("the file has %q", got)
	}
}

// far is a log that is some way off. It keeps how many lines each request had.
type far struct {
	latency  time.Duration
	requests []int
}

func (f *far) Append(lines []byte) ([]state.Event, []byte, error) {
	time.Sleep(f.latency)
	f.requests = append(f.requests, bytes.Count(lines, []byte("\n")))
	return nil, nil, nil
}

func (f *far) Report([]byte) error { return nil }

// What many calls that end together have to say goes into one request, where one takes so
// long that the first of them would have the others wait for two.
func TestWriterGathers(t *testing.T) {
	for _, test := range []struct {
		name    string
		latency time.Duration
		want    []int
	}{
		{"far off", 50 * time.Millisecond, []int{1, 8, 1}},
		{"near", 5 * time.Millisecond, []int{1, 1, 7, 1}},
	} {
		synctest.Test(t, func(t *testing.T) {
			log := &far{latency: test.latency}
			w := &Writer{File: &flaky{writes: 9}, Apply: func([]*Submission) {}, Shared: log}
			queue, stop := make(chan *Submission), make(chan struct{})
			var all sync.WaitGroup
			all.Go(func() { w.Run(queue, stop) })
			say := func() {
				s := submit(1)
				queue <- s
				if err := s.Answer(); err != nil {
					t.Error(err)
				}
			}
			say()
			var calls sync.WaitGroup
			for n := range 8 {
				time.Sleep(time.Duration(n) * 100 * time.Microsecond)
				calls.Go(say)
			}
			calls.Wait()
			say()
			close(stop)
			all.Wait()
			if !slices.Equal(log.requests, test.want) {
				t.Errorf("%s: requests of %v events, want %v", test.name, log.requests, test.want)
			}
		})
	}
}
