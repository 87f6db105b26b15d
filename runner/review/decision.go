package review

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"gesso/spec/address"
)

// The bounds of a file.
const (
	MaxLines = 100_000
	MaxLine  = 64 << 10 // bytes
	MaxNote  = 2000     // characters
	MaxName  = 200      // characters of a reviewer's or a gallery's name
	MaxTakes = 4        // pictures that one request asks for at most

	MaxAddress = 4096 // characters
)

// Verdict is the closed set of decisions.
type Verdict string

const (
	Approve Verdict = "approve" // the picture is right
	Reject  Verdict = "reject"  // it must not be used
	Again   Verdict = "again"   // another one of the same request is to be bought in its place
	Select  Verdict = "select"  // another take of the address is to be its picture
)

// verdicts are all of them.
func verdicts() []Verdict { return []Verdict{Approve, Reject, Again, Select} }

// Header is the first line of a file.
type Header struct {
	Gallery  string    // the ID of the gallery that was looked at; "": nobody says
	Reviewer string    // who decided; "": nobody says
	Made     time.Time // when; zero: nobody says
}

// Decision is one line of a file.
type Decision struct {
	Address  string
	Artifact string // SHA-256 of the picture that it is about, hexadecimal
	Verdict  Verdict
	Takes    int    // of Again: how many pictures, 1 to MaxTakes; else 0
	Take     string // of Select: SHA-256 of the picture that is to be the current one; else ""
	Note     string // may have any characters: see package quote before it is printed

	Header       // under which it stands
	Where  Where // that is
	header int   // the number of the header in its file
}

// Where is a place in a file of decisions.
type Where struct {
	File string // as the user calls it
	Line int    // from 1
}

// String is the place as messages name it. It is for whoever prints it to make the name safe.
func (w Where) String() string { return fmt.Sprintf("%s:%d", w.File, w.Line) }

// same reports whether two decisions want the same for the same picture.
func (d Decision) same(other Decision) bool {
	return d.Address == other.Address && d.Artifact == other.Artifact && d.Verdict == other.Verdict && d.Takes == other.Takes && d.Take == other.Take
}

// compare is the order of a file: by address, then by what tells lines apart.
func compare(a, b Decision) int {
	return cmp.Or(address.Compare(a.Address, b.Address), cmp.Compare(a.Artifact, b.Artifact),
		cmp.Compare(a.Reviewer, b.Reviewer), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Where.File, b.Where.File), cmp.Compare(a.Where.Line, b.Where.Line))
}

// sort puts decisions in the order of a file.
func sort(decisions []Decision) { slices.SortStableFunc(decisions, compare) }
