package report

import (
	"fmt"
	"strconv"
	"strings"

	"gesso/runner/document"
	"gesso/runner/money"
	"gesso/runner/report/quote"
)

// Models prints what is known about models, a paragraph each.
func Models(s *Screen, all *document.Models) {
	for i, p := range all.Providers {
		if i > 0 {
			s.printf("\n")
		}
		s.printf("%s\n", s.paint(bold, "provider "+strconv.Quote(p.Name)))
		for _, m := range p.Models {
			s.model(m)
		}
	}
	s.printf("\nWhat guides dispute or leave out, the provider decides; a model that is not listed is asked for as it is.\n")
}

// model prints what is known about one model.
func (s *Screen) model(m document.Model) {
	s.printf("\n  %s%s\n", s.paint(bold, m.Name), modelMarks(m))
	for n, sizes := range m.Sizes {
		head := "    sizes: "
		if n > 0 {
			head = "    or, by a newer guide: "
		}
		s.hanging(head, sizes)
	}
	s.printf("    edits: %s\n", m.Edits)
	for _, p := range m.Prices {
		price := money.In(p.Price, quote.Line(p.Currency))
		s.printf("    price: %s a picture, by provider %s\n", price, quote.Line(p.Provider))
	}
}

// modelMarks returns what follows a model's name.
func modelMarks(m document.Model) string {
	var marks []string
	if m.Default {
		marks = append(marks, "the default")
	}
	if m.SizeRequired {
		marks = append(marks, "may need a size")
	}
	if len(marks) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s)", strings.Join(marks, ", "))
}
