package picture

import (
	"bytes"
	"encoding/binary"
	"strings"
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
	{"8BPS", "a Photoshop document"},
	{"\xff\x0a", "JPEG XL"},
	{"\x00\x00\x00\x0cJXL ", "JPEG XL"},
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
		return looksLikeBrands(head)
	}
	if !isText(head) {
		return "binary data"
	}
	return looksLikeText(head)
}

// looksLikeBrands tells what is in an ISO container by the brands that its first box
// names: its own, and behind a version those that it is compatible with. Of several,
// the more particular one counts.
func looksLikeBrands(head []byte) string {
	box := head[8:min(len(head), max(12, int(binary.BigEndian.Uint32(head))))]
	looks := "AVIF, HEIC or video"
	for ; len(box) >= 4; box = box[4:] {
		switch string(box[:4]) {
		case "avif", "avis":
			return "AVIF"
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs":
			looks = "HEIC"
		case "qt  ", "isom", "iso2", "mp41", "mp42", "M4V ", "avc1":
			if looks != "HEIC" {
				looks = "video"
			}
		}
	}
	return looks
}

// PointsTo returns the SHA-256, in hexadecimal, of the file that a Git LFS pointer
// stands for: what a checkout without git lfs pull has in its place. It is false for
// anything else. See the specification of Git LFS, docs/spec.md.
func PointsTo(content []byte) (sum string, ok bool) {
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	if len(content) > maxPointer || !strings.HasPrefix(text, "version https://git-lfs.github.com/spec/v1\n") {
		return "", false
	}
	for line := range strings.Lines(text) {
		sum, found := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "oid sha256:")
		if found && len(sum) == 64 && strings.Trim(sum, "0123456789abcdef") == "" {
			return sum, true
		}
	}
	return "", false
}

// maxPointer is the size of the largest Git LFS pointer, in bytes.
const maxPointer = 1024

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
