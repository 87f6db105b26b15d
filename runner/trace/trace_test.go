package trace_test

import (
	"bytes"
	"errors"
	"log/slog"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/runner"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/trace"
	"gesso/state"
)

// lines are what a trace writes, without the times.
func lines(level slog.Level, use func(*trace.Log)) []string {
	var text bytes.Buffer
	use(trace.New(&text, level))
	var all []string
	for line := range strings.Lines(text.String()) {
		all = append(all, strings.TrimSpace(regexp.MustCompile(`^time=\S+ `).ReplaceAllString(line, "")))
	}
	return all
}

func TestLines(t *testing.T) {
	change := &plan.Change{
		Address: `image.hero["a b"]`, Action: plan.Regenerate, Account: "flux",
		Reasons: []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: "old", New: "new"}},
	}
	got := lines(slog.LevelDebug, func(l *trace.Log) {
		l.Began("apply", "1.2.3")
		l.Decided(&plan.Plan{Changes: []*plan.Change{change}})
		l.Request(provider.Exchange{Method: "POST", Host: "api.test", Path: "/images", Status: 200, Elapsed: 20 * time.Millisecond})
		l.Request(provider.Exchange{Method: "GET", Host: "api.test", Path: "/a", Failure: provider.TimedOut})
		l.Recorded(state.Event{Kind: state.Accepted, Intent: "I", Addresses: []string{"image.a", "image.b"}, Task: "t-1"})
		l.Happened(runner.Event{Kind: runner.Failed, Address: "image.a", Action: plan.Generate, Err: &provider.Error{Class: provider.Balance, Status: 403, Code: "used_up", Message: "no money, says the token abc", TraceID: "x"}})
		l.Happened(runner.Event{Kind: runner.Downloading, Address: "image.a"})
		l.Identified("flux", "sandbox", true)
		l.Ended(3, time.Second)
	})
	want := []string{
		"level=INFO msg=began command=apply version=1.2.3",
		`level=INFO msg=decided address="image.hero[\"a b\"]" action=regenerate cause=changed:prompt account=flux`,
		"level=DEBUG msg=request method=POST host=api.test path=/images status=200 ms=20",
		`level=WARN msg=request method=GET host=api.test path=/a failure="timed out" ms=0`,
		"level=INFO msg=recorded event=accepted address=image.a addresses=2 intent=I task=t-1",
		"level=WARN msg=run what=failed address=image.a action=generate class=balance status=403 code=used_up trace=x",
		"level=INFO msg=identified account=flux kind=sandbox answered=true",
		"level=INFO msg=ended code=3 ms=1000",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

const canary = "canary 5f0c1d"

// fill puts the canary into every text that a value holds, but for the fields that
// may be traced.
func fill(v reflect.Value, but map[string]bool, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		if depth > 6 {
			return
		}
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		fill(v.Elem(), but, depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !but[v.Type().Name()+"."+f.Name] {
				fill(v.Field(i), but, depth+1)
			}
		}
	case reflect.Slice:
		if v.CanSet() && v.Type().Elem().Kind() != reflect.Uint8 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0), but, depth+1)
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString(canary)
		}
	}
}

// TestCanary: whatever is put into what is traced, beside addresses, names and kinds,
// does not come out.
func TestCanary(t *testing.T) {
	may := map[string]bool{
		"Change.Address": true, "Change.From": true, "Change.Account": true, "Reason.Argument": true,
		"Event.Kind": true, "Event.Address": true, "Event.Addresses": true, "Event.From": true, "Event.Provider": true, "Event.Intent": true, "Record.Address": true,
		"Exchange.Method": true, "Exchange.Host": true, "Exchange.Path": true, "Exchange.Failure": true,
	}
	got := lines(slog.LevelDebug, func(l *trace.Log) {
		var change plan.Change
		fill(reflect.ValueOf(&change).Elem(), may, 0)
		for cause := plan.New; cause <= plan.Offered; cause++ {
			change.Reasons = append(change.Reasons, plan.Reason{Cause: cause, Old: canary, New: canary})
		}
		for action := range plan.Actions() {
			change.Action = plan.Action(action)
			l.Decided(&plan.Plan{Changes: []*plan.Change{&change}})
		}
		var event state.Event
		fill(reflect.ValueOf(&event).Elem(), may, 0)
		l.Recorded(event)
		failed := &provider.Error{}
		fill(reflect.ValueOf(failed).Elem(), may, 0)
		failed.Err = errors.New(canary)
		for kind := runner.Started; kind <= runner.Downloading; kind++ {
			happened := runner.Event{Kind: kind, Path: canary, Err: failed}
			l.Happened(happened)
			happened.Err = errors.New(canary)
			l.Happened(happened)
		}
	})
	if len(got) < 20 {
		t.Errorf("only %d lines are traced", len(got))
	}
	for _, line := range got {
		if strings.Contains(line, "5f0c1d") {
			t.Errorf("it is in %s", line)
		}
	}
}

func TestLevels(t *testing.T) {
	for word, want := range map[string]slog.Level{"debug": slog.LevelDebug, "INFO": slog.LevelInfo, "Warn": slog.LevelWarn} {
		if got, err := trace.Level(word); err != nil || got != want {
			t.Errorf("%s is %v, %v", word, got, err)
		}
	}
	if _, err := trace.Level("loud"); err == nil || !strings.Contains(err.Error(), "debug, info, warn") {
		t.Errorf("of a level that there is not: %v", err)
	}
	got := lines(slog.LevelWarn, func(l *trace.Log) {
		l.Began("plan", "1")
		l.Request(provider.Exchange{Status: 200})
		l.Request(provider.Exchange{Status: 500})
	})
	if len(got) != 1 {
		t.Errorf("at the level warn it says %q", got)
	}
}

// A trace that nobody wants is none.
func TestNil(t *testing.T) {
	var l *trace.Log
	l.Began("plan", "1")
	l.Decided(&plan.Plan{Changes: []*plan.Change{{}}})
	l.Recorded(state.Event{})
	l.Happened(runner.Event{Kind: runner.Failed})
	l.Request(provider.Exchange{})
	l.Identified("a", "b", false)
	l.Ended(0, 0)
}
