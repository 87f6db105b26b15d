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

// Screen is where a report goes: a terminal with a width and perhaps colours, or a plain
// stream.
type Screen struct {
	w        io.Writer
	file     *os.File                   // the terminal; nil for a stream
	measure  func() (width, height int) // current size in cells, 0 if not known; nil for a stream
	colour   bool
	terminal bool

	mu   sync.Mutex
	err  error         // of the first write that failed
	many *bufio.Writer // nil except within together

	room []outline.Row // of the block that was written last, reused for the next one

	standing []string // the block at the end of the terminal; see replace
}

// NewScreen makes a screen that writes to w. It is a terminal if w is one and TERM is not
// "dumb". It has colours if, besides, noColour is false and NO_COLOR is not set
// (https://no-color.org). Getenv is used for terminals only.
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

// Copy makes everything that is written from now on go to w as well. It must be called
// before anything is written.
func (s *Screen) Copy(w io.Writer) { s.w = io.MultiWriter(s.w, w) }

// Manner identifies everything that decides how a text looks on the screen.
func (s *Screen) Manner() string {
	return fmt.Sprintf("terminal %t, colour %t, %d wide", s.terminal, s.colour, s.width())
}

// File returns the terminal, for system calls, or nil for a stream.
func (s *Screen) File() *os.File { return s.file }

// Terminal reports whether lines on the screen can be redrawn.
func (s *Screen) Terminal() bool { return s.terminal }

// Write implements io.Writer. What is written must be text: it is stripped of what moves
// the cursor or changes colours or the writing direction, except for the screen's own
// sequences.
func (s *Screen) Write(p []byte) (int, error) {
	if err := s.put(s.safe(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// put writes text that is safe already. After a failed write it writes nothing more: output
// with a gap could be taken for complete.
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

// together buffers what show writes: a long list has many short rows.
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

// Err returns the first error of writing, or nil.
func (s *Screen) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Exact returns a writer for bytes that a program may read. They are written unchanged,
// except to a terminal.
func (s *Screen) Exact() io.Writer {
	if s.terminal {
		return s
	}
	return exact{s}
}

// Drawing returns a writer for pictures. It passes cursor movements and colours, and must
// get no text from outside. A stream gets nothing of it.
func (s *Screen) Drawing() io.Writer {
	if s.terminal {
		return exact{s}
	}
	return io.Discard
}

// Coloured reports whether the screen has colours.
func (s *Screen) Coloured() bool { return s.colour }

// exact writes to a screen without changing anything.
type exact struct{ s *Screen }

func (e exact) Write(p []byte) (int, error) {
	if err := e.s.put(string(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// width returns the terminal's current width in cells, or 0 for a stream.
func (s *Screen) width() int {
	if !s.terminal {
		return 0
	}
	width, _ := s.Size()
	return width
}

// printf writes text. Err reports whether it could be written.
func (s *Screen) printf(format string, args ...any) { fmt.Fprintf(s, format, args...) }

// line writes its parts, concatenated. It is printf for tens of thousands of lines.
func (s *Screen) line(parts ...string) {
	if !s.pieces(parts) {
		_ = s.put(s.safe(strings.Join(parts, "") + "\n"))
	}
}

// pieces writes the parts of a line without joining them, if output is buffered and the
// parts are safe. It reports whether it has written them.
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

// unbroken replaces hyphens while a text is wrapped: an option that is broken after its
// dash cannot be copied.
const unbroken = "\ue02d"

// wrap breaks a text between words into lines of at most width cells.
func wrap(text string, width int) string {
	text = ansi.Wrap(strings.ReplaceAll(text, "-", unbroken), width, "")
	return strings.ReplaceAll(text, unbroken, "-")
}

// colour is one of the few colours of a report, named by meaning.
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

// safe removes everything that a terminal would obey except the screen's own sequences. All
// text passes it, so that forgetting to clean a text does no harm.
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
			text = text[1:] // not one of the screen's own sequences
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
