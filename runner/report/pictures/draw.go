package pictures

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"gesso/runner/report"
	"gesso/runner/report/quote"
)

// Draw shows pictures side by side, each with its caption below it. They are InRow at
// most. What cannot be written is told by the screen's Err.
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

// place draws each picture at its column of rows that are made free before: nothing
// scrolls while it is drawn, so that the cursor can be put back whatever a protocol, or a
// terminal, does with it.
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

// caption writes what stands below each picture, cut to its width.
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
