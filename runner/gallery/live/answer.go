package live

import (
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"gesso/runner/gallery/page"
)

// types are the files that can be requested by name.
var types = map[string]string{"gallery.css": "text/css", "gallery.js": "text/javascript", "live.js": "text/javascript"}

// ServeHTTP answers one request: for the page, its files, its events or its decisions.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rest, ok := s.guard(w, r)
	if !ok {
		return
	}
	write := r.Method == http.MethodPost && rest == "decisions"
	if !write && r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "here is only something to read", http.StatusMethodNotAllowed)
		return
	}
	kind, file, _ := strings.Cut(rest, "/")
	switch {
	case write:
		s.save(w, r)
	case rest == "":
		s.index(w)
	case rest == "events":
		s.events(w, r)
	case rest == "decisions":
		s.decisions(w)
	case types[rest] != "":
		s.asset(w, rest)
	case kind == "thumbs":
		s.picture(w, r, file, s.o.Pictures.Thumb)
	case kind == "previews":
		s.picture(w, r, file, s.o.Pictures.Preview)
	default:
		http.NotFound(w, r)
	}
}

// index writes the current page. An error in the middle can only cut the page off.
func (s *Server) index(w http.ResponseWriter) {
	g, f := s.current()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := page.WriteIndex(w, g, f); err != nil {
		s.o.Complain(err)
	}
}

func (s *Server) asset(w http.ResponseWriter, name string) {
	data, err := page.Asset(name)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", types[name]+"; charset=utf-8")
	send(w, data)
}

// picture sends a picture that the gallery shows or has shown.
func (s *Server) picture(w http.ResponseWriter, r *http.Request, file string, from func(string) ([]byte, error)) {
	sha, found := strings.CutSuffix(file, ".jpg")
	s.mu.Lock()
	known := found && s.shown[sha]
	s.mu.Unlock()
	if !known {
		http.Error(w, "the gallery has no such picture", http.StatusNotFound)
		return
	}
	select {
	case s.making <- struct{}{}:
	case <-r.Context().Done():
		return
	}
	data, err := from(sha)
	<-s.making
	switch {
	case r.Context().Err() != nil:
		return
	case errors.Is(err, fs.ErrNotExist):
		http.Error(w, "the picture is not here", http.StatusNotFound)
		return
	case err != nil:
		s.o.Complain(err)
		http.Error(w, "the picture cannot be shown", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Cache-Control", "private, max-age=86400, immutable") // its name is its hash
	send(w, data)
}

func send(w http.ResponseWriter, data []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // the client may be gone
}

// form returns the page's form for the current version. The caller holds mu.
func (s *Server) form() page.Form {
	f := s.o.Form
	f.Live, f.Version, f.Previews = true, s.version, maps.Clone(s.shown)
	return f
}
