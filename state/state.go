package state

import (
	"iter"
	"maps"
	"slices"

	"gesso/spec/address"
)

// State is all records of a workspace. The zero State is empty and usable.
//
// It is not safe for concurrent use while events are applied; a Journal, which
// applies them, guards it (Journal.Get). Its records are snapshots, see Record.
type State struct {
	records map[string]*Record
	order   []string            // addresses in order; nil: sort again
	intents map[string][]string // which addresses have a pending of an intent
}

// New returns the state of records whose addresses are unique, in any order. It
// keeps the records, which must not be changed afterwards.
func New(records []*Record) *State {
	s := &State{records: make(map[string]*Record, len(records))}
	s.order = make([]string, len(records))
	for i, r := range records {
		s.records[r.Address] = r
		s.order[i] = r.Address
		for _, p := range r.Pending {
			s.index(p.Intent, r.Address)
		}
	}
	if !slices.IsSortedFunc(s.order, address.Compare) { // a merge may reorder lines
		slices.SortFunc(s.order, address.Compare)
	}
	return s
}

// Clone returns a copy that can be changed by Apply without changing s. It is
// for looking ahead: a Journal begins on what Load returned.
func (s *State) Clone() *State {
	c := *s
	c.records = maps.Clone(s.records)
	c.intents = maps.Clone(s.intents)
	return &c
}

// Get returns the record of an address, or nil.
func (s *State) Get(address string) *Record { return s.records[address] }

// Len returns the number of records.
func (s *State) Len() int { return len(s.records) }

// All yields every record, ordered by address.Compare.
func (s *State) All() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		for _, address := range s.addresses() {
			if r := s.records[address]; r != nil && !yield(r) {
				return
			}
		}
	}
}

// Pending yields every pending call of every address, with the address, in the
// order of All. A call that several addresses wait for comes once for each.
func (s *State) Pending() iter.Seq2[string, Call] {
	return func(yield func(string, Call) bool) {
		for r := range s.All() {
			for _, p := range r.Pending {
				if !yield(r.Address, p) {
					return
				}
			}
		}
	}
}

// call yields the pendings of one intent, with their addresses.
func (s *State) call(intent string) iter.Seq2[string, Call] {
	return func(yield func(string, Call) bool) {
		for _, address := range s.intents[intent] {
			for _, p := range s.records[address].Pending {
				if p.Intent == intent && !yield(address, p) {
					return
				}
			}
		}
	}
}

// ByKey returns the records that have a picture, and rivals as records, by the keys
// that the picture is found under, see Recorded, in the order of All. The map is built by each call and the caller's.
func (s *State) ByKey() map[Key][]*Record {
	m := make(map[Key][]*Record, len(s.records))
	for r := range s.All() {
		for p := range r.pictures() {
			for _, key := range Recorded(p.Key, p.Request) {
				m[key] = append(m[key], p)
			}
		}
	}
	return m
}

// addresses does not keep what it sorts: reading a State writes nothing to it.
func (s *State) addresses() []string {
	if s.order != nil {
		return s.order
	}
	order := make([]string, 0, len(s.records))
	for address := range s.records {
		order = append(order, address)
	}
	slices.SortFunc(order, address.Compare)
	return order
}

// put makes r the record of its address, or deletes it when there is neither a
// picture nor a call nor a review to remember.
func (s *State) put(r *Record) {
	if r.Artifact == "" {
		r = &Record{Address: r.Address, Pending: r.Pending, Unmade: r.Unmade, Reviews: r.Reviews}
	}
	_, known := s.records[r.Address]
	keep := r.Artifact != "" || len(r.Pending) > 0 || len(r.Unmade) > 0 || len(r.Reviews) > 0
	if known != keep {
		s.order = nil
	}
	if !keep {
		delete(s.records, r.Address)
		return
	}
	if s.records == nil {
		s.records = map[string]*Record{}
	}
	s.records[r.Address] = r
}

// index notes that address has a pending of intent. Without it every event
// would search every record.
func (s *State) index(intent, address string) {
	if s.intents == nil {
		s.intents = map[string][]string{}
	}
	if list := s.intents[intent]; !slices.Contains(list, address) {
		s.intents[intent] = append(list, address)
	}
}

// unindex is called when address has dropped a pending of intent.
func (s *State) unindex(intent, address string) {
	for _, p := range s.records[address].pending() {
		if p.Intent == intent {
			return // it waits for another picture of the same call
		}
	}
	list := slices.DeleteFunc(slices.Clone(s.intents[intent]), func(a string) bool { return a == address })
	if len(list) == 0 {
		delete(s.intents, intent)
		return
	}
	s.intents[intent] = list
}

// pending is r.Pending for an r that may be nil.
func (r *Record) pending() []Call {
	if r == nil {
		return nil
	}
	return r.Pending
}
