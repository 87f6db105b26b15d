package decide

import (
	"gesso/runner/plan"
	"gesso/state"
)

// sharing is the pictures that images of one request may have together, and who buys
// them. Nil, as of a run, shares nothing: what it learns of was planned to be paid.
type sharing struct {
	kept  map[state.Key]shared
	bring map[state.Key]string // addresses that get a picture, first come
}

type shared struct {
	address string
	picture *state.Picture
}

func newSharing() *sharing { return &sharing{map[state.Key]shared{}, map[state.Key]string{}} }

// of is a choice to take the picture of another image: one that is there, if that is to
// be had, or else one that is bought or collected.
func (s *sharing) of(c *change, have bool, accepts func(*state.Picture) bool) (choice, bool) {
	if s == nil || !c.instance.Share || !c.Known() {
		return choice{}, false
	}
	made := choice{action: plan.Reuse, reasons: changedArguments(c)}
	if k := s.kept[c.Key]; have && k.picture != nil && accepts(k.picture) {
		made.picture, made.reasons = k.picture, append(made.reasons, plan.Reason{Cause: plan.Shared, New: k.address})
		return made, true
	}
	if by := s.bring[c.Key]; !have && by != "" {
		made.shares, made.reasons = by, append(made.reasons, plan.Reason{Cause: plan.Shared, New: by})
		return made, true
	}
	return choice{}, false
}

// note tells others of what is decided about a change.
func (s *sharing) note(c *change) {
	if s == nil || !c.instance.Share || !c.Known() {
		return
	}
	switch {
	case c.Action.Paid() || c.Action == plan.Resume:
		if s.bring[c.Key] == "" {
			s.bring[c.Key] = c.Address
		}
	case c.Action == plan.None && len(c.Stale) == 0:
		s.keep(c.Key, c.Address, &c.Before.Picture)
	case c.Action == plan.Reuse && c.Picture != nil:
		s.keep(c.Key, c.Address, c.Picture)
	}
}

// keep has a picture that stays: of several the newest, as those before it were replaced
// because somebody wanted another.
func (s *sharing) keep(key state.Key, address string, p *state.Picture) {
	if s == nil {
		return
	}
	if k := s.kept[key]; k.picture == nil || p.Generated.After(k.picture.Generated) {
		s.kept[key] = shared{address, p}
	}
}

// sharable are the pictures of the first pass that stay, for the second.
func (p *planner) sharable() *sharing {
	s := newSharing()
	for _, c := range p.inOrder() {
		switch {
		case c.kept && c.instance.Share && p.left[c.Address].HasPicture():
			s.keep(p.left[c.Address].Key, c.Address, &p.left[c.Address].Picture)
		case !c.kept && c.Action == plan.None:
			s.note(c)
		}
	}
	return s
}

// mayShare reports whether a change that is to be paid for, or to wait for a picture that
// is, could have one that stays.
func (p *planner) mayShare() bool {
	s := p.sharable()
	for _, c := range p.changes {
		if c.instance.Share && !c.kept && !c.Replace && (c.Action.Paid() || c.Shares != "") && c.Known() && s.kept[c.Key].picture != nil {
			return true
		}
	}
	return false
}
