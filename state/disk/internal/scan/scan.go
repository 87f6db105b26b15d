// Package scan finds the lines of a long file that have a text in them, without decoding
// any other: what is known of one address among a hundred thousand.
//
// It promises the lines in their order, each once and whole, whatever length they have up
// to that of the longest that gesso writes. What they say, and whether they are what was
// written, is the caller's to find out.
//
//	err := scan.Lines(file, [][]byte{[]byte(`"image.hero"`)}, func(line []byte) error { ... })
package scan

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"gesso/state/text"
)

// size is how much of a file is looked at at once: what stays in the processor's
// cache between being read and being searched.
const size = 512 << 10

// Lines calls each with every line of a file that has one of some texts in it, in the
// order of the file, and without the last one's line end where that is torn. The line is
// valid until each returns, whose error ends the scan. A line that no text is in costs no
// more than a search through its bytes.
func Lines(r io.Reader, texts [][]byte, each func(line []byte) error) error {
	buffer := make([]byte, 0, size)
	for {
		if cap(buffer)-len(buffer) < size/2 {
			if len(buffer) > text.MaxFrame {
				return errors.New("a line is longer than any that gesso writes")
			}
			buffer = slices.Grow(buffer, cap(buffer))
		}
		begun := len(buffer) // of a line that has not ended yet
		n, err := r.Read(buffer[begun:cap(buffer)])
		buffer = buffer[:begun+n]
		whole := buffer[:0]
		if end := bytes.LastIndexByte(buffer[begun:], '\n') + 1; end > 0 {
			whole = buffer[:begun+end]
		}
		if err == io.EOF {
			whole = buffer
		}
		for _, line := range hits(whole, texts) {
			if err := each(line); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if len(whole) > 0 {
			buffer = buffer[:copy(buffer, buffer[len(whole):])]
		}
	}
}

// hits are the lines of some whole ones that have one of some texts in them.
func hits(data []byte, texts [][]byte) [][]byte {
	type span struct{ start, end int }
	var found []span
	for _, wanted := range texts {
		for at := 0; ; {
			i := bytes.Index(data[at:], wanted)
			if i < 0 {
				break
			}
			start, end := bytes.LastIndexByte(data[:at+i], '\n')+1, len(data)
			if n := bytes.IndexByte(data[at+i:], '\n'); n >= 0 {
				end = at + i + n + 1
			}
			found = append(found, span{start, end})
			at = end
		}
	}
	slices.SortFunc(found, func(a, b span) int { return a.start - b.start })
	found = slices.Compact(found)
	lines := make([][]byte, len(found))
	for n, s := range found {
		lines[n] = data[s.start:s.end]
	}
	return lines
}
