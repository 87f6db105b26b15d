package selection

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Choice is what a user selects of a plan, as plain data: patterns. The zero Choice
// is everything.
type Choice struct {
	Targets  []string `json:"targets,omitempty"`  // only these, and what they depend on
	Excludes []string `json:"excludes,omitempty"` // but these, and what depends on them
	Replaces []string `json:"replaces,omitempty"` // made anew, whatever there is
}

// Partial reports whether something may be left out.
func (c Choice) Partial() bool { return len(c.Targets)+len(c.Excludes) > 0 }

// UsesTags reports whether a pattern is one of tags.
func (c Choice) UsesTags() bool {
	for _, patterns := range [][]string{c.Targets, c.Excludes, c.Replaces} {
		for _, text := range patterns {
			if strings.HasPrefix(strings.TrimSpace(text), tagPrefix) {
				return true
			}
		}
	}
	return false
}

// maxLine bounds a line of a file of patterns, in bytes.
const maxLine = 64 << 10

// Read reads a file of patterns, one a line. What follows a # that is in no quotes is
// a comment. An error is one of reading, or names a line that is too long, or is no text.
func Read(file io.Reader) ([]string, error) {
	var patterns []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		line := lines.Text()
		if !utf8.ValidString(line) || strings.Contains(line, "\x00") {
			return nil, fmt.Errorf("line %d is no text in UTF-8", n)
		}
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if line = strings.TrimSpace(uncommented(line)); line != "" {
			patterns = append(patterns, line)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	return patterns, nil
}

// uncommented is a line without its comment.
func uncommented(line string) string {
	quoted := false
	for i := 0; i < len(line); i++ {
		switch {
		case quoted && line[i] == '\\':
			i++
		case line[i] == '"':
			quoted = !quoted
		case line[i] == '#' && !quoted:
			return line[:i]
		}
	}
	return line
}
