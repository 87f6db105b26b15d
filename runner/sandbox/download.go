package sandbox

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"time"

	"gesso/runner/picture"
	"gesso/runner/sandbox/fault"
	"gesso/runner/sandbox/internal/paint"
	"gesso/runner/sandbox/internal/studio"
	"gesso/runner/sandbox/internal/variant"
)

// download counts what GET and HEAD fetch.
func (s *Server) download(handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.ledger.note(func(b *Books) {
			b.Downloads++
			b.log(Entry{What: "download", Path: r.URL.Path})
		})
		handle(w, r)
	}
}

// picture serves a work, drawn now or lately. Like the provider's links it needs
// no token; its content type is that of the content, whatever the name ends in.
func (s *Server) picture(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	found := s.account.work(name)
	if found == nil {
		http.NotFound(w, r)
		return
	}
	parcel := s.options.parcel(s.links.download(found))
	s.links.strike(name, parcel)
	dead := s.links.check(name, r.URL.Query(), s.clock.Now())
	if dead != nil && parcel.Notice {
		s.notice(w, r)
		return
	}
	if f := cmp.Or(parcel.Refuse, dead); f != nil {
		fail(w, f, variant.Of(name))
		return
	}
	if parcel.Redirect != "" || parcel.Stranger {
		s.redirect(w, r, parcel)
		return
	}
	if parcel.Damage == fault.WrongSize {
		found = found.Halved()
	}
	data, err := s.studio.Bytes(r.Context(), found)
	if err != nil {
		s.logf("drawing %s: %v", name, err)
		http.Error(w, "the picture could not be drawn", http.StatusInternalServerError)
		return
	}
	if parcel.Damage != fault.Whole && parcel.Damage != fault.WrongSize {
		s.send(w, r, data, parcel.Damage)
		return
	}
	if parcel.Recoded || s.options.Recode {
		data = studio.Recode(data, r.URL.RawQuery)
	}
	content := bytes.NewReader(data)
	setType(w, content)
	http.ServeContent(w, r, "", time.Time{}, content)
}

// redirect sends a client where a parcel says.
func (s *Server) redirect(w http.ResponseWriter, r *http.Request, p fault.Parcel) {
	to := p.Redirect
	if p.Stranger {
		var err error
		if to, err = s.foreign.address(); err != nil {
			http.Error(w, "the server without a certificate did not start", http.StatusInternalServerError)
			return
		}
	}
	http.Redirect(w, r, to, http.StatusFound)
}

// notice serves what some storage services show in place of a picture: a picture.
func (s *Server) notice(w http.ResponseWriter, r *http.Request) {
	expired := &studio.Work{Name: "notice", Recipe: paint.Recipe{Prompt: "this link has expired", Model: "notice", Width: 320, Height: 180}}
	data, err := s.studio.Bytes(r.Context(), expired)
	if err != nil {
		http.Error(w, "the picture could not be drawn", http.StatusInternalServerError)
		return
	}
	content := bytes.NewReader(data)
	setType(w, content)
	http.ServeContent(w, r, "", time.Time{}, content)
}

// file serves what was uploaded.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	found := s.shelf.Find(r.PathValue("name"))
	if found == nil {
		http.NotFound(w, r)
		return
	}
	opened, err := found.Open()
	if err != nil {
		http.Error(w, "the file cannot be read", http.StatusInternalServerError)
		return
	}
	defer opened.Close()
	setType(w, opened)
	http.ServeContent(w, r, "", time.Time{}, opened)
}

// setType says what the content is. What is no picture is an attachment of no
// type: a page that somebody uploaded must not run as one of ours.
func setType(w http.ResponseWriter, content io.ReadSeeker) {
	kind := "application/octet-stream"
	if info, err := picture.Inspect(content, 0); err == nil {
		kind = "image/" + info.Format
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = content.Seek(0, io.SeekStart) // ServeContent seeks too, and reports what fails
}
