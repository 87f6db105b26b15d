// Package lines makes all line ends alike. A checkout on another machine may have
// CRLF at the ends of lines, where nobody has changed a word. No prompt may depend
// on that, and no key that is cut from a text: so files are read with LF, and what
// else comes into a prompt is written so.
//
// Its promise is that what has no CR is returned as it is, without a copy. It does
// not touch other characters that some programs break lines at.
//
//	lines.LF("a cat\r\non a mat") // "a cat\non a mat"
package lines

import (
	"bytes"
	"strings"
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
