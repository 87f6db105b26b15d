package completion

import "strings"

// Typed is a command line of bash up to the cursor.
type Typed struct {
	Words   []string // that are complete, as the program gets them
	Current string   // the word at the cursor, likewise

	raw   string // the current word as it is typed
	quote byte   // what is open at the cursor: ' or ", or 0
}

// Parse splits a command line as bash does, but for expansions.
func Parse(line string) Typed {
	var t Typed
	var word strings.Builder
	began, start := false, 0 // whether there is a word, and where it begins
	for i := 0; i < len(line); i++ {
		c := line[i]
		if !began && c != ' ' && c != '\t' && c != '\n' {
			began, start = true, i
		}
		switch {
		case t.quote != 0 && c == t.quote:
			t.quote = 0
		case t.quote == 0 && (c == '\'' || c == '"'):
			t.quote = c
		case c == '\\' && t.quote != '\'' && i+1 < len(line) && (t.quote == 0 || strings.IndexByte("\"\\$`", line[i+1]) >= 0):
			i++
			word.WriteByte(line[i])
		case t.quote == 0 && (c == ' ' || c == '\t' || c == '\n'):
			if began {
				t.Words = append(t.Words, word.String())
				word.Reset()
				began = false
			}
		default:
			word.WriteByte(c)
		}
	}
	t.Current = word.String()
	if began {
		t.raw = line[start:]
	}
	return t
}

// insert is what bash has to put where the current word is for it to have a value.
// It puts it behind the last of the characters that end words for it, if there is
// one that is not quoted, and behind a quote that is open.
func (t Typed) insert(value, breaks string) string {
	switch t.quote {
	case '\'':
		return t.open(strings.ReplaceAll(value, `'`, `'\''`))
	case '"':
		return t.open(escaped(value, "\"\\$`"))
	}
	text := escaped(value, special)
	for range unquoted(t.raw, breaks) {
		n := unquoted(text, breaks)
		if len(n) == 0 {
			break
		}
		text = text[n[0]+1:]
	}
	return text
}

// open is the part of a quoted value behind the quote that is open. What stands in
// the word before it, as in -var-file='a, is bash's already.
func (t Typed) open(quoted string) string {
	at := strings.IndexByte(t.raw, t.quote)
	if at <= 0 || at > len(quoted) {
		return quoted
	}
	return quoted[at:]
}

// special are the characters that bash would not take for themselves.
const special = " \t\"'\\`$&|;<>()[]{}*?!#^"

func escaped(value, which string) string {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if strings.IndexByte(which, value[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

// unquoted are the places of characters that end words where no quote and no
// backslash keeps them from it.
func unquoted(text, breaks string) []int {
	var all []int
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\\':
			i++
		case c == '\'' || c == '"':
			quote = c
		case strings.IndexByte(breaks, c) >= 0:
			all = append(all, i)
		}
	}
	return all
}
