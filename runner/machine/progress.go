package machine

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"gesso/runner"
	"gesso/runner/document"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/spec/address"
)

// Interval is how often a running image is told of.
const Interval = 10 * time.Second

// Progress follows a run. It is safe for concurrent use.
type Progress struct {
	stream  *Stream
	command string
	planned map[string]*plan.Change
	ended   chan struct{}
	over    chan struct{}

	mu      sync.Mutex // guards what follows
	running map[string]*work
	changes Changes         // that were done
	told    map[string]bool // of its end
}

// work is an image that is begun.
type work struct {
	hook  Hook
	began time.Time
}

// Run follows a run of a plan for a command, apply or destroy, and tells of each
// running image at least once in an interval. The caller owes a Close.
func (s *Stream) Run(p *plan.Plan, command string, interval time.Duration) *Progress {
	r := &Progress{
		stream: s, command: command, planned: map[string]*plan.Change{}, ended: make(chan struct{}), over: make(chan struct{}),
		running: map[string]*work{}, changes: Changes{Operation: command}, told: map[string]bool{},
	}
	for _, c := range p.Changes {
		r.planned[c.Address] = c
	}
	go r.tick(interval)
	return r
}

// Close ends the telling of running images.
func (r *Progress) Close() {
	close(r.ended)
	<-r.over
}

func (r *Progress) tick(interval time.Duration) {
	defer close(r.over)
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-r.ended:
			return
		case <-ticker.C:
			r.remind()
		}
	}
}

// remind tells of every running image.
func (r *Progress) remind() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, at := range slices.SortedFunc(maps.Keys(r.running), address.Compare) {
		r.progress(r.running[at])
	}
}

// progress tells how far an image has come. The caller holds the lock.
func (r *Progress) progress(w *work) {
	w.hook.ElapsedSeconds = seconds(time.Since(w.began))
	text := fmt.Sprintf("%s: %s", w.hook.Resource.Addr, w.hook.Stage)
	if w.hook.Percent != nil {
		text += fmt.Sprintf(" %d %%", *w.hook.Percent)
	}
	r.stream.write(Apply{r.stream.head(TypeApplyProgress, info, fmt.Sprintf("%s, %s so far", text, short(*w.hook.ElapsedSeconds))), w.hook})
}

// Notify takes an event of the run.
func (r *Progress) Notify(e runner.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e.Kind {
	case runner.Started:
		r.begin(e)
	case runner.Sending, runner.Submitted, runner.Downloading:
		r.reach(e)
	case runner.Finished:
		r.complete(e)
	case runner.Failed, runner.InQuestion, runner.LeftOut, runner.Skipped:
		r.fail(e)
	case runner.Throttled:
		text := fmt.Sprintf("%s asks for fewer requests: going on in %s", cmp.Or(e.Provider, "the provider"), short(*seconds(e.Wait)))
		r.stream.write(Throttled{r.stream.head(TypeThrottled, warn, text), e.Provider, *seconds(e.Wait)})
	case runner.Warned:
		r.stream.Diagnose([]document.Diagnostic{{Severity: document.Warning, Summary: e.Err.Error(), Address: e.Address}})
	}
}

// hook is what is told of an address that is not begun.
func (r *Progress) hook(e runner.Event) Hook {
	h := Hook{Resource: resourceAt(e.Address, ""), Action: document.NoOp.String(), GessoAction: e.Action.String()}
	if c := r.planned[e.Address]; c != nil {
		h.Resource, h.Action = resourceOf(c), actionOf(c)
	}
	return h
}

func (r *Progress) begin(e runner.Event) {
	w := &work{hook: r.hook(e), began: time.Now()}
	w.hook.Stage = stages[runner.Started]
	if e.Action == plan.Resume {
		w.hook.Stage = stages[runner.Submitted] // by an earlier run
	}
	r.running[e.Address] = w
	r.stream.write(Apply{r.stream.head(TypeApplyStart, info, fmt.Sprintf("%s: %s …", e.Address, e.Action)), w.hook})
}

// reach tells of a stage when it begins. How far a download has come is told with the
// reminders.
func (r *Progress) reach(e runner.Event) {
	w := r.running[e.Address]
	if w == nil {
		return
	}
	stage := stages[e.Kind]
	known := w.hook.Stage == stage
	w.hook.Stage, w.hook.Percent = stage, percentOf(e)
	if !known {
		r.progress(w)
	}
}

// stages are the words for how far an image is, by the event that it begins with.
var stages = map[runner.EventKind]string{
	runner.Started: "starting", runner.Sending: "submitting", runner.Submitted: "queued", runner.Downloading: "downloading",
}

func percentOf(e runner.Event) *int {
	if e.Size <= 0 {
		return nil
	}
	percent := int(min(e.Received, e.Size) * 100 / e.Size)
	return &percent
}

// end takes an image out of those that are running, and returns what is told of it.
func (r *Progress) end(e runner.Event) Hook {
	h := r.hook(e)
	delete(r.running, e.Address)
	r.told[e.Address] = true
	h.ElapsedSeconds, h.GessoAction, h.Price = seconds(e.Elapsed), e.Action.String(), e.Price
	return h
}

func (r *Progress) complete(e runner.Event) {
	h := r.end(e)
	h.State = "done"
	text := fmt.Sprintf("%s: %s done after %s", e.Address, e.Action, short(*h.ElapsedSeconds))
	if e.Action == plan.None {
		h.State, h.Action, text = "unchanged", document.NoOp.String(), e.Address+": the same after all, nothing to pay for"
	} else if c := r.planned[e.Address]; c != nil {
		r.changes.count(c)
	}
	if e.Path != "" {
		h.IDKey, h.IDValue = "path", e.Path
	}
	r.stream.write(Apply{r.stream.head(TypeApplyComplete, info, text), h})
}

// fail tells of an image that is not done. One that was not begun is skipped.
func (r *Progress) fail(e runner.Event) {
	_, begun := r.running[e.Address]
	h := r.end(e)
	h.State, h.Why = stateOf(e), e.Err.Error()
	text := fmt.Sprintf("%s: %s: %s", e.Address, h.State, h.Why)
	if !begun || e.Kind == runner.Skipped {
		h.ElapsedSeconds = nil
		r.stream.write(Apply{r.stream.head(TypeApplySkipped, warn, text), h})
		return
	}
	charge, advice := adviceOn(e.Err)
	h.Charge = charge
	r.stream.write(Apply{r.stream.head(TypeApplyErrored, fatal, text), h})
	r.stream.Diagnose([]document.Diagnostic{{Severity: document.Error, Summary: h.Why, Detail: charge, Hint: advice, Address: e.Address}})
}

// stateOf is the word for an end that is not done.
func stateOf(e runner.Event) string {
	switch {
	case errors.As(e.Err, new(*runner.TaintedError)):
		return "tainted"
	case e.Kind == runner.InQuestion:
		return "in doubt"
	case e.Kind == runner.LeftOut:
		return "left out"
	case e.Kind == runner.Skipped:
		return "skipped"
	}
	return "failed"
}

// adviser is an error that no provider has told, and about which a user can do
// something.
type adviser interface {
	error
	Advice() string
}

// adviceOn is what a failure may have cost, and what can be done about it, as far as it
// tells.
func adviceOn(err error) (charge, advice string) {
	var failure *provider.Error
	var own adviser
	switch {
	case errors.As(err, &failure):
		return failure.Charge().String(), failure.Advice()
	case errors.As(err, &own):
		return provider.NotCharged.String(), own.Advice()
	}
	return "", ""
}

// seconds are a duration's, with one decimal.
func seconds(d time.Duration) *float64 {
	s := d.Round(100 * time.Millisecond).Seconds()
	return &s
}

func short(seconds float64) string { return fmt.Sprintf("%gs", seconds) }
