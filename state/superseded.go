package state

import "slices"

// superseded are the lines of a ledger that tell what gesso has written and no record tells
// of from an event on: an output that a picture was converted to, a file that was made from
// it, or what stood beside it. Some machine may have the file still, which is nobody's
// handwork. What others tell of is left out: entries, and the hashes of pictures.
func (s *State) superseded(e Event, entries []Entry) []Entry {
	address := e.Address
	if e.Record != nil {
		address = e.Record.Address
	}
	old := s.Get(address)
	if !old.HasPicture() || old.Output == "" && old.Sidecar == "" && old.Derived == nil {
		return nil // as of all when they are placed first
	}
	var lines []Entry
	stays := old.after(e).files()
	for _, sha := range old.files() {
		told := func(line Entry) bool { return line.Output == sha }
		if sha == "" || old.Knows(sha) || slices.Contains(stays, sha) || slices.ContainsFunc(entries, told) || slices.ContainsFunc(lines, told) {
			continue
		}
		lines = append(lines, Entry{Time: e.Time, Outcome: OutcomeClosed, Addresses: []string{address}, Output: sha})
	}
	return lines
}

// after is what of a record's files is recorded after an event of its address.
func (r *Record) after(e Event) *Record {
	switch e.Kind {
	case Collected, Moved:
		if e.Record.HasPicture() {
			return e.Record
		}
	case Placed:
		return &Record{Output: e.Output, Sidecar: e.Sidecar, Derived: r.Derived}
	case Derived:
		return &Record{Output: r.Output, Sidecar: r.Sidecar, Derived: e.Files}
	case Removed, Forgotten:
		return new(Record)
	case Intended, Accepted, Refused, Doubted, Lost, Settled, Noted, Released, Tainted, Untainted, Discarded, Reviewed: // no file
	}
	return r
}

// files are the hashes of what was written for a record, but for what somebody has made by hand.
func (r *Record) files() []string {
	list := []string{r.Output, r.Sidecar}
	for i := range r.Derived {
		if d := &r.Derived[i]; !d.Kept {
			list = append(list, d.Output)
		}
	}
	return list
}

// Superseded reports whether an entry is of what gesso has written for an address before it
// wrote something else, and by its Output which bytes these are.
func (e *Entry) Superseded() bool {
	return e.Outcome == OutcomeClosed && e.Intent == "" && e.Output != ""
}
