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

// mostPages bounds how many pages are told of changes at once.
const mostPages = 64

// heartbeat is how often a page hears that there is nothing new, so that one that has gone is
// noticed.
const heartbeat = 15 * time.Second

// news is what a page that has an older version is told.
type news struct {
	Statuses []gallery.StatusCount `json:"statuses,omitempty"`
	Images   []gallery.Image       `json:"images,omitempty"`
	Numbers  []int                 `json:"numbers,omitempty"` // of the images: where they stand in the gallery
	Cards    string                `json:"cards,omitempty"`   // their markup, one <li> each
	Problem  string                `json:"problem,omitempty"` // why this is not what there is now
	Reload   bool                  `json:"reload,omitempty"`  // it is another page altogether
}

// events tells a page what is new since its version, as server-sent events, until it goes.
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
		_ = out.SetWriteDeadline(time.Now().Add(heartbeat)) // a recorder of a test has none
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

// since is an event with what is new since a version, and the version now; nil is nothing.
func (s *Server) since(version int) ([]byte, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if version == s.version {
		return nil, version
	}
	n := news{Statuses: s.now.Statuses, Problem: s.problem}
	switch {
	case version < s.shape || version > s.version: // of another server, even
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
		panic(err) // it is plain data
	}
	var event bytes.Buffer
	io.WriteString(&event, "id: "+strconv.Itoa(s.version)+"\ndata: ")
	event.Write(data) // JSON has no line end in it
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
