package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// Format is the format_version of all documents.
const Format = "1.0"

// Write writes a document as one line of JSON, safe to look at.
func Write(w io.Writer, document any) error { return write(w, document, "") }

// WritePage writes a document as JSON on lines of its own, safe to look at.
func WritePage(w io.Writer, document any) error { return write(w, document, "  ") }

// write writes a document in one piece. Its texts are not for HTML: < and & stay
// as they are.
func write(w io.Writer, document any, indent string) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(document); err != nil {
		return err
	}
	_, err := w.Write(safe(text.Bytes()))
	return err
}

// Obeyed tells of a character that a terminal would not show but obey, line breaks
// and tabs among them, and what changes the direction in which text runs.
func Obeyed(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}

// safe is a JSON document in which what a terminal would obey is written by its
// number: the same document.
func safe(document []byte) []byte {
	if plain(document) {
		return document
	}
	var b bytes.Buffer
	b.Grow(len(document) + len(document)/8)
	for _, r := range string(document) {
		if r == '\n' || !Obeyed(r) {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "\\u%04x", r)
	}
	return b.Bytes()
}

// plain reports whether a document has nothing that a terminal would obey. Most are
// in ASCII, whose control characters JSON has written by their numbers already.
func plain(document []byte) bool {
	for i, c := range document {
		if c >= utf8.RuneSelf {
			return !bytes.ContainsFunc(document[i:], func(r rune) bool { return r != '\n' && Obeyed(r) })
		}
		if c == 0x7f {
			return false
		}
	}
	return true
}
