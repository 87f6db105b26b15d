package page

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gesso/runner/gallery"
)

// shown is an image whose prompt is not in the data but in its card, where it is read from.
type shown struct {
	*gallery.Image
	Prompt *string `json:"prompt,omitempty"` // in place of the image's
}

// datum is what is written of an image: no prompt that its card has as it is.
func datum(im *gallery.Image) any {
	if im.Prompt == nil || *im.Prompt != visible(*im.Prompt) || strings.ContainsRune(*im.Prompt, '\r') {
		return im
	}
	return shown{Image: im}
}

// writeGallery writes a gallery as JSON, an image at a time.
func writeGallery(w *bufio.Writer, g *gallery.Gallery) error {
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
	for i := range g.Images {
		if i > 0 {
			w.WriteString(",\n")
		}
		data, err := json.Marshal(datum(&g.Images[i]))
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
