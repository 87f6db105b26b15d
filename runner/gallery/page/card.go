package page

import (
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strings"

	"gesso/runner/gallery"
)

// card is an image as the markup shows it.
type card struct {
	N          int
	Address    string
	Front, Key string // the address: what its group has in common, and the rest
	Status     gallery.Status
	Class      string
	Src        template.HTMLAttr // "" if there is no thumbnail
	ID         string            // of the thumbnail; "" if another card shows the same one
	Late       bool              // the thumbnail becomes an element when it is nearly visible
	Alt        string
	Said       bool   // Alt is more than the prompt
	None       string // why there is no thumbnail
	Prompt     string
	Facts      string
	Review     *gallery.Review
	Verdict    string // in words
}

// promptly is how many thumbnails of a folder are elements from the start. Each one costs a
// browser more than the rest of its card, even before it loads. Later thumbnails become
// elements when they are nearly visible, or are elements if no script runs.
const promptly = 2000

func (s *sheet) card(n int) (card, error) {
	im := &s.gallery.Images[n]
	c := card{N: n, Address: im.Address, Status: im.Status, Prompt: "prompt withheld or unknown"}
	c.Class = strings.ReplaceAll(string(im.Status), " ", "-")
	front, key := parts(im)
	c.Front, c.Key = visible(front), visible(key)
	switch {
	case im.Prompt != nil:
		c.Prompt = visible(*im.Prompt)
	case im.Planned != nil && im.Planned.Prompt != nil:
		c.Prompt = visible(*im.Planned.Prompt)
	}
	c.Alt = alt(im, c.Prompt)
	c.Said = c.Alt != c.Prompt
	c.Facts = facts(im, s.gallery.Currency)
	if im.Review != nil {
		c.Verdict = verdicts[im.Review.Verdict]
		c.Review = &gallery.Review{Verdict: im.Review.Verdict, By: visible(im.Review.By), Note: visible(im.Review.Note)}
	}
	src, err := s.source(im.Artifact, im.Lost)
	if err != nil {
		return c, fmt.Errorf("the thumbnail of %s: %w", im.Address, err)
	}
	if src == "" {
		c.None = none(im, s.gallery.Currency)
		return c, nil
	}
	c.Src, c.Late = src, !s.inline && len(s.told) >= promptly
	if s.inline && !s.written[im.Artifact] {
		c.ID = "t-" + attribute(im.Artifact)
		s.written[im.Artifact] = true
	}
	return c, nil
}

// verdicts are the verdicts of a record as adjectives.
var verdicts = map[string]string{"approve": "approved", "reject": "rejected"}

// source returns the attribute with a thumbnail's URL, or "" if there is none.
func (s *sheet) source(sha string, lost bool) (template.HTMLAttr, error) {
	if sha == "" || s.absent[sha] || !s.inline && lost {
		return "", nil
	}
	if !s.inline {
		return template.HTMLAttr(`src="thumbs/` + attribute(sha) + `.jpg"`), nil
	}
	data, err := s.pictures.Thumb(sha)
	if errors.Is(err, fs.ErrNotExist) {
		s.absent[sha] = true
		return "", nil
	}
	if err != nil {
		return "", err
	}
	// Base64 has no character that an attribute would have to escape.
	return template.HTMLAttr(`src="data:image/jpeg;base64,` + base64.StdEncoding.EncodeToString(data) + `"`), nil
}

// parts splits an address into what its group has in common and what is its own.
func parts(im *gallery.Image) (front, key string) {
	if key, found := strings.CutPrefix(im.Address, im.Block); found {
		return im.Block, key
	}
	if i := strings.LastIndexByte(im.Address, '['); i > 0 {
		return im.Address[:i], im.Address[i:]
	}
	return "", im.Address
}

func encode(w io.Writer, data []byte) error {
	e := base64.NewEncoder(base64.StdEncoding, w)
	if _, err := e.Write(data); err != nil {
		return err
	}
	return e.Close()
}
