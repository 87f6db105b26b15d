package state

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Unmade is a call that the provider took, or refused for what its request shows, and that
// made nothing, for an address that has got no picture of the request since. The ledger
// tells more of it; a clone has none.
type Unmade struct {
	Intent    string    `json:"intent"` // the intent event's ID
	Key       Key       `json:"key"`
	Time      time.Time `json:"time"` // of its end
	Moderated bool      `json:"moderated,omitempty"`
}

// mostUnmade is how many such calls a record remembers, the newest ones.
const mostUnmade = 32

// Unmade lists what all records know of calls that made nothing, in the order of All. One
// that several addresses waited for comes once for each.
func (s *State) Unmade() []Unmade {
	var all []Unmade
	for r := range s.All() {
		all = append(all, r.Unmade...)
	}
	return all
}

// fail notes for those who waited for a call that it has made nothing. A call that
// brought some of its pictures ends for an address alone, and is none.
func (s *State) fail(e Event) {
	if e.Kind != Refused || e.Request == nil {
		return
	}
	for _, address := range e.Addresses {
		s.update(address, func(r *Record) {
			r.Unmade = WithUnmade(r.Unmade, Unmade{e.Intent, e.Request.Key(), e.Time, e.Moderated})
		})
	}
}

// WithUnmade is a list with one more call, or with one in the place of what it said.
func WithUnmade(list []Unmade, more Unmade) []Unmade {
	list = append(withoutUnmade(list, func(u Unmade) bool { return u.Intent == more.Intent }), more)
	slices.SortFunc(list, func(a, b Unmade) int { return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.Intent, b.Intent)) })
	return list[max(0, len(list)-mostUnmade):]
}

// withoutUnmade is a new list of those that are not dropped, nil where there are none.
func withoutUnmade(list []Unmade, drop func(Unmade) bool) []Unmade {
	var left []Unmade
	for _, u := range list {
		if !drop(u) {
			left = append(left, u)
		}
	}
	return left
}

func (u *Unmade) check() error {
	if u.Intent == "" {
		return &FieldError{Field: "intent", Problem: "is missing"}
	}
	if err := u.Key.check(nil); err != nil {
		return err
	}
	return moment("time", u.Time)
}

func (u Unmade) plain() Unmade {
	u.Intent, u.Key, u.Time = utf8Of(u.Intent), Key(utf8Of(string(u.Key))), plainTime(u.Time)
	return u
}
