package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/variant"
)

// images is POST /flux/images: the one call that costs.
func (s *Server) images(w http.ResponseWriter, r *http.Request) *fault.Failure {
	s.ledger.note(func(b *Books) {
		b.Submissions++
		b.log(Entry{What: "submission"})
	})
	var q wireRequest
	if refused := readJSON(w, r, &q); refused != nil {
		s.ledger.refused(Call{}, refused)
		return refused
	}
	o := order{request: q, submission: q.submission(wantsStream(r))}
	call := s.call(r, o.submission)
	o.submission.Identity = variant.Of(call)
	s.account.number(&o.submission)
	refused := s.consider(r, &o)
	var t *task
	if refused == nil {
		t, refused = s.account.accept(o, func(t *task) { s.enter(call, t, o.fate) })
	}
	if refused != nil {
		s.ledger.refused(call, refused)
		return refused
	}
	s.reply(w, r, o, t)
	return nil
}

// consider fills in an order, or refuses it.
func (s *Server) consider(r *http.Request, o *order) (refused *fault.Failure) {
	o.now = s.clock.Now()
	if !s.pace.AllowN(o.now, 1) {
		return fault.FailureOf("429")
	}
	if s.options.Earlier != nil {
		o.earlier = s.options.Earlier(o.submission.Action, o.submission.Prompt, o.submission.Model, o.submission.Size)
	}
	if o.price = s.options.Cost; s.options.Strict && o.submission.Size == "" {
		return bad("size is required")
	}
	o.width, o.height, refused = o.request.check(o.submission)
	if refused != nil {
		return refused
	}
	if s.options.Sketch && strings.Contains(o.submission.Size, ":") {
		o.width, o.height = o.width/4, o.height/4
	}
	o.fate = s.options.fate(o.submission)
	if o.fate.Refuse != nil {
		return o.fate.Refuse
	}
	if o.submission.Action == "edit" {
		if o.source, refused = s.resolve(r, o.submission.ImageURL); refused != nil {
			return refused
		}
	}
	o.settle()
	o.latency = s.latency(o)
	return nil
}

// never is longer than anybody waits.
const never = 100 * 365 * 24 * time.Hour

// latency is how long an order takes: chance goes by what is asked for, so that a
// run that is repeated takes as long.
func (s *Server) latency(o *order) time.Duration {
	switch {
	case o.fate.Stuck:
		return never
	case o.fate.Latency != 0:
		return o.fate.Latency
	}
	shift := 2*variant.Of(s.options.Seed, "jitter", o.submission.Identity, o.submission.Times).Chance() - 1
	return max(0, s.options.Latency+time.Duration(shift*float64(s.options.Jitter)))
}

// call is a submission as the books show it.
func (s *Server) call(r *http.Request, sub fault.Submission) Call {
	c := Call{Action: sub.Action, Prompt: sub.Prompt, Model: sub.Model, Size: sub.Size, Count: sub.Count, Source: sub.ImageURL}
	if path, own := s.ownPath(r, sub.ImageURL); own {
		c.Source = path
	}
	return c
}

// enter writes an accepted call into the books.
func (s *Server) enter(call Call, t *task, fate fault.Fate) {
	call.Task, call.Outcome = t.id, outcomeOf(fate)
	for _, w := range t.works {
		call.Pictures = append(call.Pictures, w.Name)
	}
	s.ledger.note(func(b *Books) {
		b.Accepted++
		b.ChargedPictures += len(t.works)
		b.Calls = append(b.Calls, call)
	})
}

// reply answers an accepted submission, in its mode, or not at all.
func (s *Server) reply(w http.ResponseWriter, r *http.Request, o order, t *task) {
	link, mode := s.linker(r), o.submission.Mode
	if mode == "callback" {
		for range s.callable(r, o.request.CallbackURL, o.fate.Callbacks.Times()) {
			s.callbacks.Go(func() { s.callBack(o.request.CallbackURL, t, link) })
		}
	}
	stream := mode == "stream" && (o.fate.Answer == fault.Sent || o.fate.Answer == fault.Reset)
	if stream {
		s.chunk(w, map[string]string{"task_id": t.id, "status": "processing"})
	}
	if mode == "sync" || mode == "stream" {
		s.await(r, t)
	}
	switch {
	case o.fate.Answer != fault.Sent:
		s.spoil(w, r, o.fate.Answer, t)
	case stream:
		s.chunk(w, t.outcome(link))
	case mode == "sync":
		s.replyFinished(w, t, link)
	case strings.Contains(r.Header.Get("Accept"), "application/x-ndjson"):
		s.chunk(w, map[string]string{"task_id": t.id})
	default:
		answer(w, http.StatusOK, map[string]string{"task_id": t.id})
	}
}

// replyFinished answers a synchronous call. A failure that came after acceptance
// is by default a 200 that says success: false: unlike a 5xx it leaves no doubt.
func (s *Server) replyFinished(w http.ResponseWriter, t *task, link linker) {
	status := http.StatusOK
	if t.failure != nil && t.failure.Status != 0 {
		status = t.failure.Status
	}
	answer(w, status, t.outcome(link))
}

// await blocks until the task is finished. Where the client leaves before that,
// or the server ends, the answer is cut: the task goes on and has been charged.
func (s *Server) await(r *http.Request, t *task) {
	remaining := t.finish.Sub(s.clock.Now())
	if remaining <= 0 {
		return
	}
	select {
	case <-s.clock.After(remaining):
	case <-r.Context().Done():
		panic(http.ErrAbortHandler)
	case <-s.alive.Done():
		panic(http.ErrAbortHandler)
	}
}

// chunk sends one line of a streamed answer at once.
func (s *Server) chunk(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/x-ndjson")
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // it fails only when the client has gone
	_ = http.NewResponseController(w).Flush()
}
