package review

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// SyntaxError is a file that is not read, with the place and what is wrong there.
type SyntaxError struct {
	Where
	Problem string // a phrase that can follow the place
}

func (e *SyntaxError) Error() string { return e.Where.String() + ": " + e.Problem }

// VersionError is a file of a newer version.
type VersionError struct {
	Where
	Version int
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s: the decisions are of version %d, and this gesso knows version %d", e.Where, e.Version, version)
}

const version = 1

// maxBytes bounds a whole file, whatever its lines are.
const maxBytes = 64 << 20

// Read reads a file, or several behind each other, in their order. The name is for
// messages. The error is a *SyntaxError, a *VersionError or the reader's.
func Read(from io.Reader, name string) ([]Decision, error) {
	p := &parser{at: Where{File: name}, known: map[said]int{}}
	limited := &io.LimitedReader{R: from, N: maxBytes + 1}
	lines := bufio.NewScanner(limited)
	lines.Buffer(make([]byte, 0, 4096), MaxLine+1)
	for lines.Scan() {
		p.at.Line++
		if p.at.Line > MaxLines {
			return nil, p.problem("there are more than %d lines", MaxLines)
		}
		if err := p.line(lines.Bytes()); err != nil {
			return nil, err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		p.at.Line++
		return nil, p.problem("the line is longer than %d bytes", MaxLine)
	case err != nil:
		return nil, err
	case limited.N == 0:
		return nil, p.problem("the file is larger than %d MB", maxBytes>>20)
	case p.headers == 0:
		p.at.Line = max(1, p.at.Line)
		return nil, p.problem(`there are no decisions: the first line is {"gesso":"decisions","version":%d,…}`, version)
	}
	return p.decisions, nil
}

// parser reads the lines of one file.
type parser struct {
	at        Where
	header    Header // that counts for what follows
	headers   int    // so many there were
	decisions []Decision
	known     map[said]int // which of the decisions
}

// said is what somebody has said something about.
type said struct{ address, artifact, reviewer string }

func (p *parser) problem(format string, args ...any) error {
	return &SyntaxError{p.at, fmt.Sprintf(format, args...)}
}

// bom is the byte order mark that some editors write in front of a file.
var bom = []byte("\ufeff")

// line reads one line, which has several values where files without an end of their last
// line were put behind each other.
func (p *parser) line(line []byte) error {
	if isConflict(line) {
		return p.problem("a conflict that git has left: keep the lines of both sides where they are about different images, else one of them, and remove the markers")
	}
	if !utf8.Valid(line) {
		return p.problem("the text is not UTF-8")
	}
	for {
		line = bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(line), bom))
		if len(line) == 0 {
			return nil
		}
		fields, rest, err := object(line)
		switch {
		case err != nil && p.headers == 0:
			return p.problem("this is no file of decisions: %s", err)
		case err != nil:
			return p.problem("%s", err)
		}
		if err := p.value(fields); err != nil {
			return err
		}
		line = rest
	}
}

// isConflict tells of a line that git writes between two versions.
func isConflict(line []byte) bool {
	line = bytes.TrimRight(line, "\r")
	for _, marker := range []string{"<<<<<<<", "|||||||", ">>>>>>>"} {
		if bytes.HasPrefix(line, []byte(marker)) {
			return true
		}
	}
	return string(line) == "======="
}

// value reads one header or decision.
func (p *parser) value(fields []field) error {
	if has(fields, "gesso") {
		p.headers++
		h, err := p.readHeader(fields)
		p.header = h
		return err
	}
	if p.headers == 0 {
		return p.problem(`there is no first line before it: {"gesso":"decisions","version":%d,…}`, version)
	}
	d, err := p.readDecision(fields)
	if err != nil {
		return err
	}
	about := said{d.Address, d.Artifact, d.Reviewer}
	first, double := p.known[about]
	switch {
	case !double:
		p.known[about] = len(p.decisions)
		p.decisions = append(p.decisions, d)
	case p.decisions[first].same(d) && p.decisions[first].header != d.header:
		// The same file twice, behind itself: nothing is said that was not.
	default:
		return p.problem("line %d decides about the same picture for the same reviewer", p.decisions[first].Where.Line)
	}
	return nil
}
