package log

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
)

type journal struct {
	events []state.Event
	err    error
}

func (j *journal) Append(e state.Event) error {
	j.events = append(j.events, e)
	return j.err
}

func TestRecord(t *testing.T) {
	at := time.Date(2026, 5, 4, 3, 2, 1, 0, time.FixedZone("", 3600))
	var recorded []state.Kind
	j := &journal{}
	l := &Log{Journal: j, Now: func() time.Time { return at }, Recorded: func(e state.Event) { recorded = append(recorded, e.Kind) }}
	if err := l.Record(state.Event{Kind: state.Removed, Address: "image.a"}); err != nil {
		t.Fatal(err)
	}
	j.err = errors.New("a full disk")
	err := l.Record(state.Event{Kind: state.Forgotten, Address: "image.a"})
	var broken *BrokenError
	if !errors.As(err, &broken) || !errors.Is(err, j.err) || err.Error() != "a full disk" {
		t.Errorf("error %v", err)
	}
	want := []state.Event{{Kind: state.Removed, Time: at.UTC(), Address: "image.a"}, {Kind: state.Forgotten, Time: at.UTC(), Address: "image.a"}}
	if diff := cmp.Diff(want, j.events); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]state.Kind{state.Removed}, recorded); diff != "" {
		t.Error(diff)
	}
}

func TestWarn(t *testing.T) {
	var said string
	l := &Log{Warned: func(address string, err error) { said = address + ": " + err.Error() }}
	l.Warn("image.a", errors.New("it is damaged"))
	(&Log{}).Warn("image.a", errors.New("nobody hears it"))
	if said != "image.a: it is damaged" {
		t.Errorf("said %q", said)
	}
	if since := time.Since((&Log{}).Time()); since < 0 || since > time.Hour {
		t.Errorf("the clock is %s off", since)
	}
}
