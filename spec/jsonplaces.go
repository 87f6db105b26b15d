package spec

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// mendPlaces puts right where diagnostics of JSON files are. Their templates
// are parsed after the escapes of the JSON strings are gone, so that what is
// behind an escape seems to be too far to the left, and a \n seems to begin a
// line.
func (c *Config) mendPlaces(diags hcl.Diagnostics) hcl.Diagnostics {
	for i, d := range diags {
		if d.Subject == nil || !isJSON(d.Subject.Filename) || c.mended[d] {
			continue
		}
		mended := *d
		mended.Subject = c.mendRange(d.Subject)
		mended.Context = c.mendRange(d.Context)
		diags[i] = &mended
		if c.mended == nil {
			c.mended = map[*hcl.Diagnostic]bool{}
		}
		c.mended[&mended] = true // Load returns what Expand has mended
	}
	return diags
}

func isJSON(file string) bool { return strings.HasSuffix(file, ".json") }

// mendRange returns where a range really is.
func (c *Config) mendRange(rng *hcl.Range) *hcl.Range {
	if rng == nil || !isJSON(rng.Filename) {
		return rng
	}
	src := c.Sources[rng.Filename]
	start := escaped(src, rng.Start.Byte)
	end := max(start, escaped(src, rng.End.Byte))
	return &hcl.Range{Filename: rng.Filename, Start: posAt(src, start), End: posAt(src, end)}
}

func posAt(src []byte, offset int) hcl.Pos {
	line := src[bytes.LastIndexByte(src[:offset], '\n')+1 : offset]
	return hcl.Pos{Line: 1 + bytes.Count(src[:offset], []byte("\n")), Column: 1 + utf8.RuneCount(line), Byte: offset}
}

// escaped returns where a byte stands in a JSON text that seems to be at an
// offset when the string around it is read without its escapes.
func escaped(src []byte, offset int) int {
	for pos := 0; pos < len(src) && pos < offset; pos++ {
		if src[pos] != '"' {
			continue
		}
		end, place := throughString(src, pos+1, offset-pos-1)
		if end >= offset {
			return min(place, len(src))
		}
		pos = end
	}
	return min(offset, len(src))
}

// throughString goes through a JSON string from after its first quote. It
// returns where the last one is, and where the n-th byte of what it says
// begins.
func throughString(src []byte, pos, n int) (end, place int) {
	place = -1
	for said := 0; pos < len(src) && src[pos] != '"'; {
		if place < 0 && said >= n {
			place = pos
		}
		long, short := 1, 1
		if src[pos] == '\\' && pos+1 < len(src) {
			long, short = 2, 1
			if src[pos+1] == 'u' {
				long, short = 6, 3 // at most: as much as the text is then taken to be
			}
		}
		pos += long
		said += short
	}
	if place < 0 {
		place = pos
	}
	return pos, place
}
