package traffic

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"gesso/runner/provider"
)

// Provider is what a Poller asks of a provider of pictures. Its errors are
// *provider.Error.
type Provider interface {
	// Poll asks for tasks. It is free. Tasks that the provider does not know are
	// missing in the answer.
	Poll(ctx context.Context, ids []string) ([]provider.Task, error)
}

// Poller asks for all running tasks at once, in one goroutine, so that the
// number of questions does not grow with the number of waiting images. It is
// safe for concurrent use.
type Poller struct {
	ctx      context.Context // the goroutine ends with it
	provider Provider
	interval time.Duration
	timeout  time.Duration
	hints    *Hints // nil without callbacks

	mu      sync.Mutex
	waiting map[string]*watch // by task id
	hurried bool              // no failed question is asked again
	started bool
}

// NewPoller returns a poller that works as long as ctx, whose cause is the error
// of whoever waits then. The limits have their defaults; hints are nil without
// callbacks.
func NewPoller(ctx context.Context, p Provider, limits Limits, hints *Hints) *Poller {
	return &Poller{ctx: ctx, provider: p, interval: limits.PollInterval, timeout: limits.Timeout, hints: hints, waiting: map[string]*watch{}}
}

// Hurry makes the next question that fails the last: nobody waits any more for a
// provider that cannot be reached.
func (p *Poller) Hurry() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hurried = true
}

// watch is a task that somebody waits for.
type watch struct {
	since  time.Time
	unseen int // questions in a row whose answer left the task out
	done   chan struct{}
	task   provider.Task
	err    error
	users  int
}

// maxUnseen is how many answers may leave a task out before it counts as gone:
// a new task can take a moment to show.
const maxUnseen = 10

// Wait returns a task when it is finished. The error is that of one of the two
// contexts, or a *provider.Error.
func (p *Poller) Wait(ctx context.Context, id string) (provider.Task, error) {
	w := p.join(id)
	defer p.leave(id, w)
	select {
	case <-ctx.Done():
		return provider.Task{}, ctx.Err()
	case <-p.ctx.Done(): // whose end need not be that of ctx
		return provider.Task{}, context.Cause(p.ctx)
	case <-w.done:
		return w.task, w.err
	}
}

func (p *Poller) join(id string) *watch {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.waiting[id]
	if w == nil {
		w = &watch{since: time.Now(), done: make(chan struct{})}
		p.waiting[id] = w
	}
	w.users++
	if !p.started {
		p.started = true
		go p.loop()
	}
	p.hints.ring() // the callback may have been quicker than the answer
	return w
}

func (p *Poller) leave(id string, w *watch) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if w.users--; w.users == 0 && p.waiting[id] == w {
		delete(p.waiting, id)
	}
}

// loop ends with the poller's context, or when nobody waits.
func (p *Poller) loop() {
	ticker := time.NewTicker(p.interval)
	defer ticker.Stop()
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-p.hints.woken():
			if ids := p.hints.take(p.open()); len(ids) > 0 {
				tasks, err := p.provider.Poll(p.ctx, ids)
				p.tell(ids, tasks, err)
			}
			continue
		case <-ticker.C:
		}
		ids := p.open()
		if len(ids) == 0 {
			if p.rest() {
				return
			}
			continue
		}
		tasks, err := p.provider.Poll(p.ctx, ids)
		p.tell(ids, tasks, err)
	}
}

// rest ends the loop when nobody waits for anything: the next one who does
// starts it again.
func (p *Poller) rest() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.started = len(p.waiting) > 0
	return !p.started
}

// open lists the tasks that are not finished.
func (p *Poller) open() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	ids := make([]string, 0, len(p.waiting))
	for id, w := range p.waiting {
		select {
		case <-w.done:
		default:
			ids = append(ids, id)
		}
	}
	return ids
}

// tell hands out what an answer says. An error that passes is not told: the
// task is asked for again until its time is over.
func (p *Poller) tell(ids []string, tasks []provider.Task, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	answered := make(map[string]provider.Task, len(tasks))
	for _, t := range tasks {
		answered[t.ID] = t
	}
	for _, id := range ids {
		w := p.waiting[id]
		if w == nil {
			continue
		}
		task, seen := answered[id]
		switch {
		case seen && task.State != provider.Running:
			w.finish(task, nil)
			continue
		case seen:
			w.unseen = 0
		case err == nil:
			w.unseen++
		case permanent(err), p.hurried:
			w.finish(provider.Task{}, err)
			continue
		}
		if w.unseen >= maxUnseen {
			w.finish(provider.Task{}, &provider.Error{Class: provider.Gone, Message: "the provider does not know task " + id})
		} else if time.Since(w.since) > p.timeout {
			w.finish(provider.Task{}, &provider.Error{Class: provider.Server, Err: err, Paid: provider.AlreadyPaid,
				Message: fmt.Sprintf("task %s was not finished after %s; it is kept, and the next apply asks for it again", id, p.timeout)})
		}
	}
}

func (w *watch) finish(task provider.Task, err error) {
	w.task, w.err = task, err
	close(w.done)
}

// permanent reports whether asking again can only fail again.
func permanent(err error) bool {
	var failure *provider.Error
	return errors.As(err, &failure) && failure.Class.Stops()
}
