package asking

import (
	"maps"
	"slices"

	"gesso/runner/plan"
	"gesso/spec/eval"
	"gesso/spec/trigger"
	"gesso/state"
)

// Triggered tells which references of lifecycle.replace_triggered_by have
// changed since an image's picture was made, and of which that is not known
// yet. Replaced reports whether an image has another picture than the plan
// found, or may get one: it decides about a reference that is new, of which no
// earlier value is recorded.
func (c *Image) Triggered(replaced func(address string) bool) (changed, unsure []plan.Reason) {
	if !c.Before.HasPicture() {
		return nil, nil
	}
	for _, t := range c.Instance.Triggers {
		old, recorded := c.Before.Triggers[t.Name]
		switch {
		case recorded && PlainTrigger(t).Is(old) || !recorded && !anyOf(t.Pictures, replaced):
		case t.Hash == "":
			unsure = append(unsure, plan.Reason{Cause: plan.Later, Argument: "replace_triggered_by", New: t.Name})
		default:
			changed = append(changed, plan.Reason{Cause: plan.Triggered, New: t.Name})
		}
	}
	return changed, unsure
}

// Fired reports whether a reference is known to have another value than is recorded, for
// which a picture that was made under that would be replaced.
func (c *Image) Fired(recorded state.Triggers) bool {
	return slices.ContainsFunc(c.Instance.Triggers, func(t trigger.Trigger) bool {
		old, known := recorded[t.Name]
		return known && t.Hash != "" && !PlainTrigger(t).Is(old)
	})
}

// Ordered is Triggered for an image that has no picture, and calls of earlier runs
// that were to bring its first one: that would be replaced by the next run.
func (c *Image) Ordered(calls []*state.Call) (changed, unsure []plan.Reason) {
	if c.Before.HasPicture() {
		return nil, nil
	}
	for _, call := range calls {
		if !c.Wants(call.Key, &call.Request) || !c.Buyer.TakesCall(call) {
			continue
		}
		for _, t := range c.Instance.Triggers {
			old, recorded := call.Triggers[t.Name]
			switch {
			case !recorded || PlainTrigger(t).Is(old):
			case t.Hash == "":
				unsure = append(unsure, plan.Reason{Cause: plan.Later, Argument: "replace_triggered_by", New: t.Name})
			default:
				changed = append(changed, plan.Reason{Cause: plan.Triggered, New: t.Name})
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

// Accepts reports whether the picture of a call of an earlier run is what the
// change wants. One that is to be another picture of the same request takes
// only a call that was begun for the same reason: under the same triggers or, where
// somebody had asked for another before an earlier run, after that.
func (c *Image) Accepts(call *state.Call) bool {
	if !c.Wants(call.Key, &call.Request) {
		return false
	}
	if c.Replace && c.Asked {
		return c.Calls != nil && call.Replace && !slices.Contains(c.Calls, call.Intent)
	}
	return !c.Replace || c.MadeUnder(call.Triggers)
}

// MadeUnder reports whether recorded triggers are those that the change has now. What a
// reference is called changes where somebody renames the image that it names, so that one
// without a record is compared with those that nothing names any more.
func (c *Image) MadeUnder(recorded state.Triggers) bool {
	former := maps.Clone(recorded)
	var renamed []plan.Trigger
	for _, t := range c.Instance.Triggers {
		now := PlainTrigger(t)
		was, known := former[t.Name]
		delete(former, t.Name)
		switch {
		case t.Hash == "" && known:
			return false // of a value that is not known yet nothing is recorded
		case t.Hash == "":
		case !known:
			renamed = append(renamed, now)
		case !now.Is(was):
			return false
		}
	}
	for _, now := range renamed {
		name, found := nameOf(former, now)
		if !found {
			return false
		}
		delete(former, name)
	}
	return len(former) == 0
}

// nameOf is what a reference of a trigger's value is recorded as.
func nameOf(recorded state.Triggers, t plan.Trigger) (name string, found bool) {
	for name, hash := range recorded {
		if t.Is(hash) {
			return name, true
		}
	}
	return "", false
}

// Complete reports whether nothing about an instance depends on pictures that
// were not made when it was evaluated.
func Complete(i *eval.Instance) bool {
	for _, t := range i.Triggers {
		if t.Hash == "" {
			return false
		}
	}
	return len(i.Unknown) == 0
}

// PlainTrigger is a trigger as a plan has it.
func PlainTrigger(t trigger.Trigger) plan.Trigger {
	return plan.Trigger{Name: t.Name, Hash: t.Hash, Older: t.Older}
}
