// Package lines makes all line ends alike. A checkout on another machine may have
// CRLF at the ends of lines, where nobody has changed a word. No prompt may depend
// on that, and no key that is cut from a text: so files are read with LF, and what
// else comes into a prompt is written so.
//
// Fold goes further: a text whose white space only lays it out on a page says the
// same however it is laid out, and is one line.
//
// Its promise is that what has nothing to change is returned as it is, without a copy.
// LF does not touch other characters that some programs break lines at.
//
//	lines.LF("a cat\r\non a mat")      // "a cat\non a mat"
//	lines.Fold("  a cat\n  on a mat\n") // "a cat on a mat"
package lines

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LF returns a text with all its line ends, CRLF or a lone CR, as LF.
func LF(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// OfFile returns the source of a file with CRLF as LF. A lone CR, which ends no line
// for HCL, stays. The source may be returned itself.
func OfFile(src []byte) []byte {
	if bytes.IndexByte(src, '\r') < 0 {
		return src
	}
	return bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
}

// Mark is the byte order mark that some editors put at the beginning of a file: a
// character, wherever in a text the file's content comes to stand.
const Mark = "\ufeff"

// Fold returns a text in which each run of white space, by Unicode's word for it, is
// one space, and none is at its ends, without byte order marks.
func Fold(text string) string {
	if space, plain := laidOut(text); plain && !space {
		return text // as nearly all are
	}
	if strings.Contains(text, Mark) {
		text = strings.ReplaceAll(text, Mark, "")
	}
	space := true
	for _, r := range text {
		was := space
		if space = unicode.IsSpace(r); space && (was || r != ' ') {
			return strings.Join(strings.Fields(text), " ")
		}
	}
	if space {
		return strings.TrimSuffix(text, " ")
	}
	return text
}

// laidOut reports whether a text of ASCII has white space that Fold changes, and whether it
// is one.
func laidOut(text string) (space, ascii bool) {
	was := true
	for i := range len(text) {
		c := text[i]
		is := c == ' ' || c >= '\t' && c <= '\r'
		space = space || is && (was || c != ' ')
		if was = is; c >= utf8.RuneSelf {
			return false, false
		}
	}
	return space || was && text != "", true
}
