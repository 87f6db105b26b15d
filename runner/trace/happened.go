package trace

import (
	"errors"
	"log/slog"
	"regexp"

	"gesso/runner"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
)

// Recorded is an event of the journal.
func (l *Log) Recorded(e state.Event) {
	if !l.wants(slog.LevelInfo) {
		return
	}
	all := []slog.Attr{slog.String("event", string(e.Kind))}
	add := func(key, value string) { all = told(all, key, value) }
	add("address", e.Address)
	if e.Address == "" && len(e.Addresses) > 0 {
		add("address", e.Addresses[0])
	}
	if n := len(e.Addresses); n > 1 {
		all = append(all, slog.Int("addresses", n))
	}
	if e.Record != nil && e.Address == "" {
		add("address", e.Record.Address)
	}
	add("from", e.From)
	add("intent", e.Intent)
	add("task", id(e.Task))
	add("trace", id(e.TraceID))
	l.write(slog.LevelInfo, "recorded", all...)
}

// Happened is an event of a run.
func (l *Log) Happened(e runner.Event) {
	name, ok := happenings[e.Kind]
	if !ok || !l.wants(name.level) {
		return
	}
	all := []slog.Attr{slog.String("what", name.word)}
	if e.Address != "" {
		all = append(all, slog.String("address", e.Address))
	}
	if e.Action != plan.None {
		all = append(all, slog.String("action", e.Action.String()))
	}
	if e.Provider != "" {
		all = append(all, slog.String("provider", e.Provider))
	}
	if e.Wait > 0 {
		all = append(all, slog.Int64("wait_ms", e.Wait.Milliseconds()))
	}
	if e.Elapsed > 0 {
		all = append(all, milliseconds(e.Elapsed))
	}
	var failed *provider.Error
	if errors.As(e.Err, &failed) {
		all = append(all, slog.String("class", failed.Class.String()))
		if failed.Status > 0 {
			all = append(all, slog.Int("status", failed.Status))
		}
		all = told(all, "code", unless(code, failed.Code))
		all = told(all, "trace", id(failed.TraceID))
		all = told(all, "task", id(failed.TaskID))
	}
	l.write(name.level, "run", all...)
}

// happenings are the events that are traced. Of a download there are too many.
var happenings = map[runner.EventKind]struct {
	word  string
	level slog.Level
}{
	runner.Started:    {"started", slog.LevelDebug},
	runner.Sending:    {"sending", slog.LevelDebug},
	runner.Submitted:  {"submitted", slog.LevelDebug},
	runner.Finished:   {"finished", slog.LevelInfo},
	runner.Failed:     {"failed", slog.LevelWarn},
	runner.Skipped:    {"skipped", slog.LevelWarn},
	runner.InQuestion: {"in doubt", slog.LevelWarn},
	runner.LeftOut:    {"left out", slog.LevelWarn},
	runner.Throttled:  {"throttled", slog.LevelWarn},
	runner.Warned:     {"warned", slog.LevelWarn},
}

// told adds what is known.
func told(all []slog.Attr, key, value string) []slog.Attr {
	if value == "" {
		return all
	}
	return append(all, slog.String(key, value))
}

// What may be an id, and a code. A provider can put what it likes in the place of
// one.
var (
	word = regexp.MustCompile(`^[A-Za-z0-9_.:-]{1,64}$`)
	code = regexp.MustCompile(`^[a-z_]{1,40}$`)
)

// id is what a provider calls an id, unless it is something else.
func id(text string) string { return unless(word, text) }

func unless(form *regexp.Regexp, text string) string {
	if text == "" || form.MatchString(text) {
		return text
	}
	return "unusual"
}
