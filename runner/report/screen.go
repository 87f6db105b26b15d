package report

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// Screen is where a report goes: a terminal with a width and colours, or a
// plain stream.
type Screen struct {
	w        io.Writer
	file     *os.File // nil when w is not a terminal
	colour   bool
	terminal bool

	mu  sync.Mutex
	err error // of the first write that failed
}

// NewScreen makes a screen of w. It is a terminal if w is one and TERM is not
// "dumb"; it has colour if moreover noColour is false and NO_COLOR is not set
// (https://no-color.org).
func NewScreen(w io.Writer, environ []string, noColour bool) *Screen {
	s := &Screen{w: w}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) && variable(environ, "TERM") != "dumb" {
		s.file, s.terminal = f, true
		s.colour = !noColour && variable(environ, "NO_COLOR") == ""
	}
	return s
}

func variable(environ []string, name string) string {
	for _, entry := range environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// Terminal reports whether lines on the screen can be drawn again.
func (s *Screen) Terminal() bool { return s.terminal }

// Write implements io.Writer. After a write that failed nothing more is written:
// what has a gap could be taken for whole.
func (s *Screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}

// Err is why something that was to be shown is not, or nil.
func (s *Screen) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// width is the terminal's now, in cells; 0 for a stream, which has none.
func (s *Screen) width() int {
	if !s.terminal {
		return 0
	}
	width, _, err := term.GetSize(int(s.file.Fd()))
	if err != nil || width <= 0 {
		return 80
	}
	return width
}

// printf writes a line's worth of text. Err tells if it cannot be written.
func (s *Screen) printf(format string, args ...any) { fmt.Fprintf(s, format, args...) }

// wrapped writes text in lines that fit, each with the prefix.
func (s *Screen) wrapped(prefix, text string) {
	width := s.width()
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if width > 0 {
			line = wrap(line, max(20, width-ansi.StringWidth(prefix)-1))
		}
		for _, part := range strings.Split(line, "\n") {
			s.printf("%s\n", strings.TrimRight(prefix+part, " "))
		}
	}
}

// unbroken stands for a hyphen while a text is wrapped: an option that is cut
// behind its dash cannot be copied.
const unbroken = "\ue02d"

// wrap breaks a text into lines of so many cells, between words.
func wrap(text string, width int) string {
	text = ansi.Wrap(strings.ReplaceAll(text, "-", unbroken), width, "")
	return strings.ReplaceAll(text, unbroken, "-")
}

// colours are the few that a report uses, by what they mean.
type colour string

const (
	bold   colour = "1"
	red    colour = "31"
	green  colour = "32"
	yellow colour = "33"
	blue   colour = "36"
	faint  colour = "2"
)

func (s *Screen) paint(c colour, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// clean removes what would move a terminal's cursor or change its colours.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r) {
			return r
		}
		return -1
	}, text)
}

// oneLine is clean text without line breaks.
func oneLine(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }
