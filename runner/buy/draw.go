package buy

import (
	"context"
	"errors"

	"gesso/runner/provider"
	"gesso/runner/traffic"
)

// Draw asks for a picture of somebody who takes no money for it, and whose work ends with
// this process: the sandbox inside of it. So nothing is written down, and what fails is
// asked for again as often as anything that is free. The errors are those of source, of the
// context and of the provider.
func (d *Desk) Draw(ctx context.Context, wire provider.Request, source Source) (provider.Task, error) {
	for tries := 0; ; tries++ {
		task, err := d.draw(ctx, wire, source)
		var failure *provider.Error
		if err == nil || !errors.As(err, &failure) || !failure.Class.Retry() && failure.Class != provider.InDoubt || tries == maxFailures {
			return task, err
		}
		if err := traffic.Pause(ctx, max(failure.RetryAfter, drawPause)); err != nil {
			return task, err
		}
	}
}

func (d *Desk) draw(ctx context.Context, wire provider.Request, source Source) (provider.Task, error) {
	if err := d.Gate.Enter(ctx); err != nil {
		return provider.Task{}, err
	}
	defer d.Gate.Leave()
	if source != nil {
		url, err := source(ctx)
		if err != nil {
			return provider.Task{}, err
		}
		wire.SourceURL = url
	}
	task, err := d.Provider.Submit(ctx, wire)
	if err == nil {
		d.Gate.Accepted()
	}
	return task, err
}
