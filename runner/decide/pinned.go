package decide

import (
	"errors"

	"gesso/runner/decide/asking"
	"gesso/runner/decide/recalling"
	"gesso/runner/decide/refusals"
	"gesso/runner/pins"
	"gesso/runner/plan"
	"gesso/spec/eval"
	"gesso/spec/pin"
	"gesso/state"
)

// pinned reports whether a configuration says which picture a change has, whatever it
// asks for.
func (c *change) pinned() bool { return c.Instance.Pin != "" }

// notePin gives a change the record of its picture as it is where the configuration no
// longer pins that, or pins it from now on.
func (c *change) notePin() {
	if c.Before.HasPicture() && c.Before.Pinned != c.pinned() {
		r := *c.Before
		r.Pinned = c.pinned()
		c.Before, c.Renewed = &r, true
	}
}

// planPinned plans that an image has one picture, which is the one that it has, or is
// taken from wherever it is. Neither its request nor a trigger counts.
func (p *planner) planPinned(c *change) *eval.Picture {
	if p.Workspace == nil { // nobody asks for what exists
		return nil
	}
	if c.Asked {
		p.diags = append(p.diags, refusals.PinAsked(c.Address, c.Instance.Range("pin")))
		return nil
	}
	made, err := p.pinnedTo(c)
	if err != nil {
		p.diags = append(p.diags, refusals.PinMissing(c.Address, c.Instance.Range("pin"), err))
		return nil
	}
	if why := p.against(c, pictureOf(c, made)); why != nil {
		made = taint(pictureOf(c, made), why)
	}
	c.trace.Answer(plan.RungPinned, true, made.reasons...)
	p.choose(c, made)
	if c.Action == plan.Tainted {
		c.Look = p.look(c)
	}
	return recalling.Of(pictureOf(c, made))
}

// pinnedTo is the way to the picture that a change is pinned to, whose request is the
// change's from then on: when the pin goes, a plan says what differs from what is declared.
func (p *planner) pinnedTo(c *change) (choice, error) {
	if r := c.Before; r.HasPicture() && (r.Artifact == c.Instance.Pin || r.Identity() == c.Instance.Pin) && !p.supply.Lost(r) {
		c.Key = r.Key
		if c.Request = asking.NewRequest(c.Buyer.Kind, c.Instance, c.Request.Source); r.Request != nil {
			c.Request = *r.Request
		}
		c.notePin()
		return choice{action: plan.None}, nil
	}
	found, err := p.pin(c.Instance.Pin)
	if err != nil {
		return choice{}, err
	}
	if found.Request == nil {
		later, err := p.ask(c)
		if err == nil && len(later) > 0 {
			err = errors.New("nothing tells what it was made by, and what the image asks for is known after apply")
		}
		if err != nil {
			return choice{}, err
		}
		found = &pins.Pinned{Picture: found.Picture, Request: &c.Request}
		found.Picture.Key = c.Key
	}
	c.Request, c.Key = *found.Request, found.Picture.Key
	return choice{action: plan.Reuse, picture: &found.Picture, reasons: []plan.Reason{{Cause: plan.Pinned, New: pin.Text(c.Instance.Pin)}, p.supply.Reason(&found.Picture)}}, nil
}

// pin is a picture by its bytes, wherever it is.
func (p *planner) pin(sha string) (*pins.Pinned, error) {
	if p.pins == nil {
		p.pins = pins.Open(p.Workspace, p.State, p.supply)
	}
	return p.pins.Find(sha)
}

// pictureOf is the picture that a choice leaves a change with.
func pictureOf(c *change, made choice) *state.Picture {
	if made.picture != nil {
		return made.picture
	}
	return &c.Before.Picture
}
