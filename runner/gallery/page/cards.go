package page

import (
	"fmt"
	"io"

	"gesso/runner/gallery"
)

// WriteCards writes the cards of some images of a gallery alone, in the order of their
// numbers, as the index of the folder form has them: what a page that is served puts in
// place of those that it has.
func WriteCards(w io.Writer, g *gallery.Gallery, f Form, numbers []int) error {
	out := newWriter(w)
	s := sheet{gallery: g, form: f, absent: map[string]bool{}, written: map[string]bool{}}
	for _, n := range numbers {
		c, err := s.card(n)
		if err != nil {
			return err
		}
		c.ID = "" // an element of the page may have it already
		if err := templates.ExecuteTemplate(out, "card", c); err != nil {
			return fmt.Errorf("writing the card of %s: %w", c.Address, err)
		}
	}
	return out.Flush()
}
