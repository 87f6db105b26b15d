package wishes

import (
	"slices"
	"time"

	"gesso/runner/plan"
	"gesso/runner/review"
	"gesso/spec/address"
	"gesso/state"
)

// The verdicts of a Reviewed besides those of a file.
const (
	Undecided = "undecided" // nobody has said anything
	Disputed  = "conflict"  // decisions that were handed in disagree
)

// Summary is what is decided about the pictures of the images that a plan is about.
type Summary struct {
	Images []Reviewed      // that have a picture, and are to be decided about, in the order of addresses
	Idle   []plan.Decision // that were handed in, and that nothing is done for
	Bare   int             // images without a picture
	Same   int             // images that have the picture that they are compared with
	Cost   plan.Cost       // of what is to be bought because of decisions
}

// Reviewed is an image, and what is decided about its picture.
type Reviewed struct {
	Address  string
	Artifact string // SHA-256 of the picture
	Verdict  string // approve, reject, again, select, Undecided or Disputed
	By, Note string
	At       time.Time
	Recorded bool                // it is in the state; else it was handed in, and an apply records it or does it
	Change   *plan.Change        // what the plan makes of it; nil of what stays
	Take     string              // of select: SHA-256
	Dispute  *[2]review.Decision // the two that disagree
}

// Open reports whether the image is not approved.
func (r Reviewed) Open() bool { return r.Verdict != string(review.Approve) }

// Open counts the images that are not approved.
func (s *Summary) Open() int {
	n := 0
	for _, r := range s.Images {
		if r.Open() {
			n++
		}
	}
	return n
}

// Of lists the images with a verdict.
func (s *Summary) Of(verdict string) []Reviewed {
	var found []Reviewed
	for _, r := range s.Images {
		if r.Verdict == verdict {
			found = append(found, r)
		}
	}
	return found
}

// Summarize tells what is decided about the pictures of a plan's images, of which the plan
// has the decisions that were handed in and that nobody disputes. Base are the records that
// the images are compared with: one that has the picture of then is left out, unless somebody
// has said something of it since. Nil is that all count.
func Summarize(p *plan.Plan, disputed [][2]review.Decision, base map[string]*state.Record) *Summary {
	s := &Summary{}
	handed, conflicts := map[string]*plan.Decision{}, map[string]*[2]review.Decision{}
	for n := range p.Decisions {
		d := &p.Decisions[n]
		if d.Standing == plan.Acting {
			handed[d.Address] = d
		}
		if d.Standing.Still() {
			s.Idle = append(s.Idle, *d)
		}
	}
	for n := range disputed {
		conflicts[disputed[n][0].Address] = &disputed[n]
	}
	for _, c := range inOrder(p) {
		at := c.Address
		if c.From != "" {
			at = c.From
		}
		r := reviewed(c, handed[at], conflicts[at])
		switch was := base[at]; {
		case !c.Before.HasPicture():
			s.Bare++
		case base != nil && was.HasPicture() && was.Identity() == c.Before.Identity() && !news(r, was):
			s.Same++
		default:
			s.Images = append(s.Images, r)
			if d := handed[at]; d != nil && d.Verdict == string(review.Again) {
				s.Cost.Add(c)
			}
		}
	}
	return s
}

// news reports whether somebody has said something of a picture since it was recorded so.
func news(r Reviewed, was *state.Record) bool {
	if r.Verdict == Undecided {
		return false
	}
	then := was.Review()
	return then == nil || string(then.Verdict) != r.Verdict
}

func reviewed(c *plan.Change, handed *plan.Decision, dispute *[2]review.Decision) Reviewed {
	r := Reviewed{Address: c.Address, Verdict: Undecided}
	if c.Action != plan.None {
		r.Change = c
	}
	if !c.Before.HasPicture() {
		return r
	}
	r.Artifact = c.Before.Artifact
	switch v := c.Before.Review(); {
	case dispute != nil && c.Before.Knows(dispute[0].Artifact):
		r.Verdict, r.Dispute = Disputed, dispute
	case handed != nil:
		r.Verdict, r.By, r.Note, r.At, r.Take = handed.Verdict, handed.By, handed.Note, handed.At, handed.Take
	case v != nil:
		r.Verdict, r.By, r.Note, r.At, r.Recorded = string(v.Verdict), v.By, v.Note, v.At, true
	}
	return r
}

// inOrder are the declared images that a plan is about, by address.
func inOrder(p *plan.Plan) []*plan.Change {
	return slices.SortedFunc(p.Selected(), func(a, b *plan.Change) int { return address.Compare(a.Address, b.Address) })
}
