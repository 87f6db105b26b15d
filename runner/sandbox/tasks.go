package sandbox

import (
	"net/http"
	"slices"
	"strings"

	"gesso/runner/sandbox/fault"
)

// maxBatch is how many tasks one call of retrieve_batch may ask for.
const maxBatch = 50

// tasks is POST /flux/tasks: free of charge.
func (s *Server) tasks(w http.ResponseWriter, r *http.Request) *fault.Failure {
	var q tasksRequest
	unread := readJSON(w, r, &q)
	if refused := s.poll(q); refused != nil {
		return refused
	}
	if unread != nil {
		return unread
	}
	switch q.Action {
	case "", "retrieve":
		t := s.account.task(q.ID)
		if t == nil {
			answer(w, http.StatusOK, struct{}{}) // as the service does
			return nil
		}
		answer(w, http.StatusOK, t.view(s.clock.Now(), s.linker(r)))
		return nil
	case "retrieve_batch":
		if q.lists() && s.options.List {
			s.list(w, r, q)
			return nil
		}
		if len(q.IDs) == 0 || len(q.IDs) > maxBatch {
			return bad("ids must be 1 to %d task ids, not %d", maxBatch, len(q.IDs))
		}
		s.batch(w, r, q.IDs)
		return nil
	}
	return bad("action must be retrieve or retrieve_batch, not %q", q.Action)
}

// tasksRequest is the body of POST /flux/tasks.
type tasksRequest struct {
	Action string   `json:"action"`
	ID     string   `json:"id"`
	IDs    []string `json:"ids"`
	User   string   `json:"user_id"`
	Type   string   `json:"type"`
	From   float64  `json:"created_at_min"`
	To     float64  `json:"created_at_max"`
}

// lists reports whether a request is for the tasks of a user.
func (q tasksRequest) lists() bool {
	return q.Action == "retrieve_batch" && len(q.IDs) == 0 && q.User != ""
}

// asked lists the tasks that a request names.
func (q tasksRequest) asked() []string {
	if len(q.IDs) == 0 && q.ID != "" {
		return []string{q.ID}
	}
	return q.IDs[:min(len(q.IDs), maxBatch)]
}

// list answers with the tasks that were created in a time, the newest first, as
// the service's own pages have them from it.
func (s *Server) list(w http.ResponseWriter, r *http.Request, q tasksRequest) {
	now, link := s.clock.Now(), s.linker(r)
	items := []view{}
	for _, t := range s.account.between(q.From, q.To) {
		items = append(items, t.view(now, link))
	}
	answer(w, http.StatusOK, batch{items, len(items)})
}

// batch is the answer to retrieve_batch.
type batch struct {
	Items []view `json:"items"`
	Count int    `json:"count"`
}

// poll counts a call, and lets it fail.
func (s *Server) poll(q tasksRequest) *fault.Failure {
	var number int
	s.ledger.note(func(b *Books) {
		b.Polls++
		if q.lists() {
			b.Lists++
			b.log(Entry{What: "list"})
		} else {
			b.log(Entry{What: "poll", Tasks: q.asked()})
		}
		number = b.Polls
	})
	if s.options.Faults.Poll == nil {
		return nil
	}
	return s.options.Faults.Poll(number)
}

// batch answers for those of the ids that are known, in an order that is not the
// one they were asked in.
func (s *Server) batch(w http.ResponseWriter, r *http.Request, ids []string) {
	order := slices.Clone(ids)
	slices.SortFunc(order, func(a, b string) int {
		// Ids begin with hash bytes; their other end orders them like chance.
		return strings.Compare(a[len(a)/2:], b[len(b)/2:])
	})
	now, link := s.clock.Now(), s.linker(r)
	items := []view{}
	for _, id := range slices.Compact(order) {
		if t := s.account.task(id); t != nil && t.omit.Add(-1) < 0 {
			items = append(items, t.view(now, link))
		}
	}
	answer(w, http.StatusOK, batch{items, len(items)})
}
