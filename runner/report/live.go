package report

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// replace draws a block at the end of what a terminal shows, in place of the one that stands
// there. Whatever else is written to the screen meanwhile scrolls away above it.
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

// above puts a text above the block, which comes below whole lines only.
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

// erasure goes back to where the block begins and removes it. On a terminal that is
// narrower now its lines have been broken.
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

// Size is that of the terminal now, in cells; 80 by 24 where it does not tell.
func (s *Screen) Size() (width, height int) {
	if s.measure != nil {
		if width, height := s.measure(); width > 0 && height > 0 {
			return width, height
		}
	}
	return 80, 24
}
