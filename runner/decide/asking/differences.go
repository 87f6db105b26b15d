package asking

import (
	"slices"
	"strconv"

	"gesso/runner/plan"
	"gesso/state"
)

// Differences tells how a change's request differs from the recorded one.
// It tells at least one difference where their keys differ: what is paid for has
// a reason, whatever the record is like.
func (c *Image) Differences() []plan.Reason {
	if !c.Before.HasPicture() {
		return nil
	}
	var reasons []plan.Reason
	if c.Before.Request != nil {
		reasons = differences(c, c.Before.Request, c.Request)
	}
	if len(reasons) == 0 && c.Before.Key != c.Key {
		reasons = []plan.Reason{{Cause: plan.Unlike}}
	}
	return reasons
}

// differences compares all that a key is made of.
func differences(c *Image, old *state.Request, now state.Request) []plan.Reason {
	var reasons []plan.Reason
	add := func(argument, before, after string) {
		if before != after {
			reasons = append(reasons, plan.Reason{Cause: plan.Changed, Argument: argument, Old: before, New: after})
		}
	}
	if !state.SamePrompt(*old, now, c.wording()) {
		secret := slices.Contains(c.Instance.Sensitive, "prompt") || old.Prompt == ""
		reasons = append(reasons, plan.Reason{Cause: plan.Changed, Argument: "prompt", Old: c.laid(old.Prompt), New: now.Prompt, Sensitive: secret})
	}
	add("model", old.Model, now.Model)
	if old.Size != "" || now.Size != c.unsaid() { // else nobody named one, then or now
		add("size", old.Size, now.Size)
	}
	if secret := slices.Contains(c.Instance.Sensitive, "source"); old.Source != now.Source {
		reasons = append(reasons, plan.Reason{Cause: plan.Changed, Argument: "source", Old: old.Source.String(), New: now.Source.String(), Sensitive: secret})
	}
	if !c.Buyer.Takes(old.Kind, &c.Before.Picture) {
		add("provider", old.Kind, now.Kind)
	}
	if old.Source == now.Source { // else that says it
		add("action", old.Action, now.Action)
	}
	add("take", strconv.Itoa(max(1, old.Take)), strconv.Itoa(max(1, now.Take)))
	return reasons
}
