package state

import (
	"cmp"
	"slices"
	"strings"
)

// Apply folds one event into the state. Beside Recall and DropBuiltin, which are
// for what earlier runs wrote down, it is the only thing that changes a State. It
// does no I/O and cannot fail: what an event says of an address or a call that the
// state does not know has no effect.
//
// Applying the same events once more, in their order, changes nothing. That
// is what makes a crash harmless after the state was replaced and before the
// journal was removed, and each rule here has to keep it true: an event sets
// what it sets to its own values, never relative to what was there.
//
// The event, and what it points to, must not be changed afterwards.
func (s *State) Apply(e Event) {
	switch e.Kind {
	case Intended:
		s.intend(e)
	case Accepted:
		s.changeCall(e.Intent, func(p *Call) {
			p.Task = cmp.Or(e.Task, p.Task)
			p.TraceID = cmp.Or(e.TraceID, p.TraceID)
			if len(e.URLs) > 0 {
				p.URLs = e.URLs
			}
			p.Problem, p.Lost, p.Charge = "", false, Charge{} // what was in doubt, or given up for lost, no longer is
		})
	case Doubted:
		s.changeCall(e.Intent, func(p *Call) {
			p.Problem = e.Problem
			p.TraceID = cmp.Or(e.TraceID, p.TraceID)
		})
	case Lost:
		s.changeCall(e.Intent, func(p *Call) {
			if p.Index == e.Index {
				p.Problem, p.Lost, p.Charge = e.Problem, true, e.Charge
			}
		})
	case Refused, Settled:
		s.dropCall(e.Intent, func(address string, _ Call) bool { return e.Address == "" || e.Address == address })
		s.fail(e)
	case Collected:
		s.dropCall(e.Intent, func(_ string, p Call) bool { return p.Index == e.Index })
		s.collect(e.Record)
	case Placed:
		s.place(e)
	case Removed, Forgotten:
		s.remove(e.Address)
	case Moved:
		s.move(e.From, e.Record)
	case Noted:
		s.note(e)
	case Released:
		s.release(e.Address)
	case Tainted, Untainted:
		s.taint(e)
	case Derived:
		s.derive(e)
	case Reviewed:
		s.review(e)
	}
}

// intend makes each address wait for its picture of the call. An intent that
// an address waits for already is replaced, as it is when a journal is folded
// a second time.
func (s *State) intend(e Event) {
	for i, address := range e.Addresses {
		p := Call{
			Intent: e.Intent, Index: i, Count: len(e.Addresses) + e.Further, Further: e.Further, Endpoint: e.Endpoint, Provider: e.Provider,
			Time: e.Time, Price: e.Price, Currency: e.Currency, Replace: e.Replace, Triggers: e.Triggers,
		}
		if e.Request != nil {
			p.Request, p.Key = *e.Request, e.Request.Key()
		}
		s.update(address, func(r *Record) {
			r.Pending = slices.DeleteFunc(r.Pending, func(old Call) bool {
				return old.Intent == p.Intent && old.Index == p.Index
			})
			r.Pending = append(r.Pending, p)
			sortPending(r.Pending)
		})
		s.index(e.Intent, address)
	}
}

// sortPending orders by what does not depend on the events' order.
func sortPending(list []Call) {
	slices.SortStableFunc(list, comparePending)
}

func comparePending(a, b Call) int {
	return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.Intent, b.Intent), cmp.Compare(a.Index, b.Index))
}

func (s *State) collect(r *Record) {
	if r == nil || r.Address == "" {
		return // its picture is in the store and the ledger
	}
	s.update(r.Address, func(next *Record) {
		pending, reviews, unmade := next.Pending, next.Reviews, withoutUnmade(next.Unmade, func(u Unmade) bool { return u.Key == r.Key })
		*next = *r
		next.Pending, next.Unmade, next.Reviews = pending, unmade, reviews
	})
}

func (s *State) place(e Event) {
	if r := s.records[e.Address]; r == nil || r.Artifact == "" {
		return
	}
	s.update(e.Address, func(r *Record) {
		former := ""
		if e.Output == "" {
			former = r.LastOutput() // it may lie there elsewhere, as in another clone
		}
		r.Withdrawn = e.Output == ""
		r.Path, r.Output, r.Metadata, r.Sidecar = e.Path, e.Output, e.Metadata, e.Sidecar
		r.Former, r.Tainted, r.Instead = former, "", e.Instead // nobody places what failed
	})
}

// Stands reports whether an output that is recorded is as an event of Placed says, which then
// tells nothing new: as where a missing output is there again.
func (r *Record) Stands(e Event) bool {
	return e.Kind == Placed && e.Output != "" && r.HasPicture() && r.Path == e.Path && r.Output == e.Output && r.Metadata == e.Metadata &&
		r.Sidecar == e.Sidecar && r.Instead == e.Instead && r.Former == "" && r.Tainted == "" && !r.Withdrawn
}

func (s *State) note(e Event) {
	if r := s.records[e.Address]; r == nil || r.Artifact == "" {
		return
	}
	s.update(e.Address, func(r *Record) { r.Triggers = e.Triggers })
}

func (s *State) release(address string) {
	if r := s.records[address]; r == nil || r.Rivals == nil {
		return
	}
	s.update(address, func(r *Record) { r.Rivals = nil })
}

// taint marks the picture of an address, or takes that back. Another picture has no such
// mark, and one that moves keeps it.
func (s *State) taint(e Event) {
	if r := s.records[e.Address]; r == nil || r.Artifact == "" {
		return
	}
	why := e.Problem
	if e.Kind == Untainted {
		why = ""
	}
	s.update(e.Address, func(r *Record) { r.Unwanted = why })
}

// remove forgets the picture of an address, but no call: those are paid for.
func (s *State) remove(address string) {
	if s.records[address] == nil {
		return
	}
	s.update(address, func(r *Record) { r.Artifact, r.Unmade, r.Reviews = "", nil, nil })
}

// move takes from an address what r has, and gives it to r's own. What moves
// comes from the event, not from the state: when the events are folded again,
// the old address may have something else by then.
func (s *State) move(from string, r *Record) {
	moves := func(p Call) bool {
		return slices.ContainsFunc(r.Pending, func(q Call) bool { return q.Intent == p.Intent && q.Index == p.Index })
	}
	if s.records[from] != nil {
		s.update(from, func(old *Record) {
			if r.Artifact != "" {
				old.Artifact, old.Reviews = "", nil
			}
			old.Unmade = withoutUnmade(old.Unmade, func(u Unmade) bool {
				return slices.ContainsFunc(r.Unmade, func(v Unmade) bool { return v.Intent == u.Intent })
			})
			old.Pending = slices.DeleteFunc(old.Pending, moves)
		})
	}
	s.update(r.Address, func(next *Record) {
		pending := append(slices.DeleteFunc(next.Pending, moves), r.Pending...)
		unmade := next.Unmade
		if r.Artifact != "" {
			*next = *r
		}
		next.Pending, next.Unmade = pending, unmade
		for _, u := range r.Unmade {
			next.Unmade = WithUnmade(next.Unmade, u)
		}
		sortPending(next.Pending)
	})
	for _, p := range r.Pending {
		s.index(p.Intent, r.Address)
		s.unindex(p.Intent, from)
	}
}

// changeCall changes each pending of an intent.
func (s *State) changeCall(intent string, change func(*Call)) {
	for _, address := range s.intents[intent] {
		s.update(address, func(r *Record) {
			for i := range r.Pending {
				if r.Pending[i].Intent == intent {
					change(&r.Pending[i])
				}
			}
		})
	}
}

// dropCall drops the pendings of an intent for which drop is true.
func (s *State) dropCall(intent string, drop func(address string, p Call) bool) {
	for _, address := range slices.Clone(s.intents[intent]) {
		s.update(address, func(r *Record) {
			r.Pending = slices.DeleteFunc(r.Pending, func(p Call) bool { return p.Intent == intent && drop(address, p) })
		})
		s.unindex(intent, address)
	}
}

// update puts a changed copy in the place of an address's record, which is
// made where there is none.
func (s *State) update(address string, change func(*Record)) {
	next := Record{Address: address}
	if old := s.records[address]; old != nil {
		next = *old
		next.Pending = slices.Clone(old.Pending)
	}
	change(&next)
	if len(next.Pending) == 0 {
		next.Pending = nil // as it is read back
	}
	s.put(&next)
}

// DropBuiltin forgets the calls that were made to the stand-in inside another
// process. That server is gone, so nothing can be collected from it, and it
// was free: the pictures are simply made again.
//
// Load does this, since whatever was written down was written by an earlier
// run; Close does it, so that such calls never reach gesso.state.
func (s *State) DropBuiltin() {
	var intents []string
	for _, p := range s.Pending() {
		if p.Endpoint == EndpointBuiltin {
			intents = append(intents, p.Intent)
		}
	}
	for _, intent := range intents {
		s.dropCall(intent, func(_ string, p Call) bool { return p.Endpoint == EndpointBuiltin })
	}
}
