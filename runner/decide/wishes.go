package decide

import "gesso/runner/plan"

// wished takes what people want of a change. That another picture is bought is said once:
// what an earlier run has written down of it is a taint, which that run is continued by.
func (p *planner) wished(c *change) {
	if c.again = p.Wishes.Again(c.Address, c.From); c.again == nil || c.pinned() {
		return
	}
	if c.Wish = c.again.Mark; !c.again.Begun {
		c.Asked = true
	}
}

// chosen is the way of a change: to the take that somebody has chosen, or what is decided.
func (p *planner) chosen(c *change, later []plan.Reason) (choice, error) {
	if made, is := p.selected(c); is {
		return made, nil
	}
	return p.decided(c, later)
}

// selected is the take that somebody has chosen for a change, whose request is the
// change's then: also where nobody knows yet what the image asks for, since its source is
// made in the same run. It reports whether there is one, and it can be had.
func (p *planner) selected(c *change) (choice, bool) {
	chosen := p.Wishes.Chosen(c.Address, c.From)
	if chosen == nil || c.pinned() || p.Workspace == nil {
		return choice{}, false
	}
	found, err := p.pin(chosen.Take)
	if err != nil || found.Request == nil {
		return choice{}, false
	}
	reasons := []plan.Reason{{Cause: plan.Selected, New: chosen.Name}}
	known := c.Known()
	if !known || !c.Wants(found.Picture.Key, found.Request) {
		c.Request, c.Key = *found.Request, found.Picture.Key
		if known {
			reasons = append(reasons, plan.Reason{Cause: plan.Unasked})
		}
	}
	c.Replace, c.Holds = false, nil
	picture := found.Picture
	if why := p.against(c, &picture); len(why) > 0 {
		return taint(&picture, why), true
	}
	return choice{action: plan.Reuse, picture: &picture, reasons: append(reasons, p.supply.Reason(&picture))}, true
}
