package source

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// Mend puts right where diagnostics of JSON files are, once for each. Their
// templates are parsed after the escapes of the JSON strings are gone, so that what is
// behind an escape seems to be too far to the left, and a \n seems to begin a
// line.
func (f *Files) Mend(diags hcl.Diagnostics) hcl.Diagnostics {
	for i, d := range diags {
		if d.Subject == nil || !IsJSON(d.Subject.Filename) {
			continue
		}
		mended := *d
		mended.Subject = f.Range(d.Subject)
		mended.Context = f.Range(d.Context)
		diags[i] = &mended
	}
	return diags
}

// IsJSON reports whether a file is in HCL's JSON syntax, by its name.
func IsJSON(file string) bool { return strings.HasSuffix(file, ".json") }

// Range returns where a range really is.
func (f *Files) Range(rng *hcl.Range) *hcl.Range {
	if rng == nil || !IsJSON(rng.Filename) {
		return rng
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	text := f.escapes[rng.Filename]
	if text == nil {
		src := f.Sources[rng.Filename]
		text = &jsonText{src, escapedStrings(src), hcl.InitialPos}
		if f.escapes == nil {
			f.escapes = map[string]*jsonText{}
		}
		f.escapes[rng.Filename] = text
	}
	start := escaped(text.src, text.strings, rng.Start.Byte)
	end := max(start, escaped(text.src, text.strings, rng.End.Byte))
	return &hcl.Range{Filename: rng.Filename, Start: text.pos(start), End: text.pos(end)}
}

// jsonText is a file that places are looked up in.
type jsonText struct {
	src     []byte
	strings []span
	last    hcl.Pos // that was looked up: the next one is often near
}

// pos tells the line and column of a byte.
func (t *jsonText) pos(offset int) hcl.Pos {
	if offset < t.last.Byte {
		t.last = hcl.InitialPos
	}
	passed := t.src[t.last.Byte:offset]
	if lines := bytes.Count(passed, []byte("\n")); lines > 0 {
		t.last.Line += lines
		t.last.Column = 1
		passed = passed[bytes.LastIndexByte(passed, '\n')+1:]
	}
	t.last.Column += utf8.RuneCount(passed)
	t.last.Byte = offset
	return t.last
}

// span is a string of a JSON text: after its first quote, and its last one.
type span struct{ start, end int }

// escapedStrings lists the strings of a JSON text that have escapes in them.
func escapedStrings(src []byte) []span {
	var found []span
	for pos := 0; pos < len(src); pos++ {
		if src[pos] != '"' {
			continue
		}
		s := span{start: pos + 1}
		for pos++; pos < len(src) && src[pos] != '"'; pos++ {
			if src[pos] == '\\' {
				pos++
			}
		}
		if s.end = min(pos, len(src)); bytes.IndexByte(src[s.start:s.end], '\\') >= 0 {
			found = append(found, s)
		}
	}
	return found
}

// escaped returns where a byte stands in a JSON text that seems to be at an
// offset when the string around it is read without its escapes.
func escaped(src []byte, strings []span, offset int) int {
	offset = min(offset, len(src))
	n, found := slices.BinarySearchFunc(strings, offset, func(s span, offset int) int { return cmp.Compare(s.start, offset) })
	if found {
		return offset // the first byte
	}
	if n--; n < 0 || offset > strings[n].end {
		return offset
	}
	s := strings[n]
	said := s.start
	for pos := s.start; pos < s.end; {
		if said >= offset {
			return pos
		}
		long, short := 1, 1
		if src[pos] == '\\' {
			long = 2
			if pos+1 < s.end && src[pos+1] == 'u' {
				long, short = 6, 3 // at most: as much as the text is then taken to be
			}
		}
		pos, said = pos+long, said+short
	}
	return s.end
}
