package text

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"strings"

	"gesso/state"
)

// A log (the journal, the ledger) is a header line and then frames. A frame is
// one line: the CRC-32C of the JSON in eight hexadecimal digits, a space, the
// JSON. The checksum finds every change of up to 32 bits in a row, and with it
// edited lines and changed line ends.

// MaxFrame is the most bytes of one line, which is in memory whole; a prompt is
// some kilobytes at most.
const MaxFrame = 16 << 20

const frameHint = "keep a copy of the file, then restore it, or delete this line and lose what it recorded"

// header is the first line of each of gesso's files.
type header struct {
	Gesso   string `json:"gesso"` // the format's name
	Version int    `json:"version"`
}

// formatVersion is that of every format of a workspace.
const formatVersion = 1

// Header is the first line of a file of a format, such as "journal", with its end.
func Header(format string) string {
	return fmt.Sprintf("{\"gesso\":%q,\"version\":%d}\n", format, formatVersion)
}

// checkHeader accepts the header of this version, without its line end.
func checkHeader(file, format string, line []byte) error {
	if string(line)+"\n" == Header(format) {
		return nil
	}
	if bytes.HasPrefix(line, []byte("version https://git-lfs.github.com/spec/v1")) {
		return &state.DamageError{File: file, Line: 1, Problem: "the file is a Git LFS pointer, and not what it points to", Hint: "git lfs pull"}
	}
	var h header
	if err := Unmarshal(line, &h); err != nil || h.Gesso != format || h.Version <= formatVersion {
		return &state.DamageError{File: file, Line: 1, Problem: "the first line is not that of a gesso " + format, Hint: "restore the file"}
	}
	return &state.VersionError{File: file, Version: h.Version, Known: formatVersion}
}

// marshal is json.Marshal without escaping <, > and &: prompts are read in diffs.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes()[:b.Len()-1], nil // Encode ends the line
}

// Unmarshal decodes exactly one value and refuses fields it does not know: to
// read them without keeping them would drop them at the next write.
func Unmarshal(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if dec.InputOffset() != int64(len(data)) {
		return errors.New("more than one value")
	}
	return nil
}

// Quoted is a text as it stands in the JSON of a line, with its quotes. The error is
// that of what cannot be encoded.
func Quoted(text string) ([]byte, error) { return marshal(text) }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Sum is a checksum of what is written to it.
func Sum() hash.Hash32 { return crc32.New(castagnoli) }

// Checksum is the CRC-32C of data.
func Checksum(data []byte) uint32 { return crc32.Checksum(data, castagnoli) }

// Frame returns the line that records v, which is encoded as JSON. The error is of
// what cannot be encoded, or is longer than a line may be.
func Frame(v any) ([]byte, error) {
	data, err := marshal(v)
	if err != nil {
		return nil, err
	}
	if len(data) > MaxFrame-10 {
		return nil, fmt.Errorf("a record of %d bytes is longer than a line may be", len(data))
	}
	return fmt.Appendf(nil, "%08x %s\n", Checksum(data), data), nil
}

// Unframe returns the JSON of a whole line, and whether it is what was written.
func Unframe(line []byte) ([]byte, bool) {
	line, whole := bytes.CutSuffix(line, []byte("\n"))
	if !whole || len(line) < 9 || line[8] != ' ' {
		return nil, false
	}
	data := line[9:]
	var sum [8]byte
	hex.Encode(sum[:], binary.BigEndian.AppendUint32(nil, Checksum(data)))
	return data, bytes.Equal(line[:8], sum[:])
}

// ReadFrames calls each with the number and the JSON of every frame, and
// returns the length of what is whole, 0 for a log without its header. The data is
// valid until each returns, whose error ends the reading. Frames are appended by one writer that
// syncs before it answers, so a line that is torn at the very end was promised
// to nobody: it is ignored. A torn line has no end: one that has was whole, and
// is damaged, as anything else that differs, which is a *state.DamageError.
func ReadFrames(r io.Reader, file, format string, each func(line int, data []byte) error) (size int64, err error) {
	lines := newLines(r)
	for lines.next() {
		if lines.number == 1 {
			size, err = readHeader(file, format, lines.text)
			if size == 0 {
				return 0, err
			}
			continue
		}
		data, ok := Unframe(lines.text)
		if !ok {
			damage := &state.DamageError{File: file, Line: lines.number, Problem: describe(lines.text, "damaged, its checksum differs"), Hint: frameHint}
			if holdsFrame(lines.text) || bytes.HasSuffix(lines.text, []byte("\n")) {
				return 0, damage
			}
			break
		}
		if err := each(lines.number, data); err != nil {
			return 0, err
		}
		size += int64(len(lines.text))
	}
	if errors.Is(lines.err(), bufio.ErrTooLong) {
		return 0, &state.DamageError{File: file, Line: lines.number + 1, Problem: "damaged, the line is longer than any that gesso writes", Hint: frameHint}
	}
	if lines.err() != nil {
		return 0, fmt.Errorf("reading %s: %w", file, lines.err())
	}
	return size, nil
}

// holdsFrame reports whether a damaged line begins with a whole frame and goes
// on: it is not a torn line but two, whose line end between them was damaged.
func holdsFrame(line []byte) bool {
	if len(line) < 9 {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(line[9:]))
	var value json.RawMessage
	if dec.Decode(&value) != nil {
		return false
	}
	end := 9 + dec.InputOffset()
	_, ok := Unframe(append(bytes.Clone(line[:end]), '\n'))
	return ok && len(line) > int(end)
}

// readHeader returns the length of a log's first line, or 0 for one that was
// torn while the log was created, before anything was in it.
func readHeader(file, format string, text []byte) (int64, error) {
	line, whole := bytes.CutSuffix(bytes.TrimPrefix(text, byteOrderMark), []byte("\n")) // who deletes a damaged line may use any editor
	if !whole && strings.HasPrefix(Header(format), string(line)) {
		return 0, nil
	}
	if err := checkHeader(file, format, line); err != nil {
		return 0, err
	}
	return int64(len(text)), nil
}

// lines reads lines with their line ends, so that the last one tells whether
// it is whole.
type lines struct {
	scanner *bufio.Scanner
	number  int
	text    []byte // valid until next
}

func newLines(r io.Reader) *lines {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 128<<10), MaxFrame+1)
	s.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, '\n'); i >= 0 {
			return i + 1, data[:i+1], nil
		}
		if atEOF && len(data) > 0 {
			return len(data), data, nil
		}
		return 0, nil, nil
	})
	return &lines{scanner: s}
}

func (l *lines) next() bool {
	if !l.scanner.Scan() {
		return false
	}
	l.number++
	l.text = l.scanner.Bytes()
	return true
}

func (l *lines) err() error { return l.scanner.Err() }

// describe adds to a problem what a line plainly shows of its cause.
func describe(line []byte, problem string) string {
	if bytes.HasSuffix(line, []byte("\r\n")) {
		return problem + " (its line end was changed to CRLF)"
	}
	return problem
}
