package report

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"gesso/runner/report/outline"
	"gesso/runner/report/quote"
)

// Screen is where a report goes: a terminal with a width and colours, or a
// plain stream.
type Screen struct {
	w        io.Writer
	file     *os.File                   // the terminal; nil where it is none
	measure  func() (width, height int) // of the terminal now, in cells, 0 where it does not tell; nil when w is none
	colour   bool
	terminal bool

	mu   sync.Mutex
	err  error         // of the first write that failed
	many *bufio.Writer // nil but within together

	room []outline.Row // of the block that is written last, for the next one

	standing []string // lines at the end of what stands on a terminal, see replace
}

// NewScreen makes a screen of w. It is a terminal if w is one and TERM is not
// "dumb"; it has colour if moreover noColour is false and NO_COLOR is not set
// (https://no-color.org). Getenv is as os.Getenv, and is asked only about a terminal.
func NewScreen(w io.Writer, getenv func(name string) string, noColour bool) *Screen {
	s := &Screen{w: w}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) && getenv("TERM") != "dumb" {
		s.terminal, s.file, s.measure = true, f, func() (width, height int) {
			width, height, _ = term.GetSize(int(f.Fd()))
			return width, height
		}
		s.colour = !noColour && getenv("NO_COLOR") == ""
	}
	return s
}

// Copy makes all that is written from now on go to w as well. It is called before
// anything is written.
func (s *Screen) Copy(w io.Writer) { s.w = io.MultiWriter(s.w, w) }

// Manner is all that decides how a text looks on the screen.
func (s *Screen) Manner() string {
	return fmt.Sprintf("terminal %t, colour %t, %d wide", s.terminal, s.colour, s.width())
}

// File is the terminal, to be asked by the system's calls; nil where it is none.
func (s *Screen) File() *os.File { return s.file }

// Terminal reports whether lines on the screen can be drawn again.
func (s *Screen) Terminal() bool { return s.terminal }

// Write implements io.Writer. What is written is text: of what moves a cursor,
// changes a colour or the direction of writing, only the screen's own passes.
func (s *Screen) Write(p []byte) (int, error) {
	if err := s.put(s.safe(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// put writes what is as it is to be. After a write that failed nothing more is
// written: what has a gap could be taken for whole.
func (s *Screen) put(text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(s.above(text))
	return s.err
}

func (s *Screen) write(text string) {
	switch {
	case s.err != nil:
	case s.many != nil:
		_, s.err = s.many.WriteString(text)
	default:
		_, s.err = io.WriteString(s.w, text)
	}
}

// together writes what show writes in few pieces: a long list has many short rows.
func (s *Screen) together(show func()) {
	s.mu.Lock()
	s.many = bufio.NewWriterSize(s.w, 64<<10)
	s.mu.Unlock()
	show()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = s.many.Flush()
	}
	s.many = nil
}

// Err is why something that was to be shown is not, or nil.
func (s *Screen) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Exact is where bytes go that a program may read: as they are, unless a
// terminal would take them for commands.
func (s *Screen) Exact() io.Writer {
	if s.terminal {
		return s
	}
	return exact{s}
}

// Drawing is where pictures go: what moves the cursor and sets colours as it is, and never
// a text of others. What is no terminal gets nothing of it.
func (s *Screen) Drawing() io.Writer {
	if s.terminal {
		return exact{s}
	}
	return io.Discard
}

// Coloured reports whether the screen has colours.
func (s *Screen) Coloured() bool { return s.colour }

// exact is a screen that changes nothing.
type exact struct{ s *Screen }

func (e exact) Write(p []byte) (int, error) {
	if err := e.s.put(string(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// width is the terminal's now, in cells; 0 for a stream, which has none.
func (s *Screen) width() int {
	if !s.terminal {
		return 0
	}
	width, _ := s.Size()
	return width
}

// printf writes a line's worth of text. Err tells if it cannot be written.
func (s *Screen) printf(format string, args ...any) { fmt.Fprintf(s, format, args...) }

// line is printf of one text, of which the parts are given, for what is written by the ten
// thousand.
func (s *Screen) line(parts ...string) {
	if !s.pieces(parts) {
		_ = s.put(s.safe(strings.Join(parts, "") + "\n"))
	}
}

// pieces writes the parts of a line one by one, where they are shown together anyway and are as
// they are to be. It reports whether it has.
func (s *Screen) pieces(parts []string) bool {
	for _, part := range parts {
		if !quote.Plain(part) {
			return false
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.many == nil || len(s.standing) > 0 {
		return false
	}
	for _, part := range parts {
		s.write(part)
	}
	s.write("\n")
	return true
}

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
	if !s.colour || text == "" || c == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// safe is text with nothing for a terminal in it but what a screen itself puts
// there: it is the border that everything passes, whoever forgot to clean it.
func (s *Screen) safe(text string) string {
	if quote.Plain(text) {
		return text
	}
	var b strings.Builder
	for text != "" {
		own := ""
		if s.colour && text[0] == '\x1b' {
			own = paint.FindString(text)
		}
		b.WriteString(own)
		text = text[len(own):]
		next := strings.IndexAny(text, "\r\x1b")
		switch {
		case next == 0 && own == "":
			text = text[1:] // not the screen's own
		case next < 0:
			b.WriteString(quote.Clean(text))
			text = ""
		default:
			b.WriteString(quote.Clean(text[:next]))
			text = text[next:]
		}
	}
	return b.String()
}

// paint matches what Screen.paint writes, and nothing else.
var paint = regexp.MustCompile("^\x1b\\[(0|1|2|31|32|33|36)m")
