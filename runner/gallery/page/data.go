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

// told says which values a card shows exactly, so that the data need not repeat them: the
// script reads them from the card.
type told struct{ address, artifact, prompt bool }

// tellsOf returns which values a card shows exactly.
func (s *sheet) tellsOf(im *gallery.Image, c *card) told {
	return told{
		address:  readable(im.Address),
		artifact: !s.inline && c.Src != "" && attribute(im.Artifact) == im.Artifact,
		prompt:   im.Prompt != nil && *im.Prompt == c.Prompt && readable(*im.Prompt),
	}
}

// readable reports whether a text can be read back from markup unchanged.
func readable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsAny(text, "\r\x00")
}

// series encodes images one after the other: only what differs from the image before and is
// not in the image's card. Address, artifact and prompt are always the image's own; for
// other fields, null means that the image does not have it although the one before did.
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

// writeGallery writes a gallery as JSON, one image at a time.
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

// options is what the script must know besides the gallery.
type options struct {
	Folder    bool              `json:"folder"` // pictures are files beside the page
	Live      bool              `json:"live"`   // the page is served, and receives changes
	Version   int               `json:"version,omitempty"`
	Previews  []string          `json:"previews"`  // of the folder form
	Originals map[string]string `json:"originals"` // links to the full pictures, by SHA-256
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

// Thumbs returns the pictures of which a page shows a thumbnail, each once, in the order of
// their first use: those of the images, then those before them and other takes.
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
