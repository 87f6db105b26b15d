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
//
// With an interval it asks at that. Without one it learns how long tasks take, and
// asks when some are due. It then tells too when a task is likely over before
// anybody has asked: see Job.
type Poller struct {
	ctx      context.Context // the goroutine ends with it
	provider Provider
	interval time.Duration // 0: what is learned
	timeout  time.Duration
	hints    *Hints // nil without callbacks

	mu       sync.Mutex
	waiting  map[string]*watch // by task id
	started  bool
	hurried  bool    // no failed question is asked again
	exact    bool    // nothing is told before it is known
	pace     *pace   // nil with an interval
	slots    int     // tasks that the provider works on at once at most
	expected float64 // tasks that are likely finished
}

// NewPoller returns a poller that works as long as ctx, whose cause is the error
// of whoever waits then. Hints are nil without callbacks.
func NewPoller(ctx context.Context, p Provider, limits Limits, hints *Hints) *Poller {
	made := &Poller{
		ctx: ctx, provider: p, interval: limits.PollInterval, timeout: limits.Timeout, hints: hints,
		waiting: map[string]*watch{}, slots: limits.Parallelism,
	}
	if made.interval == 0 {
		made.pace = newPace(time.Now())
	}
	return made
}

// Learns reports whether the poller goes by what it learns, and not by an interval.
func (p *Poller) Learns() bool { return p.pace != nil }

// Hurry makes the next question that fails the last: nobody waits any more for a
// provider that cannot be reached.
func (p *Poller) Hurry() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hurried = true
}

// Exact makes the poller tell of no task's end that it has not seen: the provider has
// refused a call as one too many, so that it counts what it works on more strictly.
func (p *Poller) Exact() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.exact = true
}

// Job is a task that somebody waits for.
type Job struct {
	ID   string
	Kind string // tasks of one kind take about as long, such as those of a model

	// Heard is when the provider's answer to its submission was here: it is at work
	// since then, while the answer is written down. Zero is now.
	Heard time.Time

	// Lead is how long that took since the call was let through: so long a slot at the
	// provider stays empty after an end is told. Zero is not known.
	Lead time.Duration

	// Over is called at most once, before Wait returns: when the provider is likely
	// not at work on the task any more. As many are told so as are expected to be
	// finished by the durations of the others; which of them are, an answer tells
	// later. Without that a slot at the provider would stay empty until the next
	// question. Nil is nobody, and a task that has begun at some time before.
	Over func()
}

// watch is a task that somebody waits for.
type watch struct {
	id      string
	kind    string
	over    func() // nil when it was called, or nobody wants it
	told    bool   // over was called
	fresh   bool   // it has begun when it was waited for first
	since   time.Time
	asked   time.Duration // its age when it was last asked for
	running time.Duration // its age when it was last seen running; 0: never
	unseen  int           // questions in a row whose answer left the task out
	missed  time.Time     // when the first of these was
	done    chan struct{}
	task    provider.Task
	err     error
	users   int
}

// maxUnseen is how many answers may leave a task out before it counts as gone:
// a new task can take a moment to show.
const maxUnseen = 10

// minUnseen is how long answers must have left it out besides.
const minUnseen = 10 * time.Second

// Wait returns a task when it is finished. The error is that of one of the two
// contexts, or a *provider.Error.
func (p *Poller) Wait(ctx context.Context, job Job) (provider.Task, error) {
	w := p.join(job)
	defer p.leave(job.ID, w)
	select {
	case <-ctx.Done():
		return provider.Task{}, ctx.Err()
	case <-p.ctx.Done(): // whose end need not be that of ctx
		return provider.Task{}, context.Cause(p.ctx)
	case <-w.done:
		return w.task, w.err
	}
}

func (p *Poller) join(job Job) *watch {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.waiting[job.ID]
	if w == nil {
		w = &watch{id: job.ID, kind: job.Kind, over: job.Over, fresh: job.Over != nil, since: job.Heard, done: make(chan struct{})}
		if w.since.IsZero() {
			w.since = time.Now()
		}
		p.waiting[job.ID] = w
	}
	w.users++
	if !p.started {
		p.started = true
		go p.loop()
	}
	if p.pace != nil && job.Lead > 0 {
		p.pace.leads.add(job.Lead)
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

// answer is what one question brought.
type answer struct {
	ids   []string
	tasks []provider.Task
	err   error
}

// loop ends with the poller's context, or when nobody waits. It has one question under
// way at most, and looks at the time meanwhile.
func (p *Poller) loop() {
	every := p.tick()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	answers := make(chan answer, 1)
	asking := false
	ask := func(ids []string) {
		if asking = len(ids) > 0; asking {
			go func() {
				tasks, err := p.provider.Poll(p.ctx, ids)
				answers <- answer{ids, tasks, err}
			}()
		}
	}
	for {
		hinted := p.hints.woken()
		if asking {
			hinted = nil // afterwards
		}
		select {
		case <-p.ctx.Done():
			return
		case a := <-answers:
			asking = false
			p.tell(a)
			if next := p.tick(); next != every {
				every = next
				ticker.Reset(every)
			}
			continue
		case <-hinted:
			ask(p.hints.take(p.open()))
			continue
		case <-ticker.C:
		}
		if p.rest() {
			return
		}
		if p.foresee(time.Now()); !asking {
			ask(p.due(time.Now()))
		}
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
	for _, w := range p.unfinished() {
		ids = append(ids, w.id)
	}
	return ids
}

// unfinished lists the watches whose end is not known. The caller holds the lock.
func (p *Poller) unfinished() []*watch {
	var open []*watch
	for _, w := range p.waiting {
		select {
		case <-w.done:
		default:
			open = append(open, w)
		}
	}
	return open
}

// tick is how often the time is looked at. It is the loop's to ask, which alone learns.
func (p *Poller) tick() time.Duration {
	if p.pace == nil {
		return p.interval
	}
	return p.pace.step()
}

// due lists the tasks to ask for at a tick.
func (p *Poller) due(now time.Time) []string {
	if p.pace == nil {
		return p.open()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	open := p.unfinished()
	p.pace.earn(now, min(len(open), p.slots), p.expected)
	var ids []string
	for _, w := range p.pace.due(open, now, 2*p.atWork(open) < p.slots) {
		w.asked = now.Sub(w.since)
		ids = append(ids, w.id)
	}
	return ids
}

// tell hands out what an answer says. An error that passes is not told: the
// task is asked for again until its time is over.
func (p *Poller) tell(a answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	answered := make(map[string]provider.Task, len(a.tasks))
	for _, t := range a.tasks {
		answered[t.ID] = t
	}
	now := time.Now()
	p.check(a, answered, now)
	for _, id := range a.ids {
		if w := p.waiting[id]; w != nil {
			task, seen := answered[id]
			p.tellOne(w, task, seen, a.err, now)
		}
	}
	if p.pace != nil {
		p.pace.learn(p.unfinished())
	}
}

func (p *Poller) tellOne(w *watch, task provider.Task, seen bool, err error, now time.Time) {
	switch {
	case seen && task.State != provider.Running:
		p.note(w, task, now)
		w.finish(task, nil)
		return
	case seen:
		w.unseen, w.running = 0, max(w.running, now.Sub(w.since))
	case err == nil:
		if w.unseen++; w.unseen == 1 {
			w.missed = now
		}
	case permanent(err), p.hurried:
		w.finish(provider.Task{}, err)
		return
	}
	if w.unseen >= maxUnseen && (p.pace == nil || now.Sub(w.missed) >= minUnseen) {
		w.finish(provider.Task{}, &provider.Error{Class: provider.Gone, Message: "the provider does not know task " + w.id})
	} else if now.Sub(w.since) > p.timeout {
		w.finish(provider.Task{}, &provider.Error{Class: provider.Server, Err: err, Paid: provider.AlreadyPaid,
			Message: fmt.Sprintf("task %s was not finished after %s; it is kept, and the next apply asks for it again", w.id, p.timeout)})
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
