package page

import (
	"fmt"
	"io"

	"gesso/runner/gallery"
)

// WriteCards writes only the cards with the given numbers, in that order, in the markup of
// the folder form. A served page replaces its own cards by them.
func WriteCards(w io.Writer, g *gallery.Gallery, f Form, numbers []int) error {
	out := newWriter(w)
	s := sheet{gallery: g, form: f, absent: map[string]bool{}, written: map[string]bool{}}
	for _, n := range numbers {
		c, err := s.card(n)
		if err != nil {
			return err
		}
		c.ID = "" // the page may have an element with that id already
		if err := templates.ExecuteTemplate(out, "card", c); err != nil {
			return fmt.Errorf("writing the card of %s: %w", c.Address, err)
		}
	}
	return out.Flush()
}
