package collect

import (
	"context"
	"errors"
	"fmt"

	"gesso/runner/provider"
	"gesso/runner/traffic"
	"gesso/state"
)

// maxFetchTries is how often a picture that arrives broken is downloaded.
const maxFetchTries = 3

// Fetch brings a picture of a finished task into the store. It repeats a broken download
// and asks the task again if a URL is gone; both are free. If the task lists fewer pictures
// by then, its answer is ignored, because the rest may have moved up.
func (c *Collector) Fetch(ctx context.Context, from *Desk, task provider.Task, index int) (state.Picture, error) {
	return c.fetch(ctx, from, task, index, nil)
}

// fetch is Fetch with a follower of the download.
func (c *Collector) fetch(ctx context.Context, from *Desk, task provider.Task, index int, follow follower) (state.Picture, error) {
	for tries := 1; ; tries++ {
		p, err := c.download(ctx, from, delivery{task.Pictures[index].URL, anything, follow})
		if err == nil {
			return told(p, from, task, index, c.Log.Time()), nil
		}
		var failure *provider.Error
		if !errors.As(err, &failure) || ctx.Err() != nil || tries == maxFetchTries {
			return state.Picture{}, err
		}
		if failure.Class != provider.Gone && failure.Class != provider.BadPicture {
			return state.Picture{}, err // the client has retried already
		}
		if task.ID == "" {
			continue
		}
		again, askErr := from.Ask(ctx, task.ID)
		if askErr != nil && failure.Class == provider.Gone {
			return state.Picture{}, askErr // a picture is not lost as long as its task cannot be asked
		}
		if again != nil && len(again.Pictures) >= len(task.Pictures) && again.Pictures[index].URL != "" {
			task.Pictures = again.Pictures
			if again.Cost > task.Cost {
				task.Cost, task.CostIn = again.Cost, again.CostIn
			}
		}
	}
}

// Task brings the first picture of any task into the store.
func (c *Collector) Task(ctx context.Context, from *Desk, id string) (state.Picture, error) {
	task, err := from.Ask(ctx, id)
	switch {
	case err != nil:
		return state.Picture{}, err
	case task == nil:
		return state.Picture{}, fmt.Errorf("the provider does not know task %s; a file to import has a slash or the extension of a picture in its path", id)
	}
	found, err := c.Made(ctx, from, *task, 0)
	found.Imported = true
	return found, err
}

// Made brings one of a task's pictures into the store, waiting for the task to finish.
func (c *Collector) Made(ctx context.Context, from *Desk, task provider.Task, index int) (state.Picture, error) {
	if task.State == provider.Running {
		finished, err := from.Poller.Wait(ctx, traffic.Job{ID: task.ID})
		if err != nil {
			return state.Picture{}, err
		}
		task = finished
	}
	if task.State == provider.Failed || len(task.Pictures) <= index {
		return state.Picture{}, fmt.Errorf("task %s has no such picture", task.ID)
	}
	return c.Fetch(ctx, from, task, index)
}
