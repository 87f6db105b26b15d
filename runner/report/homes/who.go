package homes

import (
	"fmt"
	"time"

	"gesso/runner/report/quote"
	"gesso/state/home"
)

// Who describes a holder in a few words: "gesso apply, process 7 of ann@host, since
// 2026-07-26 14:03:12".
func Who(h home.Holder) string {
	if h.PID == 0 && h.Host == "" {
		return "another gesso"
	}
	who := quote.Line(h.Host)
	if h.User != "" {
		who = quote.Line(h.User) + "@" + who
	}
	what := quote.Line(h.Command)
	if h.Workspace != "" {
		what += " in workspace " + quote.Line(h.Workspace)
	}
	text := fmt.Sprintf("gesso %s, process %d of %s", what, h.PID, who)
	if h.Time.IsZero() {
		return text
	}
	return text + ", since " + h.Time.Local().Format(time.DateTime)
}

// Waiting says whom a command waits for, and until when.
func Waiting(where string, h home.Holder, patience, lease time.Duration) string {
	text := fmt.Sprintf("%s is held by %s", quote.Line(where), Who(h))
	if patience <= 0 {
		return fmt.Sprintf("%s: looking at most %s for a sign of life", text, lease)
	}
	return fmt.Sprintf("%s: waiting at most %s, or until it has given no sign of life for %s", text, patience, lease)
}

// TakenOver says from whom a command took over.
func TakenOver(where string, h home.Holder, silent time.Duration) string {
	what := "had ended without saying so"
	if silent > 0 {
		what = "had given no sign of life for " + silent.Round(time.Second).String()
	}
	return fmt.Sprintf("%s: %s %s and is taken over from; what it had paid for is collected", quote.Line(where), Who(h), what)
}

// Stale says that a command reads this machine's copy of a home as it is.
func Stale(where string, pid int, at home.Position) string {
	who := "another gesso of this folder"
	if pid > 0 {
		who = fmt.Sprintf("process %d of this folder", pid)
	}
	return fmt.Sprintf("%s has been reading %s for some time and does not come to an end, so that this shows what was known here before, up to segment %d of its log; if that process is stopped, let it go on or end it", who, quote.Line(where), at.N)
}

// Unsaved says that a run could not save a snapshot.
func Unsaved(where string, err error) string {
	return fmt.Sprintf("no snapshot could be saved at %s, so that others have more of its log to read; nothing is lost, and the next run tries again: %s", quote.Line(where), quote.Line(err.Error()))
}
