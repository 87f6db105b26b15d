package provider

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Class is the closed set of ways in which a call can fail.
type Class int

const (
	Authentication Class = iota // the token is missing, wrong or expired
	Balance                     // the account has nothing left to spend
	Moderation                  // the provider refuses this prompt or picture
	Invalid                     // the request itself is refused, as is its address
	RateLimit                   // refused for now: too many requests
	Server                      // a free call was answered by a 5xx
	Network                     // nothing was written, or a free call was cut
	Machine                     // what a call needs of this machine is used up: before anything was written, or in a free call
	InDoubt                     // a paid request was written and no answer tells its fate
	BadPicture                  // what was fetched is not the picture it should be
	Gone                        // the task or its picture is no longer at the provider
	Unmade                      // an accepted task ended without a picture
	Account                     // the account or application is closed or suspended
	OnTheWay                    // a proxy or firewall refused the call, which never reached the provider
)

// Charge is what a failure may have cost.
type Charge int

const (
	NotCharged     Charge = iota
	PerhapsCharged        // nobody can know
	AlreadyPaid           // the picture is paid for, and only its delivery failed
)

func (c Charge) String() string {
	return [...]string{"not charged", "perhaps charged", "already paid"}[c]
}

// traits is the table of what each class means for money and for the run.
var traits = [...]struct {
	name   string
	charge Charge // whether a call that failed so is paid for
	retry  bool   // the same call may be made again without being paid twice
	stops  bool   // every other call to the provider would fail alike
	advice string // what the user can do, lower case, no full stop
}{
	Authentication: {"authentication", NotCharged, false, true, "set a valid token in the provider block"},
	Balance:        {"balance", NotCharged, false, true, "top up the account, then run gesso apply again: what is done is kept"},
	Moderation:     {"moderation", NotCharged, false, false, "change the prompt or the source picture"},
	Invalid:        {"invalid request", NotCharged, false, false, "correct the image's arguments or the provider's endpoint"},
	RateLimit:      {"rate limit", NotCharged, true, false, "lower requests_per_minute or parallelism in the provider block"},
	Server:         {"server", NotCharged, true, false, "run gesso apply again later"},
	Network:        {"network", NotCharged, true, false, "check the connection, then run gesso apply again"},
	Machine:        {"this machine", NotCharged, true, false, "free what is used up, such as space on the disk or open files (ulimit -n), then run gesso apply again"},
	InDoubt:        {"in doubt", PerhapsCharged, false, false, "the request may have been paid for; gesso does not repeat it by itself"},
	BadPicture:     {"bad picture", AlreadyPaid, true, false, "run gesso apply again: the task is kept and asked again without paying"},
	Gone:           {"gone", AlreadyPaid, false, false, "the provider has it no longer, and only your decision buys another"},
	Account:        {"account", NotCharged, false, true, "the provider has disabled the account or the application of the token: settle it there, then run gesso apply again"},
	OnTheWay:       {"refused on the way", NotCharged, false, true, "a proxy or firewall answered in the provider's place: look at HTTPS_PROXY and at who filters the network"},
	Unmade:         {"no picture", PerhapsCharged, false, false, "the provider accepted the request and made nothing; apply asks anew, as a new paid request, after your yes, or by itself while the attempts of its lifecycle block allow it"},
}

func (c Class) String() string { return traits[c].name }

// Classes lists all classes.
func Classes() []Class {
	all := make([]Class, len(traits))
	for i := range all {
		all[i] = Class(i)
	}
	return all
}

// Retry reports whether a call that failed so can be repeated at no risk of
// paying twice.
func (c Class) Retry() bool { return traits[c].retry }

// Stops reports whether nothing more should be asked of the provider: every
// other call fails too.
func (c Class) Stops() bool { return traits[c].stops }

// Charge is what a call that failed so cost, if nothing more is known of it.
func (c Class) Charge() Charge { return traits[c].charge }

// Advice is what a user can do about it, whoever the provider is.
func (c Class) Advice() string { return traits[c].advice }

// Error is a failed call. Nothing in it holds the token.
type Error struct {
	Class      Class
	Status     int    // HTTP status, 0 when there was no answer
	Code       string // the provider's own word, such as "used_up"
	Message    string // the provider's own sentence, cut to a line
	TraceID    string
	TaskID     string        // "" unless a failed answer named one: asking for it may settle a doubt
	RetryAfter time.Duration // 0 when the provider did not say
	Paid       Charge        // at least, whatever the class says: a free call about a task fails after that was paid for
	Cost       float64       // what the provider says that it took for nothing; 0 when it did not say
	CostIn     string        // the currency of Cost, see Task
	Remedy     string        // what the user can do, where the provider knows it better than the class does
	Err        error         // the cause, for errors.Is and As; may be nil
}

// Charge is what the failure may have cost.
func (e *Error) Charge() Charge { return max(e.Class.Charge(), e.Paid) }

// Advice is what a user can do about it, lower case, no full stop.
func (e *Error) Advice() string { return cmp.Or(e.Remedy, e.Class.Advice()) }

func (e *Error) Error() string {
	if detail := e.Detail(); detail != "" {
		return e.Class.String() + ": " + detail
	}
	return e.Class.String()
}

// Detail is the error without its class, for a sentence that has it: the
// answer's status and code, what was said, the cause and the trace id. It is ""
// when nothing is known.
func (e *Error) Detail() string {
	var parts []string
	answer := e.Code
	if e.Status != 0 {
		answer = strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.Status, e.Code))
	}
	for _, part := range []string{answer, e.Message, causeText(e.Err)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	detail := strings.Join(parts, ": ")
	if e.TraceID != "" {
		detail = strings.TrimSpace(detail + " (trace " + e.TraceID + ")")
	}
	return detail
}

func causeText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// Discreet is the error without the provider's own sentence, which may quote what it
// was asked for.
func (e *Error) Discreet() *Error {
	quiet := *e
	if e.Message != "" {
		quiet.Message = "what the provider says is withheld, since it may tell what is sensitive"
	}
	return &quiet
}

func (e *Error) Unwrap() error { return e.Err }
