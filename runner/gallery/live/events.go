package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"gesso/runner/gallery"
	"gesso/runner/gallery/page"
)

// mostPages limits how many pages can listen for events at once.
const mostPages = 64

// heartbeat is how often an idle page is sent something, so that a closed one is noticed.
const heartbeat = 15 * time.Second

// news is what a page with an older version is sent.
type news struct {
	Statuses []gallery.StatusCount `json:"statuses,omitempty"`
	Images   []gallery.Image       `json:"images,omitempty"`
	Numbers  []int                 `json:"numbers,omitempty"` // the indexes of the changed images in the gallery
	Cards    string                `json:"cards,omitempty"`   // their markup, one <li> each
	Problem  string                `json:"problem,omitempty"` // why the page is not up to date
	Reload   bool                  `json:"reload,omitempty"`  // the page must be loaded again
}

// events sends a page what is new since its version, as server-sent events, until it
// closes.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	since, err := strconv.Atoi(r.URL.Query().Get("since"))
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		since, err = strconv.Atoi(last)
	}
	if err != nil {
		http.Error(w, "since which version?", http.StatusBadRequest)
		return
	}
	woken := make(chan struct{}, 1)
	if !s.enter(woken) {
		http.Error(w, fmt.Sprintf("%d pages are open already", mostPages), http.StatusServiceUnavailable)
		return
	}
	defer s.leave(woken)
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	ticks := time.NewTicker(heartbeat)
	defer ticks.Stop()
	out := http.NewResponseController(w)
	for {
		text, version := s.since(since)
		if text == nil {
			text = []byte(": nothing new\n\n")
		}
		since = version
		_ = out.SetWriteDeadline(time.Now().Add(heartbeat)) // a test's recorder has no deadline
		if _, err := w.Write(text); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-woken:
		case <-ticks.C:
		}
	}
}

// since returns the event with everything new since a version, and the current version. The
// event is nil if there is nothing new.
func (s *Server) since(version int) ([]byte, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if version == s.version {
		return nil, version
	}
	n := news{Statuses: s.now.Statuses, Problem: s.problem}
	switch {
	case version < s.shape || version > s.version: // a version of another server, perhaps
		n = news{Reload: true}
	default:
		for i, changed := range s.changed {
			if changed > version {
				n.Images = append(n.Images, s.now.Images[i])
				n.Numbers = append(n.Numbers, i)
			}
		}
		var cards bytes.Buffer
		if err := page.WriteCards(&cards, s.now, s.form(), n.Numbers); err != nil {
			n = news{Reload: true}
		} else {
			n.Cards = cards.String()
		}
	}
	data, err := json.Marshal(n)
	if err != nil {
		panic(err) // plain data always marshals
	}
	var event bytes.Buffer
	io.WriteString(&event, "id: "+strconv.Itoa(s.version)+"\ndata: ")
	event.Write(data) // JSON has no newline in it
	io.WriteString(&event, "\n\n")
	return event.Bytes(), s.version
}

func (s *Server) enter(page chan struct{}) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pages) >= mostPages {
		return false
	}
	s.pages[page] = true
	return true
}

func (s *Server) leave(page chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pages, page)
}
