package spelling

import (
	"bytes"
	"html"
	"slices"
	"strconv"
)

// undone is a text without its escapes: its printable letters of ASCII, and where each
// stands in the text. It has no backslash: how many of them stand for one depends on
// how often the text was escaped.
type undone struct {
	letters []byte
	at      []span
	escapes int
}

// read undoes the escapes of a text, also those that come of undoing others. Each
// letter is added once, and each escape makes what is there shorter, so that the time
// is in proportion to the text however deep the escapes are nested.
func read(text string) *undone {
	u := &undone{letters: make([]byte, 0, len(text)), at: make([]span, 0, len(text))}
	for i := range len(text) {
		u.add(text[i], span{i, i + 1})
	}
	u.at = slices.Collect(func(yield func(span) bool) {
		for i, c := range u.letters {
			if c != '\\' && !yield(u.at[i]) {
				return
			}
		}
	})
	u.letters = bytes.ReplaceAll(u.letters, []byte(`\`), nil)
	return u
}

func (u *undone) add(c byte, at span) {
	for '!' <= c && c <= '~' {
		u.letters, u.at = append(u.letters, c), append(u.at, at)
		code, length := escape(u.letters)
		if length == 0 {
			return
		}
		u.escapes++
		from := len(u.letters) - length
		at.from = u.at[from].from
		u.letters, u.at, c = u.letters[:from], u.at[:from], code
	}
}

// longestEntity is the longest name of a character in HTML that stands for one of ASCII,
// or its longest number that is worth a look, with & and ;.
const longestEntity = 20

// escape is what an escape at the end of a text stands for, and how long it is; 0 is
// none. What is not ASCII is as good as a blank.
func escape(text []byte) (code byte, length int) {
	if text[len(text)-1] == ';' {
		return entity(text)
	}
	for _, form := range []struct {
		begin  string
		digits int
	}{{`%`, 2}, {`\x`, 2}, {`%u`, 4}, {`\u`, 4}, {`\U`, 8}} {
		length := len(form.begin) + form.digits
		if len(text) < length || string(text[len(text)-length:len(text)-form.digits]) != form.begin {
			continue
		}
		if n, err := strconv.ParseUint(string(text[len(text)-form.digits:]), 16, 32); err == nil {
			return ascii(rune(n)), length
		}
	}
	return 0, 0
}

// entity is what a name or a number of HTML stands for at the end of a text.
func entity(text []byte) (code byte, length int) {
	tail := text[max(0, len(text)-longestEntity):]
	begin := bytes.LastIndexByte(tail, '&')
	if begin < 0 {
		return 0, 0
	}
	named := string(tail[begin:])
	if plain := []rune(html.UnescapeString(named)); len(plain) == 1 {
		return ascii(plain[0]), len(named)
	}
	return 0, 0
}

func ascii(r rune) byte {
	if r < '!' || r > '~' {
		return ' '
	}
	return byte(r)
}
