package page

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gesso/runner/gallery"
)

// told is what cards say of their images, which the data says no more: the script reads it there.
type told struct{ address, artifact, prompt bool }

// tellsOf is what a card says of its image as it is.
func (s *sheet) tellsOf(im *gallery.Image, c *card) told {
	return told{
		address:  readable(im.Address),
		artifact: !s.inline && c.Src != "" && attribute(im.Artifact) == im.Artifact,
		prompt:   im.Prompt != nil && *im.Prompt == c.Prompt && readable(*im.Prompt),
	}
}

// readable reports whether a text comes back from markup as it is.
func readable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsAny(text, "\r\x00")
}

// series writes images one after the other: of each what differs from the one before it, and what
// its card does not say. Address, artifact and prompt are each image's own; of all else null is
// that the image has none, other than the one before it.
type series struct{ last map[string]json.RawMessage }

var own = map[string]bool{"address": true, "artifact": true, "prompt": true}

func (s *series) next(im *gallery.Image, t told) ([]byte, error) {
	data, err := json.Marshal(im)
	if err != nil {
		return nil, err
	}
	var now map[string]json.RawMessage
	if err := json.Unmarshal(data, &now); err != nil {
		return nil, err
	}
	differs := map[string]json.RawMessage{}
	for key, value := range now {
		if own[key] || !bytes.Equal(value, s.last[key]) {
			differs[key] = value
		}
	}
	for key := range s.last {
		if now[key] == nil && !own[key] {
			differs[key] = json.RawMessage("null")
		}
	}
	for key, said := range map[string]bool{"address": t.address, "artifact": t.artifact, "prompt": t.prompt} {
		if said {
			delete(differs, key)
		}
	}
	s.last = now
	return json.Marshal(differs)
}

// writeGallery writes a gallery as JSON, an image at a time.
func (s *sheet) writeGallery(w *bufio.Writer) error {
	g := s.gallery
	head := *g
	head.Images = nil
	data, err := json.Marshal(head)
	if err != nil {
		return fmt.Errorf("writing the gallery's data: %w", err)
	}
	open, found := bytes.CutSuffix(data, []byte(`"images":null}`))
	if !found {
		panic("images are not the last field of a gallery")
	}
	w.Write(open)
	w.WriteString(`"images":[`)
	var images series
	for i := range g.Images {
		if i > 0 {
			w.WriteString(",\n")
		}
		data, err := images.next(&g.Images[i], s.told[i])
		if err != nil {
			return fmt.Errorf("writing the data of %s: %w", g.Images[i].Address, err)
		}
		w.Write(data)
	}
	_, err = w.WriteString("]}")
	return err
}

// options is what the script has to know beside the gallery.
type options struct {
	Folder    bool              `json:"folder"` // pictures lie beside the page
	Live      bool              `json:"live"`   // the page is served, and told of changes
	Version   int               `json:"version,omitempty"`
	Previews  []string          `json:"previews"`  // of the folder form
	Originals map[string]string `json:"originals"` // links to the pictures themselves, by SHA-256
	Decisions []Decision        `json:"decisions"`
}

func (s *sheet) options() options {
	o := options{Folder: !s.inline, Live: s.form.Live, Version: s.form.Version, Originals: map[string]string{}, Decisions: s.form.Decisions}
	if o.Folder {
		o.Previews = slices.Sorted(maps.Keys(s.form.Previews))
	}
	if s.form.Original == nil {
		return o
	}
	for _, sha := range Thumbs(s.gallery) {
		if link := s.form.Original(sha); link != "" {
			o.Originals[sha] = link
		}
	}
	return o
}

// Thumbs are the pictures of which a page shows a thumbnail, each once, in the order in which
// they are first met: those that images have, and then what was there before and other
// takes.
func Thumbs(g *gallery.Gallery) []string {
	var all []string
	known := map[string]bool{"": true}
	add := func(sha string) {
		if !known[sha] {
			known[sha] = true
			all = append(all, sha)
		}
	}
	for i := range g.Images {
		add(g.Images[i].Artifact)
	}
	for i := range g.Images {
		if b := g.Images[i].Before; b != nil {
			add(b.Artifact)
		}
		for _, t := range g.Images[i].Takes {
			if t.Here {
				add(t.Artifact)
			}
		}
	}
	return all
}
