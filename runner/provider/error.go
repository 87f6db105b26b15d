package provider

import (
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
	InDoubt                     // a paid request was written and no answer tells its fate
	BadPicture                  // what was fetched is not the picture it should be
	Gone                        // the task or its picture is no longer at the provider
	Unmade                      // an accepted task ended without a picture
)

// traits is the table of what each class means for money and for the run.
var traits = [...]struct {
	name   string
	charge string // whether a call that failed so is paid for
	retry  bool   // the same call may be made again without being paid twice
	stops  bool   // every other call to the provider would fail alike
	advice string // what the user can do, lower case, no full stop
}{
	Authentication: {"authentication", "not charged", false, true, "set a valid token in ACEDATACLOUD_API_TOKEN or in the provider block"},
	Balance:        {"balance", "not charged", false, true, "top up the account, then run gesso apply again: what is done is kept"},
	Moderation:     {"moderation", "not charged", false, false, "change the prompt or the source picture"},
	Invalid:        {"invalid request", "not charged", false, false, "correct the image's arguments or the provider's endpoint"},
	RateLimit:      {"rate limit", "not charged", true, false, "lower requests_per_minute or parallelism in the provider block"},
	Server:         {"server", "not charged", true, false, "run gesso apply again later"},
	Network:        {"network", "not charged", true, false, "check the connection, then run gesso apply again"},
	InDoubt:        {"in doubt", "perhaps charged", false, false, "the request may have been paid for; gesso does not repeat it by itself"},
	BadPicture:     {"bad picture", "already paid", true, false, "run gesso apply again: the task is kept and asked again without paying"},
	Gone:           {"gone", "already paid", false, false, "the picture can no longer be had from the provider; gesso resolve ADDRESS -abandon, or -replace=ADDRESS, decides to buy another"},
	Unmade:         {"no picture", "perhaps charged", false, false, "the provider accepted the request and made nothing; the next apply asks anew, as a new paid request"},
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

// Charge says whether a call that failed so is paid for: "not charged",
// "perhaps charged" or "already paid".
func (c Class) Charge() string { return traits[c].charge }

// Advice is what a user can do about it.
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
	Err        error         // the cause, for errors.Is and As; may be nil
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Class.String())
	if e.Status != 0 {
		fmt.Fprintf(&b, ": HTTP %d", e.Status)
	}
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	if e.TraceID != "" {
		b.WriteString(" (trace " + e.TraceID + ")")
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }
