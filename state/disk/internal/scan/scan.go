// Package scan finds the lines of a long file that contain a text, without decoding the
// others, such as those about one address among a hundred thousand.
//
// It promises the lines in order, each once and complete, up to the length of the longest
// line that gesso writes. The caller must check what they say.
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

// size is how many bytes are searched at once: they stay in the processor's cache between
// reading and searching.
const size = 512 << 10

// Lines calls each with every line of a file that contains one of some texts, in order,
// with its newline unless it is torn. The line is valid until each returns; an error of
// each ends the scan. A line without a match costs no more than searching its bytes.
func Lines(r io.Reader, texts [][]byte, each func(line []byte) error) error {
	buffer := make([]byte, 0, size)
	wanted := make([]needle, len(texts))
	chosen := false
	for {
		if cap(buffer)-len(buffer) < size/2 {
			if len(buffer) > text.MaxFrame {
				return errors.New("a line is longer than any that gesso writes")
			}
			buffer = slices.Grow(buffer, cap(buffer))
		}
		begun := len(buffer) // of the line that has not ended yet
		n, err := r.Read(buffer[begun:cap(buffer)])
		buffer = buffer[:begun+n]
		whole := buffer[:0]
		if end := bytes.LastIndexByte(buffer[begun:], '\n') + 1; end > 0 {
			whole = buffer[:begun+end]
		}
		if err == io.EOF {
			whole = buffer
		}
		if !chosen && len(whole) > 0 {
			for i := range texts {
				wanted[i] = choose(texts[i], whole)
			}
			chosen = true
		}
		for _, line := range hits(whole, wanted) {
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

// needle is a text with the position of its rarest byte in the file. Searching for that
// byte is many times faster than for the first one, which in JSON is a quote.
type needle struct {
	text []byte
	rare int
}

// sampled is how many bytes of a file are examined to find the rare ones.
const sampled = 64 << 10

func choose(text, data []byte) needle {
	var counts [256]int
	for _, b := range data[:min(len(data), sampled)] {
		counts[b]++
	}
	n := needle{text: text}
	for i, b := range text {
		if counts[b] < counts[text[n.rare]] {
			n.rare = i
		}
	}
	return n
}

// index returns the first position of the text at or after from, or -1.
func (n needle) index(data []byte, from int) int {
	for at := from + n.rare; at < len(data); at++ {
		i := bytes.IndexByte(data[at:], n.text[n.rare])
		if i < 0 {
			return -1
		}
		at += i
		if start := at - n.rare; bytes.HasPrefix(data[start:], n.text) {
			return start
		}
	}
	return -1
}

// hits returns the lines of data that contain one of some texts.
func hits(data []byte, texts []needle) [][]byte {
	type span struct{ start, end int }
	var found []span
	for _, wanted := range texts {
		for at := 0; at < len(data); {
			i := wanted.index(data, at)
			if i < 0 {
				break
			}
			start, end := bytes.LastIndexByte(data[:i], '\n')+1, len(data)
			if n := bytes.IndexByte(data[i:], '\n'); n >= 0 {
				end = i + n + 1
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
