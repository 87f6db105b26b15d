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

// Pictures gives what is to be seen of a picture, as JPEG, by the SHA-256 of its bytes.
// It is asked for one at a time, and may keep the bytes.
type Pictures interface {
	Thumb(sha string) ([]byte, error) // fs.ErrNotExist: its bytes are nowhere here
	Preview(sha string) ([]byte, error)
}

// Form is how a gallery is written.
type Form struct {
	Edge     int                     // of thumbnails, pixels; 0 is 320
	Previews map[string]bool         // which pictures (by SHA-256) have a preview; nil: none
	Original func(sha string) string // a link to the picture itself, relative to the page; "" is none, and so is nil
	Live     bool                    // served by gesso gallery -serve: with live.js in place of gallery.js
	Version  int                     // of what is served: live.js asks for what has changed since

	// Decisions are those of reviewers' files: the page opens with them. They say nothing
	// where the address has another picture now.
	Decisions []Decision
}

// Decision is what a reviewer decided about the picture of an address, as a line of a file
// of decisions says it.
type Decision struct {
	Reviewer string `json:"reviewer,omitempty"`
	Address  string `json:"address"`
	Artifact string `json:"artifact"` // SHA-256 of the picture that it is about
	Verdict  string `json:"verdict"`  // "approve", "reject", "again", "select"
	Takes    int    `json:"takes,omitempty"`
	Take     string `json:"take,omitempty"` // of "select": the SHA-256 of the picture to take
	Note     string `json:"note,omitempty"`
}

// Write writes a gallery as one file that needs nothing beside it but what Original links to.
// What has been written when it fails is of no use.
func Write(w io.Writer, g *gallery.Gallery, f Form, p Pictures) error {
	out := newWriter(w)
	s := sheet{gallery: g, form: f, pictures: p, inline: true}
	if err := s.write(out); err != nil {
		return err
	}
	return out.Flush()
}

// WriteIndex writes the index of the folder form alone: its style, its scripts, thumbnails and
// previews lie beside it, as Asset, thumbs/SHA.jpg and previews/SHA.jpg. A picture that is
// not lost is taken to have a thumbnail there.
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
	pictures Pictures        // nil: they lie beside the page
	inline   bool            // style, script and pictures are in the page itself
	absent   map[string]bool // thumbnails that are not to be had
	written  map[string]bool // thumbnails that are in the page already
	told     map[int]told    // what cards say of their images, by the images' numbers
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

// thumbs writes the thumbnails that no card shows: what was there before, and other takes.
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

// previews writes the larger pictures, which nothing decodes before it is looked at.
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

// data writes what the script works on. The default escaping of encoding/json is what makes
// it safe in a script element.
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
