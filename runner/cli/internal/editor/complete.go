package editor

import (
	"fmt"
	"strings"
)

// mostShown is how many candidates are shown; beyond that, their number.
const mostShown = 100

// key completes the line at the tab key. With several candidates it inserts what they have
// in common, or shows them if that is there already.
func (e *Editor) key(line string, pos int, key rune) (string, int, bool) {
	if key != '\t' || e.Complete == nil {
		return "", 0, false
	}
	at, candidates := e.Complete(line[:pos])
	if len(candidates) == 0 {
		return line, pos, true
	}
	typed, common := line[at:pos], prefix(candidates)
	if len(common) <= len(typed) && len(candidates) > 1 {
		e.show(candidates)
		return line, pos, true
	}
	return line[:at] + common + line[pos:], at + len(common), true
}

// show prints candidates above the line.
func (e *Editor) show(candidates []string) {
	rest := ""
	if more := len(candidates) - mostShown; more > 0 {
		candidates, rest = candidates[:mostShown], fmt.Sprintf("  … and %d more", more)
	}
	_, _ = fmt.Fprintf(e.terminal, "%s%s\n", strings.Join(candidates, "  "), rest) // if the terminal is gone, reading the next line says so
}

// prefix returns the common beginning of some texts.
func prefix(texts []string) string {
	common := texts[0]
	for _, text := range texts[1:] {
		for !strings.HasPrefix(text, common) {
			runes := []rune(common)
			common = string(runes[:len(runes)-1])
		}
	}
	return common
}
