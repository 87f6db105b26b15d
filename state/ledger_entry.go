package state

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Outcome is the closed set of ways in which a paid call ended, as the ledger
// tells them.
type Outcome string

const (
	OutcomeCollected Outcome = "collected" // its picture is in the store
	OutcomeRefused   Outcome = "refused"   // nothing was made, nothing is to be collected
	OutcomeInDoubt   Outcome = "in doubt"  // its answer was lost
	OutcomeSettled   Outcome = "settled"   // a user decided about it

	// OutcomeReleased is no call's: an address took another picture or was
	// removed. It is written because the picture may be older than the ledger
	// (a clone has the records and no ledger), and must still be found by key.
	// Ledger leaves it out where the picture is known without it. There is one too for
	// a picture that came in other bytes, with these: they are as good as the others;
	// and for one that an address took for nothing, when it did: a merge may drop the
	// record that alone would tell, and who bought in its place has not bought twice. One
	// that is Beside an address, and of none, is of a picture that a run had looked for in
	// vain, and that the provider has after all.
	OutcomeReleased Outcome = "released"

	// These two are for Load alone, and Ledger leaves them out. An open line has
	// the Call that one address waits for, whole; a later one for the same
	// picture of a call takes its place. It ends with the line of an outcome
	// above, or with a closed one where nothing else is to be told of its end. A closed
	// line without an Intent is no call's: it tells by its Output what was Superseded.
	OutcomeOpen   Outcome = "open"
	OutcomeClosed Outcome = "closed"

	// OutcomeLost is no call's either: somebody wanted the picture, and neither
	// this directory nor the provider had it. Nobody plans with it then, unless
	// its bytes turn up here.
	OutcomeLost Outcome = "lost"

	// OutcomeDiscarded is no call's either: a user had the picture removed from the
	// store when nothing needed it. That its bytes are not here is no loss.
	OutcomeDiscarded Outcome = "discarded"
)

// Entry is one line of the ledger.
type Entry struct {
	Time      time.Time `json:"time"`
	Outcome   Outcome   `json:"outcome"`
	Addresses []string  `json:"addresses,omitempty"` // who waited for it
	Beside    string    `json:"beside,omitempty"`    // of a picture that nobody waited for: whose call brought it
	Further   int       `json:"further,omitempty"`   // when it ended without pictures: how many more it asked for, at the same price
	Partial   bool      `json:"partial,omitempty"`   // the call ended so for these addresses only
	Ended     []int     `json:"ended,omitempty"`     // of a partial end: which pictures of the call; nil in lines of older versions
	Intent    string    `json:"intent,omitempty"`
	Index     int       `json:"index,omitempty"`
	Key       Key       `json:"key,omitempty"`
	Endpoint  string    `json:"endpoint,omitempty"`
	Provider  string    `json:"provider,omitempty"` // such as painter.second; "" for the default one
	Task      string    `json:"task_id,omitempty"`
	TraceID   string    `json:"trace_id,omitempty"`
	Price     *float64  `json:"price,omitempty"`     // of one picture, as planned; nil: unknown, or nothing was paid
	Currency  string    `json:"currency,omitempty"`  // of Price; "": nobody says
	Replace   bool      `json:"replace,omitempty"`   // a user wanted another picture of the request
	Triggers  Triggers  `json:"triggers,omitempty"`  // what the call was begun under: when collected, and of a rival when released
	Accepted  bool      `json:"accepted,omitempty"`  // when refused or settled: the provider had taken the call
	Problem   string    `json:"problem,omitempty"`   // why; of a picture: the postcondition that it fails
	Moderated bool      `json:"moderated,omitempty"` // of a refusal, which then may be of a call that was not accepted
	Request   *Request  `json:"request,omitempty"`
	Picture   *Picture  `json:"picture,omitempty"`       // when collected, released, lost or discarded
	Output    string    `json:"output_sha256,omitempty"` // when released: of what was converted from it for an output, "" where that was the picture itself; or of what was superseded
	Call      *Call     `json:"call,omitempty"`          // of an open line
	Charge              // when refused, for all of the addresses; when settled, for a lost picture of each
}

// Entries returns what a ledger keeps of an event. It must be asked before the
// event is applied, while s still knows the call and the old picture.
func (s *State) Entries(e Event) []Entry {
	entries := s.ends(e)
	return append(entries, s.superseded(e, entries)...)
}

// ends are the entries of what ends by an event: a call, or that an address has a picture.
func (s *State) ends(e Event) []Entry {
	var entries []Entry
	switch e.Kind {
	case Collected:
		if e.Intent == "" && e.Record.Address == "" {
			return []Entry{foundAgain(e)}
		}
		if e.Intent != "" {
			entries = append(entries, collected(s, e))
		}
		if e.Record.Origin != nil && e.Record.Address != "" || e.Intent == "" && takes(s, e.Record) {
			entries = append(entries, taken(e.Time, e.Record))
		}
		return append(entries, released(s, e.Time, e.Record.Address, &Record{Picture: e.Record.Picture})...)
	case Removed, Forgotten:
		return released(s, e.Time, e.Address, nil)
	case Released:
		if r := s.Get(e.Address); r != nil {
			return released(s, e.Time, e.Address, &Record{Picture: r.Picture})
		}
	case Moved:
		if e.Record.Artifact != "" {
			if takes(s, e.Record) {
				entries = append(entries, taken(e.Time, e.Record))
			}
			entries = append(entries, released(s, e.Time, e.From, e.Record)...)
			return append(entries, released(s, e.Time, e.Record.Address, e.Record)...)
		}
	case Refused:
		// That nothing was accepted is no news, but for what must not be asked again.
		if entry, accepted := ended(s, e, OutcomeRefused); accepted || e.Moderated {
			return []Entry{entry}
		}
	case Doubted:
		entry, _ := ended(s, e, OutcomeInDoubt)
		return []Entry{entry}
	case Settled:
		entry, _ := ended(s, e, OutcomeSettled)
		return []Entry{entry}
	case Lost:
		if e.Record != nil {
			entry := missing(e, OutcomeLost)
			entry.Addresses = []string{e.Record.Address}
			return []Entry{entry}
		}
	case Discarded:
		entry := missing(e, OutcomeDiscarded)
		if e.Record.Address != "" {
			entry.Addresses = []string{e.Record.Address}
		}
		return []Entry{entry}
	case Intended, Accepted, Placed, Noted, Tainted, Untainted, Derived: // nothing has ended
	}
	return entries
}

// missing is the entry of an event that tells of a picture which is not in the store.
func missing(e Event, outcome Outcome) Entry {
	r := e.Record
	return Entry{Time: e.Time, Outcome: outcome, Problem: e.Problem, Key: r.Key, Task: r.Task, TraceID: r.TraceID, Request: r.Request, Picture: &r.Picture}
}

// takes reports whether the address of r gets its picture: a record that is written anew,
// as after a restore or by a later version's rules, takes nothing.
func takes(s *State, r *Record) bool {
	had := s.Get(r.Address)
	return r.Address != "" && r.HasPicture() && !(had.HasPicture() && had.Artifact == r.Artifact)
}

// collected is the entry of a picture that a call brought.
func collected(s *State, e Event) Entry {
	r := e.Record
	entry := Entry{
		Time: e.Time, Outcome: OutcomeCollected, Intent: e.Intent, Index: e.Index,
		Key: r.Key, Task: r.Task, TraceID: r.TraceID, Request: r.Request, Picture: &r.Picture, Problem: r.Tainted,
	}
	if address := cmp.Or(r.Address, e.Address); address != "" {
		entry.Addresses = []string{address}
	} else {
		entry.Beside = e.From
	}
	for _, p := range s.call(e.Intent) {
		if p.Index == e.Index || p.Further > 0 && e.Index >= p.Count-p.Further && e.Index < p.Count {
			entry.describe(p)
			entry.Triggers = p.Triggers
		}
	}
	return entry
}

// ended is the entry of a call that brings no picture (any more), and whether
// the provider had accepted it.
func ended(s *State, e Event, outcome Outcome) (entry Entry, accepted bool) {
	entry = Entry{Time: e.Time, Outcome: outcome, Intent: e.Intent, TraceID: e.TraceID, Problem: e.Problem, Moderated: e.Moderated, Charge: e.Charge}
	if e.Address != "" {
		entry.Partial, entry.Addresses = true, []string{e.Address}
	}
	for address, p := range s.call(e.Intent) {
		if !entry.Partial {
			entry.Addresses = append(entry.Addresses, address)
		}
		if !entry.Partial || address == e.Address {
			entry.describe(p)
			entry.Further = p.Further
			accepted = accepted || !p.InDoubt()
			if outcome == OutcomeSettled && p.Cost > 0 {
				entry.Charge = p.Charge
			}
		}
		if entry.Partial && address == e.Address {
			entry.Ended = append(entry.Ended, p.Index)
		}
	}
	entry.Accepted = accepted
	return entry, accepted
}

// released are the entries of the pictures that address loses when next, which may be
// nil, takes the place of its record: its own and their rivals, but for those that next
// has as the same artifact for the same key.
func released(s *State, at time.Time, address string, next *Record) []Entry {
	var entries []Entry
	own := s.Get(address)
	for old := range own.pictures() {
		kept := false
		for p := range next.pictures() {
			kept = kept || p.Artifact == old.Artifact && p.Key == old.Key
		}
		if kept {
			continue
		}
		entry := releasedOf(at, address, old)
		if old.Shows() && old.Output != old.Artifact { // else the output is of another picture
			entry.Output = old.Output
		}
		if old != own {
			entry.Triggers = old.Triggers // no line of this ledger tells what a rival was bought under
		}
		entries = append(entries, entry)
	}
	return entries
}

func releasedOf(at time.Time, address string, r *Record) Entry {
	return Entry{
		Time: at, Outcome: OutcomeReleased, Addresses: []string{address},
		Key: r.Key, Task: r.Task, TraceID: r.TraceID, Request: r.Request, Picture: &r.Picture, Problem: r.Tainted,
	}
}

// taken is the entry of a picture that the address of r gets without a call of its own. It
// tells under which triggers, as the line of a call does: when they go back to that, the
// picture is known again, and not bought. What was made by hand replaces nothing by itself.
func taken(at time.Time, r *Record) Entry {
	entry := releasedOf(at, r.Address, r)
	if r.Adopted == nil {
		entry.Triggers = r.Triggers
	}
	return entry
}

func foundAgain(e Event) Entry {
	entry := releasedOf(e.Time, "", e.Record)
	entry.Addresses, entry.Beside = nil, e.Address
	return entry
}

// FoundAgain reports whether an entry takes back that its picture was looked for in vain.
func (e *Entry) FoundAgain() bool { return e.Outcome == OutcomeReleased && e.Beside != "" }

// describe fills in what only the pending call knows.
func (e *Entry) describe(p Call) {
	e.Price, e.Currency, e.Endpoint, e.Provider, e.Replace = p.Price, p.Currency, p.Endpoint, p.Provider, p.Replace
	if e.Key == "" {
		e.Key = p.Key
	}
	if e.Task == "" {
		e.Task = p.Task
	}
	if e.TraceID == "" {
		e.TraceID = p.TraceID
	}
	if e.Request == nil {
		e.Request = &p.Request
	}
}

// Check refuses an entry that lacks what its outcome needs: gesso did not write
// it. The error of an open call's field is a *FieldError.
func (e *Entry) Check() error {
	switch e.Outcome {
	case OutcomeOpen:
		if e.Call == nil || len(e.Addresses) != 1 || e.Addresses[0] == "" || e.Intent == "" || e.Intent != e.Call.Intent {
			return errors.New("an open call without its call or address")
		}
		return e.Call.check()
	case OutcomeCollected, OutcomeReleased, OutcomeLost, OutcomeDiscarded:
		if e.Picture == nil {
			return fmt.Errorf("an entry %q without its picture", e.Outcome)
		}
		return hashed("output_sha256", e.Output)
	case OutcomeClosed:
		return hashed("output_sha256", e.Output)
	case OutcomeRefused, OutcomeInDoubt, OutcomeSettled:
	default:
		return fmt.Errorf("unknown outcome %q", e.Outcome)
	}
	return nil
}
