package homes

import (
	"errors"
	"fmt"
	"time"

	"gesso/runner/report/quote"
	"gesso/state/home"
	"gesso/state/home/shelf"
)

// Explain returns a message and a hint for an error that is about a home. For any other
// error ok is false.
func Explain(err error) (message, hint string, ok bool) {
	var (
		held    *home.HeldError
		deposed *home.DeposedError
		back    *home.RolledBackError
		left    *home.LeftError
		deleted *home.DeletedError
		other   *home.OtherError
		ignored *shelf.IgnoredError
		stale   *shelf.StaleError
		shelved *shelf.Error
	)
	switch {
	case errors.As(err, &held):
		message, hint = explainHeld(held)
	case errors.As(err, &deposed):
		message, hint = explainDeposed(deposed)
	case errors.As(err, &back):
		message, hint = explainBack(back)
	case errors.As(err, &left):
		message, hint = explainLeft(left)
	case errors.As(err, &deleted):
		message, hint = explainDeleted(deleted)
	case errors.As(err, &other):
		message, hint = explainOther(other)
	case errors.As(err, &ignored):
		message, hint = explainIgnored(ignored)
	case errors.As(err, &stale):
		message, hint = quote.Line(stale.Error()), "go to the service itself, past caches and proxies that keep answers; nothing was bought"
	case errors.As(err, &shelved):
		message, hint = explainShelf(shelved)
	default:
		return "", "", false
	}
	return message, hint, true
}

func explainHeld(e *home.HeldError) (message, hint string) {
	message = fmt.Sprintf("%s is held by %s", quote.Line(e.Where), Who(e.Holder))
	if e.Quiet >= time.Second {
		message += fmt.Sprintf(", which has been quiet for %s", e.Quiet.Round(time.Second))
	}
	if e.Waited > 0 {
		message += fmt.Sprintf("; waited %s for it", e.Waited.Round(time.Millisecond))
	}
	lease := e.Lease
	if lease <= 0 {
		lease = home.DefaultLease
	}
	return message, fmt.Sprintf("run it again when that is done, or with -lock-timeout=5m to wait for it; "+
		"one that gives no sign of life for %s is taken over from; nothing was changed", lease)
}

func explainDeposed(e *home.DeposedError) (message, hint string) {
	reported := ""
	switch {
	case e.Reported == 1:
		reported = "1 answer was reported, "
	case e.Reported > 1:
		reported = fmt.Sprintf("%d answers were reported, ", e.Reported)
	}
	message = fmt.Sprintf("%s has taken over %s, and this run begins nothing more; %snothing was lost", Who(e.By), quote.Line(e.Where), reported)
	return message, "what this run had submitted is collected by whoever took over, and nothing is paid twice; " +
		"gesso home says who works there now, and apply with -lock-timeout=5m waits for that"
}

func explainBack(e *home.RolledBackError) (message, hint string) {
	where := quote.Line(e.Where)
	switch {
	case e.Found.N < e.Known.N:
		message = fmt.Sprintf("%s has gone back: this machine knows segment %d of its log, and there are %d", where, e.Known.N, e.Found.N)
	default:
		message = fmt.Sprintf("%s has another segment %d in its log than this machine has read there", where, e.Known.N)
	}
	return message, "an older copy was put there, or objects were removed or replaced: bring back those of log/ from the bucket's versions or a backup; " +
		"nothing was bought, and nothing here was changed"
}

func explainLeft(e *home.LeftError) (message, hint string) {
	to := "its folder"
	if e.To != "" {
		to = quote.Line(e.To)
	}
	message = fmt.Sprintf("the project has moved from %s to %s", quote.Line(e.Where), to)
	if e.By.Host != "" {
		message += ", by " + Who(e.By)
	}
	return message, "take the configuration that says so (such as git pull), then: gesso init; nothing was bought"
}

func explainDeleted(e *home.DeletedError) (message, hint string) {
	message = fmt.Sprintf("the workspace %s of %s was deleted", quote.Line(e.Workspace), quote.Line(e.Where))
	if e.By.Host != "" {
		message += ", by " + Who(e.By)
	}
	return message, "gesso workspace select default, or gesso workspace new makes one of that name again, which knows what was paid for in this one; nothing was bought"
}

func explainOther(e *home.OtherError) (message, hint string) {
	where, known, found := quote.Line(e.Where), quote.Line(e.Known), quote.Line(e.Found)
	if e.Found == "" {
		return fmt.Sprintf("there is no home at %s, and this machine has worked with one there, %s", where, known),
			"check the backend block: another bucket, prefix or path, or a folder that is not mounted, looks like this; nothing was bought"
	}
	return fmt.Sprintf("%s is another home than this machine has worked with: it is %s, and was %s", where, found, known),
		"check the backend block; where the other home is meant: gesso init -reconfigure; nothing was bought"
}

func explainIgnored(e *shelf.IgnoredError) (message, hint string) {
	instead := "a bucket of a service that honours If-None-Match on writes, or a folder that all machines see"
	if e.Instead != "" {
		instead = quote.Line(e.Instead)
	}
	return quote.Line(e.Error()), "use " + instead + "; nothing was bought. See gesso help teams"
}
