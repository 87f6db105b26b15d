package document

import "gesso/runner/plan"

// Effect is what an action does to an image in Terraform's words.
type Effect int

// The effects. What replaces a picture keeps the old one in the store, where
// Terraform would destroy it.
const (
	NoOp    Effect = iota
	Create         // there was no picture
	Replace        // another picture in place of the recorded one
	Update         // the same picture, otherwise placed
	Delete         // its output goes
	Forget         // its record goes, and the output stays
)

// effects has the words for each effect: of a plan document, and of an event.
var effects = [...]struct {
	actions []string
	word    string
}{
	NoOp:    {[]string{"no-op"}, "noop"},
	Create:  {[]string{"create"}, "create"},
	Replace: {[]string{"delete", "create"}, "replace"},
	Update:  {[]string{"update"}, "update"},
	Delete:  {[]string{"delete"}, "delete"},
	Forget:  {[]string{"forget"}, "forget"},
}

// Actions are the effect's words in a plan document.
func (e Effect) Actions() []string { return effects[e].actions }

// String is the effect's word in an event.
func (e Effect) String() string { return effects[e].word }

// EffectOf is what a change does in Terraform's words. What waits for a decision does
// nothing.
func EffectOf(c *plan.Change) Effect {
	switch c.Action {
	case plan.None, plan.Review, plan.InDoubt, plan.Tainted, plan.Unmade:
		return NoOp
	case plan.Generate, plan.Regenerate, plan.Resume, plan.Reuse, plan.Import:
		if c.Before.HasPicture() {
			return Replace
		}
		return Create
	case plan.Move:
		if c.Places() {
			return Update
		}
		return NoOp
	case plan.Place, plan.Restore, plan.Keep, plan.Derive, plan.Reject:
		return Update
	case plan.Remove:
		return Delete
	case plan.Forget:
		return Forget
	}
	panic("document: an action without an effect")
}

// why has Terraform's word for a reason, in a plan document and in an event, of the
// causes for which it has one.
var why = map[plan.Cause]struct{ reason, word string }{
	plan.Replaced:   {"replace_by_request", "requested"},
	plan.Triggered:  {"replace_by_triggers", "replace_triggered_by"},
	plan.Changed:    {"replace_because_cannot_update", "cannot_update"},
	plan.Unlike:     {"replace_because_cannot_update", "cannot_update"},
	plan.Later:      {"replace_because_cannot_update", "cannot_update"},
	plan.Undeclared: {"delete_because_no_resource_config", "delete_because_no_resource_config"},
}

// whyOf are Terraform's words for the first reason of a change that has some. Only
// what replaces or removes a picture has them there.
func whyOf(c *plan.Change) (reason, word string) {
	effect := EffectOf(c)
	if effect != Replace && effect != Delete {
		return "", ""
	}
	for _, r := range c.Reasons {
		if w, ok := why[r.Cause]; ok {
			return w.reason, w.word
		}
	}
	return "", ""
}

// WhyOf is Terraform's word for a change's reason in an event, or "".
func WhyOf(c *plan.Change) string {
	_, word := whyOf(c)
	return word
}
