package page

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"gesso/runner/gallery"
)

// Pictures returns the JPEGs of a picture, by the SHA-256 of its bytes. It is called for
// one picture at a time, and may keep the bytes.
type Pictures interface {
	Thumb(sha string) ([]byte, error) // fs.ErrNotExist: its bytes are nowhere here
	Preview(sha string) ([]byte, error)
}

// Form says how a gallery is written.
type Form struct {
	Edge     int                     // the edge of thumbnails in pixels; 0: 320
	Previews map[string]bool         // the pictures (by SHA-256) that have a preview; nil: none
	Original func(sha string) string // returns a link to the full picture, relative to the page, or ""; nil: no links
	Live     bool                    // the page is served by gesso gallery -serve: with live.js in place of gallery.js
	Version  int                     // of a served page: live.js asks for changes since

	// Decisions are those of reviewers' files, with which the page opens. A decision is
	// ignored if the address has another picture now.
	Decisions []Decision
}

// Decision is a reviewer's decision about the picture of an address, as a line of a
// decision file has it.
type Decision struct {
	Reviewer string `json:"reviewer,omitempty"`
	Address  string `json:"address"`
	Artifact string `json:"artifact"` // SHA-256 of the picture that it is about
	Verdict  string `json:"verdict"`  // "approve", "reject", "again", "select"
	Takes    int    `json:"takes,omitempty"`
	Take     string `json:"take,omitempty"` // of "select": SHA-256 of the picture to select
	Note     string `json:"note,omitempty"`
}

// Write writes a gallery as one file that needs no other, except for what Original links
// to. After an error, what was written is useless.
func Write(w io.Writer, g *gallery.Gallery, f Form, p Pictures) error {
	out := newWriter(w)
	s := sheet{gallery: g, form: f, pictures: p, inline: true}
	if err := s.write(out); err != nil {
		return err
	}
	return out.Flush()
}

// WriteIndex writes only the index of the folder form. Its other files lie beside it, as
// Asset, thumbs/SHA.jpg and previews/SHA.jpg. A picture that is not lost is assumed to have
// a thumbnail there.
func WriteIndex(w io.Writer, g *gallery.Gallery, f Form) error {
	out := newWriter(w)
	s := sheet{gallery: g, form: f}
	if err := s.write(out); err != nil {
		return err
	}
	return out.Flush()
}

func newWriter(w io.Writer) *bufio.Writer { return bufio.NewWriterSize(w, 1<<16) }

// sheet is a page that is being written.
type sheet struct {
	gallery  *gallery.Gallery
	form     Form
	pictures Pictures        // nil: they are files beside the page
	inline   bool            // style, script and pictures are in the page itself
	absent   map[string]bool // thumbnails that do not exist
	written  map[string]bool // thumbnails that are in the page already
	told     map[int]told    // what cards show of their images, by the images' numbers
}

func (s *sheet) write(w *bufio.Writer) error {
	s.written, s.told = map[string]bool{}, map[int]told{}
	if s.absent == nil {
		s.absent = map[string]bool{}
	}
	for _, part := range []func(*bufio.Writer) error{s.head, s.groups, s.foot, s.thumbs, s.previews, s.data, s.scripts} {
		if err := part(w); err != nil {
			return err
		}
	}
	return nil
}

// groups writes the cards, group by group.
func (s *sheet) groups(w *bufio.Writer) error {
	for i, g := range arrange(s.gallery) {
		g.Number = i
		if err := templates.ExecuteTemplate(w, "group", g); err != nil {
			return fmt.Errorf("writing the group %s: %w", g.Block, err)
		}
		for _, n := range g.members {
			c, err := s.card(n)
			if err != nil {
				return err
			}
			s.told[n] = s.tellsOf(&s.gallery.Images[n], &c)
			if err := templates.ExecuteTemplate(w, "card", c); err != nil {
				return fmt.Errorf("writing the card of %s: %w", c.Address, err)
			}
		}
		w.WriteString("</ul></section>\n")
	}
	return nil
}

// thumbs writes the thumbnails that no card shows: those before, and other takes.
func (s *sheet) thumbs(w *bufio.Writer) error {
	if !s.inline {
		return nil
	}
	for _, sha := range Thumbs(s.gallery) {
		if s.written[sha] || s.absent[sha] {
			continue
		}
		if err := s.inert(w, "t-", sha, s.pictures.Thumb); err != nil {
			return err
		}
	}
	return nil
}

// previews writes the larger pictures, which are decoded only when they are looked at.
func (s *sheet) previews(w *bufio.Writer) error {
	if !s.inline {
		return nil
	}
	for _, sha := range Thumbs(s.gallery) {
		if !s.form.Previews[sha] {
			continue
		}
		if err := s.inert(w, "p-", sha, s.pictures.Preview); err != nil {
			return err
		}
	}
	return nil
}

func (s *sheet) inert(w *bufio.Writer, kind, sha string, from func(string) ([]byte, error)) error {
	data, err := from(sha)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the picture %s: %w", sha, err)
	}
	fmt.Fprintf(w, `<script type="text/plain" id="%s%s">`, kind, attribute(sha))
	if err := encode(w, data); err != nil {
		return err
	}
	_, err = w.WriteString("</script>\n")
	return err
}

// data writes the script's data. The default escaping of encoding/json makes it safe in a
// script element.
func (s *sheet) data(w *bufio.Writer) error {
	w.WriteString(`<script type="application/json" id="gallery">`)
	if err := s.writeGallery(w); err != nil {
		return err
	}
	w.WriteString("</script>\n" + `<script type="application/json" id="form">`)
	data, err := json.Marshal(s.options())
	if err != nil {
		return fmt.Errorf("writing the page's options: %w", err)
	}
	w.Write(data)
	_, err = w.WriteString("</script>\n")
	return err
}
