package decide

import (
	"gesso/runner/decide/naming"
	"gesso/runner/plan"
	"gesso/state"
)

// source returns a change's edit source as it stands in a request, or the reason why
// it is not known yet.
func (l *ladder) source(c *change) (state.Source, []plan.Reason, error) {
	switch declared := c.Instance.Source; {
	case declared.URL != "":
		return state.Source{Form: state.URLSource, Value: declared.URL}, nil, nil
	case declared.File != "":
		d, err := l.digest(declared.File)
		return d.Source(c.RecordedSource()), nil, err
	case c.standsIn != nil:
		return naming.Content(c.standsIn.Identity()), nil, nil
	case declared.Image != "":
		if picture := l.picture(declared.Image); picture != nil {
			return naming.Content(picture.Identity()), nil, nil
		}
		return state.Source{}, []plan.Reason{{Cause: plan.Later, Argument: "source", New: declared.Image}}, nil
	}
	return state.Source{}, nil, nil
}

// expected is the identity of what a change's picture surely will be, or "".
func (c *change) expected() string {
	if p := c.expectedPicture(); p != nil {
		return p.Identity()
	}
	return ""
}

// expectedPicture is what a change's picture surely will be, or nil.
func (c *change) expectedPicture() *state.Picture {
	switch {
	case c == nil:
		return nil
	case c.Picture != nil:
		return c.Picture
	case c.Action == plan.None && c.Before.HasPicture():
		return &c.Before.Picture
	}
	return nil
}
