package lines_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gesso/spec/lines"
)

// However a text is looked at, folded it is its words with a space between them, and
// what an editor put before a file is none of them.
func TestFoldIsItsWords(t *testing.T) {
	texts := rapid.StringMatching(`[ab \n\t\r\x0b\x1c\x{85}\x{a0}\x{2003}é雪\x{feff}]{0,10}`)
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		if got, want := lines.Fold(text), strings.Join(strings.Fields(strings.ReplaceAll(text, lines.Mark, "")), " "); got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	})
}
