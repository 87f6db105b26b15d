package runner

import (
	"context"
	"maps"
	"slices"

	"gesso/spec"
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
		case recorded && old == t.Hash || !recorded && !anyOf(t.Pictures, replaced):
		case t.Hash == "":
			unsure = append(unsure, Reason{Cause: Later, Argument: "replace_triggered_by", New: t.Name})
		default:
			changed = append(changed, Reason{Cause: Triggered, New: t.Name})
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
	return c != nil && c.Before.HasPicture() && c.settled() != c.Before.Artifact
}

// waitFor plans a change that only a picture to come can decide: apply compares
// again, and buys nothing when all is as it was.
func (p *planner) waitFor(c *Change, unsure []Reason) {
	c.Action, c.Reasons = Regenerate, append(changedArguments(c), unsure...)
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
	if call.Key != c.Key {
		return false
	}
	return !c.Replace || !c.asked && maps.Equal(call.Triggers, c.Triggers())
}

// complete reports whether nothing about an instance depends on pictures that
// were not made when it was evaluated.
func complete(i *spec.Instance) bool {
	for _, t := range i.Triggers {
		if t.Hash == "" {
			return false
		}
	}
	return len(i.Unknown) == 0
}

// noteTriggers records what replaces the pictures that stay, where that is not
// recorded: a reference was added. From now on its changes are noticed. What is
// recorded stays: an image that could not be made anew must be by the next run.
func (r *run) noteTriggers(ctx context.Context) error {
	var kept []*Change
	for c := range r.plan.Declared() {
		if !c.Action.Paid() && (len(c.Instance.Triggers) > 0 || c.Before != nil && len(c.Before.Triggers) > 0) {
			kept = append(kept, c)
		}
	}
	slices.SortFunc(kept, func(a, b *Change) int { return state.CompareAddress(a.Address, b.Address) })
	for _, c := range kept {
		if ctx.Err() != nil {
			return nil
		}
		if err := r.noteTrigger(c); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) noteTrigger(c *Change) error {
	record := r.Journal.Get(c.Address)
	if !record.HasPicture() || r.evaluation.Complete(c) != nil {
		return nil // what it refers to was not made: the next run notes it
	}
	noted := c.Triggers()
	for name := range noted {
		if old, recorded := record.Triggers[name]; recorded {
			noted[name] = old
		}
	}
	if maps.Equal(noted, record.Triggers) {
		return nil
	}
	return r.record(state.Event{Kind: state.Noted, Address: c.Address, Triggers: noted})
}
