package plan

// Note says what a change does to a file that is not gesso's, or not any more.
type Note struct {
	Kind NoteKind `json:"kind"`
	Path string   `json:"path"`
	Why  string   `json:"why,omitempty"` // of Untouched: what the path does, a phrase that can follow it; of Replaces, Reverts and Retires: where the file is kept
}

// NoteKind is the closed set of notes.
type NoteKind string

const (
	Stays     NoteKind = "stays"     // the output that was to go was changed after gesso wrote it
	Untouched NoteKind = "untouched" // the record claims a path at which no output may lie
	FromCopy  NoteKind = "from copy" // the edit's source, the picture of Why, is left only as the converted output at the path
	Replaces  NoteKind = "replaces"  // a file that gesso did not write makes way for the output
	Reverts   NoteKind = "reverts"   // an output that was changed after gesso wrote it makes way for what was made
	Retires   NoteKind = "retires"   // a picture that was made by hand makes way, or goes

	// A picture lies where the output is to go, and nothing is recorded of the image.
	Importable NoteKind = "importable"
)

// NoteKinds are all of them.
func NoteKinds() []NoteKind {
	return []NoteKind{Stays, Untouched, FromCopy, Replaces, Reverts, Retires, Importable}
}

// Displaces reports whether a file that gesso did not write makes way, which is kept in
// the store.
func (n Note) Displaces() bool { return n.Kind == Replaces || n.Kind == Reverts || n.Kind == Retires }

// String is the note in words.
func (n Note) String() string {
	switch n.Kind {
	case Stays:
		return n.Path + ": its output was changed after gesso wrote it: the file stays"
	case Untouched:
		return "the record's path " + n.Path + " " + n.Why + ": no file there is touched"
	case FromCopy:
		return "the picture of " + n.Why + " is left only as it was converted for " + n.Path + ": the edit is made from that"
	case Replaces:
		return n.Path + " is not gesso's: it would be replaced, and kept in " + n.Why
	case Reverts:
		return n.Path + " was changed after gesso wrote it: it would be replaced, and kept in " + n.Why
	case Retires:
		return n.Path + " was made by hand: it would go from here, and be kept in " + n.Why
	case Importable:
		return n.Path + " is a picture, and nothing is recorded of it: an import takes it over for nothing"
	}
	panic("plan: a note without words")
}
