package runner

import (
	"context"
	"maps"
	"slices"

	"gesso/runner/plan"
	"gesso/state"
)

// noteTriggers records what replaces the pictures that stay, where that is not
// recorded: a reference was added. From now on its changes are noticed. What is
// recorded stays: an image that could not be made anew must be by the next run.
func (r *run) noteTriggers(ctx context.Context) error {
	var kept []*plan.Change
	for c := range r.plan.Declared() {
		if !c.Action.Paid() && (len(c.Declared.Triggers) > 0 || c.Before != nil && len(c.Before.Triggers) > 0) {
			kept = append(kept, c)
		}
	}
	slices.SortFunc(kept, func(a, b *plan.Change) int { return state.CompareAddress(a.Address, b.Address) })
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

func (r *run) noteTrigger(c *plan.Change) error {
	record := r.Journal.Get(c.Address)
	if !record.HasPicture() {
		return nil
	}
	if _, err := r.Evaluation.Learn(c); err != nil {
		return nil // what it refers to was not made: the next run notes it
	}
	noted := c.Triggers()
	for _, t := range c.Declared.Triggers {
		if old, recorded := record.Triggers[t.Name]; recorded && noted[t.Name] != "" && !t.Is(old) {
			noted[t.Name] = old
		}
	}
	if maps.Equal(noted, record.Triggers) {
		return nil
	}
	return r.record(state.Event{Kind: state.Noted, Address: c.Address, Triggers: noted})
}
