package report

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gesso/runner/report/outline"
	"gesso/runner/report/textdiff"
)

// indentation is how far the names of rows are indented.
const indentation = "        "

func (s *Screen) row(r outline.Row) {
	head := indentation + r.Name + " = "
	if r.Changed {
		head = strings.TrimSuffix(indentation, "  ") + s.paint(yellow, "~") + " " + r.Name + " = "
	}
	note := ""
	if r.Note != "" {
		note = s.paint(faint, "  ("+r.Note+")")
	}
	switch {
	case r.Lines != nil:
		s.line(strings.TrimRight(head, " "), note)
		s.lines(r.Lines)
	case r.Words != nil:
		s.hanging(head, `"`+s.words(r.Words)+`"`+note)
	case r.Changed:
		s.sides(head, r, note)
	default:
		s.hanging(head, r.Value)
	}
}

// sides prints a change on one line, or each side on its own line.
func (s *Screen) sides(head string, r outline.Row, note string) {
	if width := s.width(); width == 0 || ansi.StringWidth(head+r.Old+r.Value+note)+4 <= width {
		s.line(head, r.Old, " -> ", r.Value, note)
		return
	}
	s.hanging(head, r.Old)
	s.hanging(strings.Repeat(" ", ansi.StringWidth(head)-3)+"-> ", r.Value+note)
}

// words formats the changes of a long text, with marks that work without colour.
func (s *Screen) words(pieces []textdiff.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Kind {
		case textdiff.Old:
			b.WriteString(s.paint(red, outline.OldOpens+p.Text+outline.OldCloses))
		case textdiff.New:
			b.WriteString(s.paint(green, outline.NewOpens+p.Text+outline.NewCloses))
		case textdiff.Left:
			b.WriteString(s.paint(faint, "…"))
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// lines prints a text of several lines below its name, with a mark before each line that is
// removed or added.
func (s *Screen) lines(pieces []textdiff.Piece) {
	for _, p := range pieces {
		mark, c := " ", colour("")
		switch p.Kind {
		case textdiff.Old:
			mark, c = "-", red
		case textdiff.New:
			mark, c = "+", green
		case textdiff.Left:
			c = faint
		}
		text := p.Text
		if width := s.width(); width > 0 {
			text = wrap(text, max(20, width-len(indentation)-5))
		}
		for line := range strings.SplitSeq(text, "\n") {
			s.printf("%s\n", strings.TrimRight(indentation+"  "+s.paint(c, mark+" "+line), " "))
			mark = " "
		}
	}
}

// hanging prints a value after a head, with its further lines below its first.
func (s *Screen) hanging(head, value string) {
	width, indent := s.width(), 0
	if width > 0 || strings.Contains(value, "\n") {
		indent = ansi.StringWidth(head)
	}
	if width > 0 {
		value = wrap(value, max(20, width-indent-1))
	}
	s.line(head, strings.ReplaceAll(value, "\n", "\n"+strings.Repeat(" ", indent)))
}

// Hang prints a value after a head. What does not fit on the line is aligned below it.
func Hang(s *Screen, head, value string) { s.hanging(head, value) }

// Bold makes a text bold on a terminal with colours.
func Bold(s *Screen, text string) string { return s.paint(bold, text) }
