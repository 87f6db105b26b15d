package plan

import "gesso/state"

// LostOf is the reason that a picture is nowhere any more. Of what a person gave it does not
// speak as of what a provider made.
func LostOf(cause Cause, p *state.Picture) Reason {
	r := Reason{Cause: cause}
	switch {
	case !p.ByHand():
	case p.Imported:
		r.New = "imported from a file"
	default:
		r.New = "made by hand"
	}
	return r
}

// byHand counts the changes of a plan that are about a picture which somebody has made, of
// those that are meant.
func (p *Plan) byHand(meant func(*Change) bool) int {
	n := 0
	for _, c := range p.Changes {
		of := c.Picture
		if of == nil && c.Before.HasPicture() {
			of = &c.Before.Picture
		}
		if of != nil && of.ByHand() && meant(c) {
			n++
		}
	}
	return n
}

// LostByHand counts those of Lost that nobody has paid for: somebody had made them.
func (p *Plan) LostByHand() int { return p.byHand((*Change).Lost) }

// TaintedByHand counts the pictures that fail a postcondition and that somebody has made.
func (p *Plan) TaintedByHand() int {
	return p.byHand(func(c *Change) bool { return c.Action == Tainted && c.Reasons[0].Cause != Rejected })
}
