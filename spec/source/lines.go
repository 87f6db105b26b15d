package source

import (
	"bytes"
	"strings"
)

// A checkout on another machine may have CRLF at the ends of lines, where nobody
// has changed a word. No prompt may depend on that, and no key that is cut from a
// text: so files are read with LF, and what else comes into a prompt is written so.

// Lines returns a prompt with all its line ends, CRLF or a lone CR, as LF.
func Lines(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// sourceLines returns a file with CRLF as LF. A lone CR ends no line for HCL.
func sourceLines(src []byte) []byte {
	if bytes.IndexByte(src, '\r') < 0 {
		return src
	}
	return bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
}
