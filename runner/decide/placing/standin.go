package placing

import (
	"slices"

	"gesso/runner/derive"
	"gesso/runner/plan"
	"gesso/runner/takes"
	"gesso/state"
	"gesso/state/disk"
)

// Former are the earlier pictures of an address that has a rejected one.
type Former struct {
	Takes func() ([]takes.Take, error) // of the address, by their numbers; it is asked where that is needed
	Whole func(sha string) bool        // whether the store has an artifact, whole
	Meets func(p *state.Picture) bool  // whether a picture meets the postconditions
	Files []plan.File                  // that are declared to be made from the image's picture
}

// Instead is what is to be put at the output of a change whose recorded picture is
// rejected; nil: what lies there may stay, or nothing is there. It is the newest of the
// pictures that the address has had, that the store has, and that nobody has rejected;
// where there is none the output goes, so that who needs it fails. The error is one of
// reading what the address had.
func Instead(c *plan.Change, check Check, f Former) (*plan.Instead, error) {
	r := c.Before
	switch {
	case r.Tainted != "" && r.Instead == "":
		return nil, nil // it was never placed, and nothing tells what was
	case r.Withdrawn && (len(r.Derived) > 0 || lies(r, check)):
		return &plan.Instead{}, nil // a run was cut before all went, or it is there in this clone
	case r.Output == "":
		return nil, nil
	case r.Instead != "" && !refuses(r, r.Instead) && f.stays(c, check, &state.Picture{Artifact: r.Instead}):
		return nil, nil
	}
	all, err := f.Takes()
	if err != nil {
		return nil, err
	}
	found := f.newest(r, all)
	switch {
	case found == nil && r.Instead != "" && !refuses(r, r.Instead):
		return nil, nil // nothing can be done for it here
	case found == nil:
		return &plan.Instead{}, nil
	case found.Picture.Knows(r.Instead) && f.stays(c, check, &found.Picture):
		return nil, nil
	}
	return &plan.Instead{Record: recordOf(c, found), Take: found.Number}, nil
}

// StandingIn is the picture whose output is to lie, or lies, at that of a rejected one; nil:
// none.
func StandingIn(r *state.Record, planned *plan.Instead, f Former) (*state.Picture, error) {
	switch {
	case planned != nil && planned.Record != nil:
		return &planned.Record.Picture, nil
	case planned != nil || r.Instead == "":
		return nil, nil
	}
	all, err := f.Takes()
	for i := range all {
		if all[i].Picture.Knows(r.Instead) {
			return &all[i].Picture, nil
		}
	}
	return nil, err
}

// stays reports whether the output is that of a picture already, with all files that are
// made from it.
func (f *Former) stays(c *plan.Change, check Check, p *state.Picture) bool {
	if action, _ := Needs(c, check); action != plan.None {
		return false
	}
	for _, file := range f.Files {
		if !slices.ContainsFunc(c.Before.Derived, func(d state.Derivative) bool { return d.Path == file.Path && derive.IsOf(d, file, p) }) {
			return false
		}
	}
	return true
}

// newest is the last of the pictures that were the address's own and may be so again.
func (f *Former) newest(r *state.Record, all []takes.Take) *takes.Take {
	for i := range slices.Backward(all) {
		t := &all[i]
		own := t.How == takes.Bought || t.How == takes.Adopted
		if own && !t.Current && r.Rejected(&t.Picture) == nil && f.Whole(t.Picture.Artifact) && f.Meets(&t.Picture) {
			return t
		}
	}
	return nil
}

// lies reports whether the output that was taken away is there.
func lies(r *state.Record, check Check) bool {
	if r.Former == "" {
		return false
	}
	status, err := check(r.Path, r.Former)
	return err == nil && status == disk.Same
}

// refuses reports whether some bytes are rejected for a record's address.
func refuses(r *state.Record, sha string) bool {
	return r.Rejected(&state.Picture{Artifact: sha}) != nil
}

func recordOf(c *plan.Change, t *takes.Take) *state.Record {
	return &state.Record{Address: c.Address, Request: t.Request, Picture: t.Picture}
}
