package picture

import (
	"bytes"
	"unicode/utf8"
)

// sniffLen is how much of a file is looked at to tell what it is.
const sniffLen = 512

// signatures are the beginnings of what arrives in place of pictures, and of
// pictures in formats that no image model answers with.
var signatures = [...]struct{ prefix, looks string }{
	{"%PDF-", "PDF"},
	{"GIF8", "a GIF"},
	{"BM", "a BMP"},
	{"II*\x00", "a TIFF"},
	{"MM\x00*", "a TIFF"},
	{"PK\x03\x04", "a ZIP archive"},
	{"\x1f\x8b", "gzip data"},
	{"RIFF", "a RIFF file that is not WebP"},
}

// looksLike describes bytes that are no picture, for a message: a noun that can
// follow "it looks like".
func looksLike(head []byte) string {
	if len(head) == 0 {
		return "nothing (it is empty)"
	}
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.prefix)) {
			return s.looks
		}
	}
	if len(head) >= 12 && string(head[4:8]) == "ftyp" {
		return "AVIF, HEIC or video"
	}
	if !isText(head) {
		return "binary data"
	}
	return looksLikeText(head)
}

func looksLikeText(head []byte) string {
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	switch {
	case len(text) == 0:
		return "white space"
	case bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<html")),
		bytes.HasPrefix(text, []byte("<head")), bytes.HasPrefix(text, []byte("<body")):
		return "HTML"
	case bytes.Contains(text, []byte("<svg")):
		return "SVG"
	case bytes.HasPrefix(text, []byte("<?xml")), bytes.HasPrefix(text, []byte("<error")):
		return "XML"
	case text[0] == '{', text[0] == '[':
		return "JSON"
	case bytes.HasPrefix(text, []byte("data:image/")):
		return "a data URL"
	case bytes.HasPrefix(text, []byte("version https://git-lfs")):
		return "a Git LFS pointer (git lfs pull fetches the picture)"
	}
	return "text"
}

// isText reports whether head is UTF-8 without control characters. A rune that
// the end of head cut in two is forgiven.
func isText(head []byte) bool {
	for len(head) > 0 {
		r, size := utf8.DecodeRune(head)
		if r == utf8.RuneError && size == 1 {
			return len(head) < utf8.UTFMax && !utf8.FullRune(head)
		}
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' {
			return false
		}
		head = head[size:]
	}
	return true
}
