package state

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Verdict is the closed set of what a person can have decided about a picture.
type Verdict string

const (
	Approve   Verdict = "approve" // it is as it should be
	Reject    Verdict = "reject"  // it must not be what the address shows
	Undecided Verdict = ""        // in an event: what was decided is taken back
)

// Review is what a person decided about one picture of an address. It says nothing of
// another picture, and nothing of that picture under another address.
type Review struct {
	Artifact string    `json:"artifact"` // of the picture
	Verdict  Verdict   `json:"verdict"`
	By       string    `json:"by,omitempty"`
	Note     string    `json:"note,omitempty"`
	At       time.Time `json:"at"`
}

const (
	maxReviews = 10_000  // pictures of one address that somebody rejected; all were paid for
	maxNote    = 8 << 10 // bytes; of what a person says of a picture
	maxBy      = 1 << 10
)

// Review is what was decided about the record's picture, in whatever bytes it was
// delivered; nil: nothing.
func (r *Record) Review() *Review {
	if !r.HasPicture() {
		return nil
	}
	return r.ReviewOf(&r.Picture)
}

// ReviewOf is what was decided about a picture for the record's address; nil: nothing, as
// it is of a nil Record. Where some of its deliveries were approved and another one was
// rejected, it is rejected.
func (r *Record) ReviewOf(p *Picture) *Review {
	if r == nil {
		return nil
	}
	var found *Review
	for i := range r.Reviews {
		if v := &r.Reviews[i]; p.Knows(v.Artifact) && (found == nil || v.Outweighs(*found)) {
			found = v
		}
	}
	return found
}

// Rejected is the review by which a picture must not be what the record's address shows;
// nil: none, as it is of a nil Record.
func (r *Record) Rejected(p *Picture) *Review {
	if v := r.ReviewOf(p); v != nil && v.Verdict == Reject {
		return v
	}
	return nil
}

// Approved is the last approval of a picture of the record's address, be it of the one that
// is recorded or of one before it; nil: none, as it is of a nil Record.
func (r *Record) Approved() *Review {
	if r == nil {
		return nil
	}
	var last *Review
	for i := range r.Reviews {
		if v := &r.Reviews[i]; v.Verdict == Approve && (last == nil || v.At.After(last.At)) {
			last = v
		}
	}
	return last
}

// review notes what was decided. It does so whatever picture the address has by then, or
// none: folded again, events meet a state that is further on. Of approvals the last one
// stays.
func (s *State) review(e Event) {
	s.update(e.Address, func(r *Record) {
		kept := slices.DeleteFunc(slices.Clone(r.Reviews), func(v Review) bool {
			return v.Artifact == e.Review.Artifact || v.Verdict == Approve && e.Review.Verdict == Approve
		})
		if e.Review.Verdict != Undecided {
			kept = append(kept, *e.Review)
		}
		r.Reviews = SortReviews(kept)
	})
}

// SortReviews returns reviews in the order in which they are recorded, one for each
// picture, nil for none: of several a rejection, or else the last one. The list itself
// stays as it is.
func SortReviews(list []Review) []Review {
	if len(list) == 0 {
		return nil
	}
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b Review) int { return cmp.Or(strings.Compare(a.Artifact, b.Artifact), -strength(a, b)) })
	sorted = slices.CompactFunc(sorted, func(a, b Review) bool { return a.Artifact == b.Artifact })
	if len(sorted) <= maxReviews {
		return sorted
	}
	slices.SortFunc(sorted, func(a, b Review) int { return -strength(a, b) })
	return SortReviews(sorted[:maxReviews])
}

// strength compares two reviews: a rejection counts before an approval, then the later one
// before the earlier. It tells all that differ apart.
func strength(a, b Review) int {
	rank := func(v Review) int {
		if v.Verdict == Reject {
			return 1
		}
		return 0
	}
	return cmp.Or(rank(a)-rank(b), a.At.Compare(b.At), strings.Compare(a.Artifact, b.Artifact), strings.Compare(a.By, b.By), strings.Compare(a.Note, b.Note))
}

// Outweighs reports whether of two reviews of one picture it is the one that counts.
func (v Review) Outweighs(other Review) bool { return strength(v, other) > 0 }

func checkReviews(list []Review) error {
	if len(list) > maxReviews {
		return &FieldError{Field: "reviews", Problem: fmt.Sprintf("has %d entries, and of one address up to %d are recorded", len(list), maxReviews)}
	}
	for i := range list {
		if err := list[i].check(); err != nil {
			return in(fmt.Sprintf("reviews[%d]", i), err)
		}
	}
	return nil
}

func (v *Review) check() error {
	switch {
	case v.Artifact == "":
		return &FieldError{Field: "artifact", Problem: "is missing"}
	case v.Verdict != Approve && v.Verdict != Reject:
		return &FieldError{Field: "verdict", Problem: fmt.Sprintf("is %q, which is neither %q nor %q", cut(string(v.Verdict), 100), Approve, Reject)}
	case len(v.By) > maxBy:
		return &FieldError{Field: "by", Problem: fmt.Sprintf("has %d bytes, and a name has up to %d", len(v.By), maxBy)}
	case len(v.Note) > maxNote:
		return &FieldError{Field: "note", Problem: fmt.Sprintf("has %d bytes, and a note has up to %d", len(v.Note), maxNote)}
	}
	if err := hashed("artifact", v.Artifact); err != nil {
		return err
	}
	return moment("at", v.At)
}

func (v Review) plain() Review {
	v.Artifact, v.Verdict = utf8Of(v.Artifact), Verdict(utf8Of(string(v.Verdict)))
	v.By, v.Note, v.At = cut(utf8Of(v.By), maxBy), cut(utf8Of(v.Note), maxNote), plainTime(v.At)
	return v
}

func plainReviews(list []Review) []Review {
	valid := make([]Review, len(list))
	for i, v := range list {
		valid[i] = v.plain()
	}
	return SortReviews(valid)
}
