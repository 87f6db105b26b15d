package quote

import (
	"testing"
	"unicode"
)

// TestSides makes sure that no plan shows two sides alike: for every kind of
// difference that a screen does not show, the two are other texts without any
// character that it does not show, acts on or draws like another one.
func TestSides(t *testing.T) {
	hidden := map[string]string{
		"carriage return": "\r", "tab": "\t", "line feed": "\n", "escape": "\x1b[31m", "bell": "\a", "backspace": "\b", "delete": "\x7f", "C1": "\u009b",
		"no-break space": "\u00a0", "narrow no-break space": "\u202f", "em space": "\u2003", "ideographic space": "\u3000", "line separator": "\u2028",
		"zero-width space": "\u200b", "joiner": "\u200d", "non-joiner": "\u200c", "word joiner": "\u2060", "byte order mark": "\ufeff", "soft hyphen": "\u00ad",
		"right-to-left override": "\u202e", "isolate": "\u2066", "mark": "\u200f", "Arabic letter mark": "\u061c",
		"variation selector": "\ufe0f", "variation supplement": "\U000e0101", "tag": "\U000e0041", "grapheme joiner": "\u034f",
		"Hangul filler": "\u3164", "halfwidth filler": "\uffa0", "choseong filler": "\u115f", "blank Braille": "\u2800",
		"private": "\ue000", "space": " ", "spaces": "   ",
	}
	for name, what := range hidden {
		for where, pair := range map[string][2]string{
			"more":   {"a fox", "a" + what + " fox"},
			"before": {what + "a fox", "a fox"},
			"behind": {"a fox", "a fox" + what},
			"for":    {"a fox", "a" + what + "fox"},
			"beside": {"a\u2764\ufe0f fox", "a\u2764\ufe0f" + what + " fox"},
		} {
			if pair[0] == pair[1] {
				continue
			}
			shownApart(t, name+" "+where, pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"a fox", "\u0430 fox"}, {"a fox", "a f\u03bfx"}, {"a-b", "a\u2011b"}, {"\u0430", "a\u200b"}, {"a", ""}, {`\r`, "\r"}, {`\\r`, "\\\r"}, {`a\u200b`, "a\u200b"}} {
		shownApart(t, pair[0], pair[0], pair[1])
	}
}

func shownApart(t *testing.T, name, before, after string) {
	t.Helper()
	old, value := Sides(before, after)
	if old == value || visible(old) == visible(value) {
		t.Errorf("%s: %q and %q are both shown as %s", name, before, after, old)
	}
	for _, text := range []string{old, value} {
		for _, r := range text {
			if !unicode.IsPrint(r) {
				t.Errorf("%s: %+q holds %+q", name, text, r)
			}
		}
	}
}

// TestSidesPlain makes sure that what differs to the eye is shown as it is.
func TestSidesPlain(t *testing.T) {
	for _, pair := range [][2]string{{"café", "cafè"}, {"大きな船", "小さな船"}, {"a fox", "two foxes"}, {"\u2764\ufe0f", "\u2764\ufe0f\u2764\ufe0f"}} {
		old, value := Sides(pair[0], pair[1])
		if old != `"`+pair[0]+`"` || value != `"`+pair[1]+`"` {
			t.Errorf("%q and %q are shown as %s and %s", pair[0], pair[1], old, value)
		}
	}
}
