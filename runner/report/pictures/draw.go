package pictures

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gesso/runner/report"
	"gesso/runner/report/quote"
)

// Draw shows at most InRow pictures side by side, each above its caption. Write errors are
// reported by the screen's Err.
func (t *Terminal) Draw(s *report.Screen, frames []Frame) {
	if t.Why != "" || len(frames) == 0 {
		return
	}
	rows := 0
	for _, f := range frames {
		rows = max(rows, f.Rows)
	}
	w := s.Drawing()
	if t.Way == Blocks {
		t.blocks(w, frames, rows)
	} else {
		t.place(w, frames, rows)
	}
	caption(s, frames)
}

// place draws each picture at its column. The rows are made free first, so that nothing
// scrolls while drawing, and the cursor can be restored whatever the protocol does with it.
func (t *Terminal) place(w io.Writer, frames []Frame, rows int) {
	io.WriteString(w, strings.Repeat("\n", rows+1)+ansi.CursorUp(rows+1))
	column := 0
	for _, f := range frames {
		if f.Image != nil {
			at := "\r"
			if column > 0 {
				at += ansi.CursorForward(column)
			}
			io.WriteString(w, at+ansi.SaveCursor)
			io.WriteString(w, t.encode(f))
			io.WriteString(w, ansi.RestoreCursor)
		}
		column += f.Columns + gap
	}
	io.WriteString(w, "\r"+ansi.CursorDown(rows))
}

// caption writes the captions below the pictures, each cut to its picture's width.
func caption(s *report.Screen, frames []Frame) {
	var line strings.Builder
	for _, f := range frames {
		text := ansi.Truncate(quote.Line(f.Caption), f.Columns, "…")
		line.WriteString(text + strings.Repeat(" ", f.Columns+gap-ansi.StringWidth(text)))
	}
	if text := strings.TrimRight(line.String(), " "); text != "" {
		fmt.Fprintln(s, text)
	}
}
