package plan

import (
	"gesso/spec/eval"
	"gesso/state"
)

// triggered tells which references of lifecycle.replace_triggered_by have
// changed since an image's picture was made, and of which that is not known
// yet. Replaced reports whether an image has another picture than the plan
// found, or may get one: it decides about a reference that is new, of which no
// earlier value is recorded.
func triggered(c *Change, replaced func(address string) bool) (changed, unsure []Reason) {
	if !c.Before.HasPicture() {
		return nil, nil
	}
	for _, t := range c.Instance.Triggers {
		old, recorded := c.Before.Triggers[t.Name]
		switch {
		case recorded && t.Is(old) || !recorded && !anyOf(t.Pictures, replaced):
		case t.Hash == "":
			unsure = append(unsure, Reason{Cause: Later, Argument: "replace_triggered_by", New: t.Name})
		default:
			changed = append(changed, Reason{Cause: Triggered, New: t.Name})
		}
	}
	return changed, unsure
}

// ordered is triggered for an image that has no picture, and calls of earlier runs
// that were to bring its first one: that would be replaced by the next run.
func ordered(c *Change, calls []*state.Pending) (changed, unsure []Reason) {
	if c.Before.HasPicture() {
		return nil, nil
	}
	for _, call := range calls {
		if !c.wants(call.Key, &call.Request) || !c.Account.takesCall(call) {
			continue
		}
		for _, t := range c.Instance.Triggers {
			old, recorded := call.Triggers[t.Name]
			switch {
			case !recorded || t.Is(old):
			case t.Hash == "":
				unsure = append(unsure, Reason{Cause: Later, Argument: "replace_triggered_by", New: t.Name})
			default:
				changed = append(changed, Reason{Cause: Triggered, New: t.Name})
			}
		}
		if len(changed)+len(unsure) > 0 {
			break // one of them is enough
		}
	}
	return changed, unsure
}

func anyOf(addresses []string, is func(string) bool) bool {
	for _, a := range addresses {
		if is(a) {
			return true
		}
	}
	return false
}

// replaced is for triggered while a plan is made.
func (p *planner) replaced(address string) bool {
	c := p.changes[address]
	return c != nil && c.Before.HasPicture() && c.settled() != c.Before.Identity()
}

// waitFor plans a change that only a picture to come can decide: apply compares
// again, and buys nothing when all is as it was.
func (p *planner) waitFor(c *Change, unsure []Reason) {
	c.Action, c.Reasons = Generate, unsure
	if c.Before.HasPicture() {
		c.Action, c.Reasons = Regenerate, append(changedArguments(c), unsure...)
	}
	c.Price = c.Account.price(c.Request.Model)
	c.Key = ""
	p.diags = append(p.diags, c.Instance.Hopeless()...)
}

// Triggers are the values that a picture which is made now is made under, as
// far as they are known.
func (c *Change) Triggers() state.Triggers {
	var made state.Triggers
	for _, t := range c.Instance.Triggers {
		if t.Hash == "" {
			continue
		}
		if made == nil {
			made = state.Triggers{}
		}
		made[t.Name] = t.Hash
	}
	return made
}

// accepts reports whether the picture of a call of an earlier run is what the
// change wants. One that is to be another picture of the same request takes
// only a call that was begun for the same reason.
func (c *Change) accepts(call *state.Pending) bool {
	if !c.wants(call.Key, &call.Request) {
		return false
	}
	return !c.Replace || !c.asked && c.madeUnder(call.Triggers)
}

// madeUnder reports whether recorded triggers are those that the change has now.
func (c *Change) madeUnder(recorded state.Triggers) bool {
	now := 0
	for _, t := range c.Instance.Triggers {
		if t.Hash == "" {
			continue
		}
		if now++; !t.Is(recorded[t.Name]) {
			return false
		}
	}
	return now == len(recorded)
}

// complete reports whether nothing about an instance depends on pictures that
// were not made when it was evaluated.
func complete(i *eval.Instance) bool {
	for _, t := range i.Triggers {
		if t.Hash == "" {
			return false
		}
	}
	return len(i.Unknown) == 0
}
