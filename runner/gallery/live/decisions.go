package live

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"gesso/runner/review"
)

// mostDecided limits the size of what a page may send, in bytes.
const mostDecided = 1 << 20

// saved is the decision file as it is on disk.
type saved struct {
	text      []byte // nil: there is none
	decisions []review.Decision
}

// tag returns the file's version. A writer must name the version that it has read.
func (f saved) tag() string {
	sum := sha256.Sum256(f.text)
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

// readDecisions reads the file in which the page's decisions are saved. It refuses a file
// of several reviewers: the page would sign what others have said.
func (s *Server) readDecisions() (saved, error) {
	text, err := os.ReadFile(s.o.Decisions)
	if errors.Is(err, fs.ErrNotExist) {
		return saved{}, nil
	}
	if err != nil {
		return saved{}, err
	}
	decisions, err := review.Read(bytes.NewReader(text), filepath.Base(s.o.Decisions))
	if err != nil {
		return saved{}, fmt.Errorf("what is decided here would be saved there: %w", err)
	}
	for _, d := range decisions {
		if d.Reviewer != decisions[0].Reviewer {
			return saved{}, fmt.Errorf("%s has decisions of several people, and what is decided here would be saved there under one name: rename it, and give it with -decisions", d.Where)
		}
	}
	return saved{text, decisions}, nil
}

// decisions sends the file, for a page that opens.
func (s *Server) decisions(w http.ResponseWriter) {
	file, err := s.readDecisions()
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("ETag", file.tag())
	send(w, file.text)
}

// save writes the page's decisions to the file, unless somebody else has changed it.
func (s *Server) save(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostDecided))
	if err != nil {
		http.Error(w, "the decisions are larger than a megabyte, or were cut off", http.StatusRequestEntityTooLarge)
		return
	}
	decided, err := review.Read(bytes.NewReader(body), "the page")
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	header, err := s.header(decided)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	file, err := s.readDecisions()
	if err == nil && r.Header.Get("If-Match") != file.tag() {
		err = fmt.Errorf("%s has been changed by somebody else, or in another window: reload the page", filepath.Base(s.o.Decisions))
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	var text bytes.Buffer
	if err := review.Write(&text, header, append(decided, s.unseen(file.decisions, decided)...)); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := replace(s.o.Decisions, text.Bytes()); err != nil {
		s.o.Complain(err)
		http.Error(w, "the decisions were not saved: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("ETag", saved{text: text.Bytes()}.tag())
	w.WriteHeader(http.StatusNoContent)
}

// header returns the header of what a page has sent.
func (s *Server) header(decided []review.Decision) (review.Header, error) {
	if len(decided) == 0 { // all decisions were taken back
		g, _ := s.current()
		return review.Header{Gallery: g.ID}, nil
	}
	for _, d := range decided {
		if d.Header != decided[0].Header {
			return review.Header{}, fmt.Errorf("%s: decisions of several people", d.Where)
		}
	}
	return decided[0].Header, nil
}

// unseen returns the decisions in the file about pictures that this gallery does not show.
// The page does not know them, and so cannot take them back.
func (s *Server) unseen(file, decided []review.Decision) []review.Decision {
	type about struct{ address, artifact string }
	known := map[about]bool{}
	for _, d := range decided {
		known[about{d.Address, d.Artifact}] = true
	}
	g, _ := s.current()
	for i := range g.Images {
		known[about{g.Images[i].Address, g.Images[i].Artifact}] = true
	}
	var kept []review.Decision
	for _, d := range file {
		if !known[about{d.Address, d.Artifact}] {
			kept = append(kept, d)
		}
	}
	return kept
}
