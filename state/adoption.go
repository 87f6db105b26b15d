package state

import (
	"cmp"
	"time"
)

// Adoption is how a picture that somebody made by hand became an address's: a retouched
// output, or a file in its place. What a provider made stays known beside it, so that it
// can be had back without a call.
//
// Such a picture is recorded with the request of the one that it was made from. It is
// another picture than that: who is made from it is made from its bytes.
type Adoption struct {
	Time time.Time `json:"time"`           // when it was recorded
	Note string    `json:"note,omitempty"` // what a user says of it
	File string    `json:"file,omitempty"` // that it was imported from; "": it lay at the output
	From *Original `json:"from,omitempty"` // what the address had before any hand was at it; nil: nothing that is known
}

// Original is a picture that a hand-made one stands in for.
type Original struct {
	Request *Request `json:"request,omitempty"` // nil: the one that is recorded
	Picture
}

// Adopt is the picture of a file that was made by hand of what a record has, and that
// stands in for it from now on. Of a picture that was adopted before, the original stays
// what it was.
// It has the key of the request that it is to serve, and a note if somebody has said what
// was done to it.
func (r *Record) Adopt(made Picture, key Key, note string) Picture {
	how := Adoption{Note: note, From: &Original{Picture: r.Picture}}
	if before := r.Adopted; before != nil {
		how.From = before.From
		if made.Artifact == r.Artifact {
			how.Note, how.File = cmp.Or(note, before.Note), before.File
		}
	}
	if how.From != nil && how.From.Request == nil && r.Key != key {
		from := *how.From
		from.Request, how.From = r.Request, &from
	}
	made.Key, made.Imported, made.Adopted = key, false, &how
	return made
}

// Original is the record with the picture that the hand-made one stands in for, whose
// output is not placed. A record of anything else has none: nil.
func (r *Record) Original() *Record {
	if !r.HasPicture() || r.Adopted == nil || r.Adopted.From == nil {
		return nil
	}
	next, from := *r, r.Adopted.From
	next.Picture = from.Picture
	if from.Request != nil {
		next.Request = from.Request
	}
	next.Tainted, next.Unwanted = "", ""
	return next.Unplaced()
}

func (a *Adoption) check(of *Request) error {
	if err := moment("time", a.Time); err != nil || a.From == nil {
		return err
	}
	from := a.From
	if from.Request != nil {
		of = from.Request
		if err := of.check(); err != nil {
			return in("from.request", err)
		}
	}
	switch {
	case from.Artifact == "":
		return &FieldError{Field: "from.artifact", Problem: "is missing"}
	case from.Adopted != nil:
		return &FieldError{Field: "from.adopted", Problem: "is of a picture that no hand was at"}
	}
	if err := from.Picture.check(of); err != nil {
		return in("from", err)
	}
	return nil
}

func (a Adoption) plain() Adoption {
	a.Time, a.Note, a.File = plainTime(a.Time), said(a.Note, maxProblem), utf8Of(a.File)
	if a.From != nil {
		from := *a.From
		from.Picture = from.Picture.plain()
		if from.Request != nil {
			request := from.Request.plain()
			from.Request = &request
		}
		a.From = &from
	}
	return a
}

// ByHand are the artifacts of the record that somebody made by hand, and which nobody can make
// again: what was adopted or imported from a file, also by a rival, and derived files that
// were painted over.
func (r *Record) ByHand() []string {
	var made []string
	if r.Picture.ByHand() {
		made = append(made, r.Artifact)
	}
	for i := range r.Rivals {
		if p := &r.Rivals[i].Picture; p.ByHand() {
			made = append(made, p.Artifact)
		}
	}
	for _, d := range r.Derived {
		if d.Kept {
			made = append(made, d.Output)
		}
	}
	return made
}

// ByHand reports whether somebody made the picture by hand: it was adopted, or imported from
// a file.
func (p *Picture) ByHand() bool {
	return p.Artifact != "" && (p.Adopted != nil || p.Imported && p.Task == "")
}
