package runner

import (
	"context"

	"gesso/runner/buy"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/state"
)

// mostDrawn is how many pictures one request to the sandbox can ask for.
const mostDrawn = 100

// redraw has the sandbox inside the run draw a picture again that nobody has any more. It
// is the same picture, whatever its bytes are now, and costs nothing.
func (r *run) redraw(ctx context.Context, c *plan.Change) (state.Picture, error) {
	lane, was := r.lanes[r.plan.Accounts.Maker(c.Before.Picture, c.Account)], c.Before.Picture
	index := max(was.Position, 1) - 1
	if index >= mostDrawn {
		index = 0
	}
	wire := provider.Request{
		Action: provider.Action(c.Request.Action), Prompt: c.Request.Prompt, Model: c.Request.Model, Size: c.Request.Size, Count: index + 1,
	}
	var source buy.Source
	if wire.Action == provider.Edit {
		source = func(ctx context.Context) (string, error) { return lane.sources.URL(ctx, c) }
	}
	task, err := lane.buy.Draw(ctx, wire, source)
	if err != nil {
		return was, err
	}
	drawn, err := r.collector.Made(ctx, lane.collect, task, index)
	if err != nil {
		return was, err
	}
	drawn.URL = "" // its server is gone when anybody could ask there
	return was.Redelivered(drawn), nil
}
