package state

import "iter"

// Rival is a picture that another branch had recorded for an address when the two
// were merged. It was paid for as the one was that is recorded, and nobody has it:
// whoever wants its request takes it for nothing. It stays beside the record until a
// run notes it in the ledger, see Released.
type Rival struct {
	Request *Request `json:"request,omitempty"`
	Picture
	Path     string   `json:"path,omitempty"`          // where its output was
	Output   string   `json:"output_sha256,omitempty"` // of the file there; "" where it was not placed
	Triggers Triggers `json:"triggers,omitempty"`
}

// Rival is what the record has of its picture, as another record's rival.
func (r *Record) Rival() Rival {
	return Rival{Request: r.Request, Picture: r.Picture, Path: r.Path, Output: r.Output, Triggers: r.Triggers}
}

// AllRivals yields each rival as a record of its address. A nil Record has none.
func (r *Record) AllRivals() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		if r == nil {
			return
		}
		for _, v := range r.Rivals {
			if !yield(&Record{Address: r.Address, Request: v.Request, Picture: v.Picture, Path: v.Path, Output: v.Output, Triggers: v.Triggers}) {
				return
			}
		}
	}
}

// pictures yields the record's own picture, if it has one, and its rivals.
func (r *Record) pictures() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		if r.HasPicture() && !yield(r) {
			return
		}
		r.AllRivals()(yield)
	}
}
