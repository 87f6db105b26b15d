package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// maxBatch is how many tasks one call of retrieve_batch may ask for.
const maxBatch = 50

// tasks is POST /flux/tasks: free of charge.
func (s *Server) tasks(w http.ResponseWriter, r *http.Request) *Failure {
	if refused := s.poll(); refused != nil {
		return refused
	}
	var q struct {
		Action string   `json:"action"`
		ID     string   `json:"id"`
		IDs    []string `json:"ids"`
	}
	if refused := readJSON(w, r, &q); refused != nil {
		return refused
	}
	switch q.Action {
	case "retrieve":
		t := s.account.task(q.ID)
		if t == nil {
			return &Failure{Status: http.StatusNotFound, Code: codeNotFound, Message: "no task " + q.ID}
		}
		answer(w, http.StatusOK, t.view(s.clock.Now(), s.linker(r)))
		return nil
	case "retrieve_batch":
		if len(q.IDs) == 0 || len(q.IDs) > maxBatch {
			return bad("ids must be 1 to %d task ids, not %d", maxBatch, len(q.IDs))
		}
		s.batch(w, r, q.IDs)
		return nil
	}
	return bad("action must be retrieve or retrieve_batch, not %q", q.Action)
}

// poll counts a call, and lets it fail.
func (s *Server) poll() *Failure {
	var number int
	s.ledger.note(func(b *Books) {
		b.Polls++
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
	answer(w, http.StatusOK, struct {
		Items []view `json:"items"`
		Count int    `json:"count"`
	}{items, len(items)})
}
