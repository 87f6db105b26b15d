package traffic

import "sync"

// Hints says of which tasks somebody claims that they are finished. A hint is a
// reason to ask the provider now instead of at the next turn, and never more:
// it may be forged. It is safe for concurrent use.
type Hints struct {
	mu   sync.Mutex
	ids  map[string]bool
	wake chan struct{}
}

// maxHints bounds the hints about tasks that nobody waits for (yet): the
// answer to a submission can come after the callback about its task.
const maxHints = 10_000

// NewHints returns an empty Hints.
func NewHints() *Hints {
	return &Hints{ids: map[string]bool{}, wake: make(chan struct{}, 1)}
}

// Add notes a hint.
func (h *Hints) Add(id string) {
	h.mu.Lock()
	if len(h.ids) < maxHints {
		h.ids[id] = true
	}
	h.mu.Unlock()
	h.ring()
}

// ring makes the poller look at the hints. A nil Hints has none.
func (h *Hints) ring() {
	if h == nil {
		return
	}
	select {
	case h.wake <- struct{}{}:
	default: // it is about to look
	}
}

// woken is what ring sends to; nil, which never receives, for a nil Hints.
func (h *Hints) woken() <-chan struct{} {
	if h == nil {
		return nil
	}
	return h.wake
}

// take removes and returns the hints about some tasks.
func (h *Hints) take(ids []string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var hinted []string
	for _, id := range ids {
		if h.ids[id] {
			delete(h.ids, id)
			hinted = append(hinted, id)
		}
	}
	return hinted
}
