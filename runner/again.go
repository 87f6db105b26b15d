package runner

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
)

// fetchAgain asks the provider for a recorded picture: its URL, then its task.
func (r *run) fetchAgain(ctx context.Context, c *plan.Change, p state.Picture) (state.Picture, error) {
	at := r.lanes[r.plan.Situation.Accounts.Maker(p, c.Account)]
	if at.Provider == nil {
		return p, fmt.Errorf("its picture is not in the store, and %s cannot be asked for it: is there a token for it?", at.Block)
	}
	// Without its task's id: nobody knows which of the task's pictures it was.
	alone := provider.Task{Pictures: []provider.Picture{{URL: p.URL, Seed: p.Seed}}, Finished: p.Generated}
	fetched, err := r.fetch(ctx, at, alone, 0)
	var failure *provider.Error
	if errors.As(err, &failure) && (failure.Class == provider.Gone || failure.Class == provider.BadPicture) && p.Task != "" {
		fetched, err = r.fetchFromTask(ctx, at, p, err)
	}
	if isGone(err) {
		if p.Provider != "" && at.Name() != p.Provider {
			return p, fmt.Errorf("its picture was bought with %s, which no provider block is now; add that block again to ask for it: %w", p.Provider, err)
		}
		return p, &LostError{Remedy: fmt.Sprintf("gesso apply -replace='%s' buys another", c.Address), Err: err}
	}
	if err != nil {
		return p, err
	}
	fetched.Key, fetched.Provider, fetched.Task, fetched.TraceID = p.Key, p.Provider, p.Task, p.TraceID
	fetched.Imported, fetched.Cost = p.Imported, p.Cost // to deliver it once more costs nothing
	return fetched, nil
}

// fetchFromTask finds a recorded picture among those of its task, whose URLs are
// new. Several images may share the task, so that the bytes decide; but what is
// alone in its task is the picture, even if it is delivered otherwise now. Why is
// the failure of the old URL.
func (r *run) fetchFromTask(ctx context.Context, at *lane, p state.Picture, why error) (state.Picture, error) {
	tasks, err := at.Provider.Poll(ctx, []string{p.Task})
	if err != nil {
		return p, err // which says nothing about the picture
	}
	if len(tasks) == 0 || len(tasks[0].Pictures) == 0 {
		return p, why
	}
	task := tasks[0]
	order := make([]int, len(task.Pictures))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return unlikely(task.Pictures[i].URL, p.URL) - unlikely(task.Pictures[j].URL, p.URL)
	})
	for _, i := range order {
		fetched, err := r.fetch(ctx, at, task, i)
		if err == nil && (fetched.Artifact == p.Artifact || len(order) == 1) {
			return fetched, nil
		}
		if err != nil && !isGone(err) {
			return p, err // it may be the one
		}
	}
	return p, why
}

// unlikely is 1 for an URL that leads elsewhere than another did: what a provider
// renews of an address is its signature.
func unlikely(address, old string) int {
	a, errA := url.Parse(address)
	b, errB := url.Parse(old)
	if errA == nil && errB == nil && a.Path == b.Path {
		return 0
	}
	return 1
}
