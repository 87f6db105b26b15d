package report

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// replace draws a block below everything on the terminal, in place of the previous block.
// Whatever else is written to the screen appears above it.
func (s *Screen) replace(lines []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.erasure()
	s.standing = s.standing[:0]
	for _, line := range lines {
		s.standing = append(s.standing, s.safe(line))
	}
	if text += s.drawn(); text != "" {
		s.write(text)
	}
}

// above writes text above the block. The block is drawn again only below whole lines.
func (s *Screen) above(text string) string {
	if len(s.standing) == 0 {
		return text
	}
	text = s.erasure() + text
	if !strings.HasSuffix(text, "\n") {
		s.standing = nil
	}
	return text + s.drawn()
}

func (s *Screen) drawn() string {
	if len(s.standing) == 0 {
		return ""
	}
	return strings.Join(s.standing, "\n") + "\n"
}

// erasure returns the sequence that goes back to the block's first line and erases the
// block. It allows for lines that were broken because the terminal has become narrower.
func (s *Screen) erasure() string {
	if len(s.standing) == 0 {
		return ""
	}
	width, rows := s.width(), 0
	for _, line := range s.standing {
		rows += max(1, (ansi.StringWidth(line)+width-1)/width)
	}
	return fmt.Sprintf("\x1b[%dA\r\x1b[J", rows)
}

// Size returns the terminal's current size in cells, or 80 by 24 if it is not known.
func (s *Screen) Size() (width, height int) {
	if s.measure != nil {
		if width, height := s.measure(); width > 0 && height > 0 {
			return width, height
		}
	}
	return 80, 24
}
