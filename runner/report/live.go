package report

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"
)

// live is a block at the end of what a terminal shows, that is drawn again and again.
// It is for one goroutine.
type live struct {
	screen *Screen
	widths []int // of the lines that stand there now
}

// replace draws other lines in place of those that stand there.
func (l *live) replace(lines []string) {
	text := l.erasure()
	l.widths = l.widths[:0]
	for _, line := range lines {
		l.widths = append(l.widths, ansi.StringWidth(line))
		text += l.screen.safe(line) + "\n"
	}
	if text != "" {
		_ = l.screen.put(text) // Err tells
	}
}

// clear leaves nothing of the block.
func (l *live) clear() { l.replace(nil) }

// erasure goes back to where the block begins and removes it. On a terminal that is
// narrower now its lines have been broken.
func (l *live) erasure() string {
	if len(l.widths) == 0 {
		return ""
	}
	width, rows := l.screen.width(), 0
	for _, w := range l.widths {
		rows += max(1, (w+width-1)/width)
	}
	return fmt.Sprintf("\x1b[%dA\r\x1b[J", rows)
}

// Size is that of the terminal now, in cells; 80 by 24 where it does not tell.
func (s *Screen) Size() (width, height int) {
	if s.measure != nil {
		if width, height := s.measure(); width > 0 && height > 0 {
			return width, height
		}
	}
	return 80, 24
}
