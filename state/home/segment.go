package home

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"gesso/state"
	"gesso/state/text"
)

// A segment is a line of JSON, its header, followed by the frames. The header's last field
// is the CRC-32C of everything before it, as in a record's line. The header has the SHA-256
// of the frames. A segment's seal, which the next one contains, is the SHA-256 of all its
// bytes.

const (
	segmentFormat  = "log"
	segmentVersion = 1

	maxSegment = 64 << 20 // the most bytes that are read
	maxHeader  = 64 << 10
	maxFrames  = 4 << 20 // the most bytes that are written into one, unless a single frame is longer
)

// header is the first line of a segment.
type header struct {
	Format    string    `json:"gesso"` // "log"
	Version   int       `json:"version"`
	Home      string    `json:"home"` // the home's id
	Workspace string    `json:"workspace,omitempty"`
	N         int64     `json:"n"`
	Epoch     int64     `json:"epoch"`
	Kind      Kind      `json:"kind"`
	Nonce     string    `json:"nonce"`          // of this segment, so that no two have equal bytes
	Prev      string    `json:"prev,omitempty"` // the seal of the one before
	Holder    Holder    `json:"holder"`
	Snapshot  *Snapshot `json:"snapshot,omitempty"`
	Note      string    `json:"note,omitempty"`
	Frames    int       `json:"frames,omitempty"` // in bytes
	SHA256    string    `json:"sha256,omitempty"` // of the frames
}

// record is a segment that was read.
type record struct {
	header
	seal   string
	frames []byte
}

// segment converts a record for callers.
func (r *record) segment() Segment {
	return Segment{At: Position{r.N, r.seal}, Kind: r.Kind, Epoch: r.Epoch, Holder: r.Holder, Frames: r.frames, Snapshot: r.Snapshot, Note: r.Note}
}

// format returns a segment's bytes. It sets the header's fields about the frames.
func (h *header) format(frames []byte) (*record, []byte, error) {
	h.Format, h.Version, h.Nonce = segmentFormat, segmentVersion, rand.Text()
	h.Frames, h.SHA256 = len(frames), ""
	if len(frames) > 0 {
		h.SHA256 = hashOf(frames)
	}
	line, err := sealed(h)
	if err != nil {
		return nil, nil, err
	}
	data := append(line, frames...)
	if len(data) > maxSegment {
		return nil, nil, fmt.Errorf("%d bytes are more than a segment may have", len(data))
	}
	return &record{header: *h, seal: hashOf(data), frames: frames}, data, nil
}

// parse is the inverse of format. The error says what is wrong with the data.
func parse(data []byte) (*record, error) {
	line, frames, whole := bytes.Cut(data, []byte("\n"))
	if !whole || len(line) > maxHeader {
		return nil, errors.New("is cut off, or is not a segment of a gesso log")
	}
	r := &record{seal: hashOf(data), frames: frames}
	if err := unseal(line, segmentFormat, segmentVersion, &r.header); err != nil {
		return nil, err
	}
	if len(frames) == 0 {
		r.frames = nil
	}
	if err := r.check(); err != nil {
		return nil, err
	}
	switch {
	case r.Frames != len(frames):
		return nil, fmt.Errorf("has %d bytes of events, and its first line says %d", len(frames), r.Frames)
	case len(frames) > 0 && r.SHA256 != hashOf(frames):
		return nil, errors.New("is damaged, the hash of its events differs")
	case len(frames) == 0 && r.SHA256 != "":
		return nil, errors.New("has a hash of events, and none of them")
	}
	return r, checkFrames(frames)
}

// checkFrames returns an error unless all frames are complete.
func checkFrames(frames []byte) error {
	for line := range bytes.Lines(frames) {
		if _, ok := text.Unframe(line); !ok || len(line) > text.MaxFrame {
			return errors.New("has a line whose checksum differs")
		}
	}
	return nil
}

// sealed encodes v, which must be a JSON object, as a line with its checksum.
func sealed(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	body := b.Bytes()[:b.Len()-len("}\n")]
	return append(text.AppendSeal(bytes.Clone(body), body), '\n'), nil
}

const sealBytes = len(`,"crc32c":"01234567"}`)

// unseal decodes a line of sealed, without its newline, into v. It refuses a line that
// sealed would write differently. The first lines of all versions have this checksum.
func unseal(line []byte, format string, version int, v any) error {
	if len(line) < sealBytes {
		return fmt.Errorf("is not a gesso %s", format)
	}
	body := line[:len(line)-sealBytes]
	if !bytes.Equal(line, text.AppendSeal(bytes.Clone(body), body)) {
		return fmt.Errorf("is damaged, or is not a gesso %s: the checksum of its first line differs", format)
	}
	wrong := text.Unmarshal(append(bytes.Clone(body), '}'), v)
	if wrong == nil {
		again, err := sealed(v)
		if err != nil || !bytes.Equal(again[:len(again)-1], line) {
			wrong = errors.New("gesso would write it otherwise")
		}
	}
	if wrong == nil {
		return nil
	}
	var is struct {
		Format  string `json:"gesso"`
		Version int    `json:"version"`
	}
	if json.Unmarshal(line, &is) == nil && is.Format == format && is.Version > version {
		return &state.VersionError{Version: is.Version, Known: version}
	}
	return fmt.Errorf("has a first line that gesso did not write: %w", wrong)
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
