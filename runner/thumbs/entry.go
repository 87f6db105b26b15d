package thumbs

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"strings"

	"gesso/runner/picture"
)

// An entry of the cache is a JPEG that any program shows, whose first segment is a comment:
// what it was made of and how, what the picture looks like, and a checksum of all that.
const (
	entryFormat = "gesso 1"
	soi         = "\xff\xd8"
	comment     = "\xff\xfe"
	maxComment  = 1 << 10
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errEntry = errors.New("it is no entry of this cache")

// entry is a small picture.
type entry struct {
	sha    string // of the picture
	edge   int
	jpeg   []byte // without the comment
	colour color.RGBA
	hash   uint64
}

// newEntry encodes what Shrink made of a picture. The looks are those of img.
func newEntry(sha string, edge int, img *image.RGBA) (*entry, error) {
	var file bytes.Buffer
	if err := picture.Encode(&file, img, picture.Encoding{Format: picture.JPEG, Quality: qualityOf(edge)}); err != nil {
		return nil, err
	}
	return &entry{sha, edge, file.Bytes(), picture.Mean(img), picture.Hash(img)}, nil
}

// name is the file of an entry.
func entryName(sha string, edge int) string { return fmt.Sprintf("%s-%d.jpg", sha, edge) }

// said is what the comment says, but for the checksum.
func (e *entry) said() string {
	return fmt.Sprintf("%s %s %d %d #%02x%02x%02x %016x ", entryFormat, e.sha, e.edge, qualityOf(e.edge), e.colour.R, e.colour.G, e.colour.B, e.hash)
}

func (e *entry) sum(said string) string {
	return fmt.Sprintf("%08x", crc32.Update(crc32.Checksum([]byte(said), castagnoli), castagnoli, e.jpeg))
}

// format is the entry as a file.
func (e *entry) format() []byte {
	said := e.said()
	text := said + e.sum(said)
	data := binary.BigEndian.AppendUint16([]byte(soi+comment), uint16(len(text)+2))
	return append(append(data, text...), e.jpeg[len(soi):]...)
}

// parseEntry takes a file apart. The data is the entry's from then on.
func parseEntry(data []byte, sha string, edge int) (*entry, error) {
	head := len(soi + comment)
	if len(data) < head+2 || string(data[:head]) != soi+comment {
		return nil, errEntry
	}
	length := int(binary.BigEndian.Uint16(data[head:]))
	if length < 2 || length > maxComment || head+length > len(data) {
		return nil, errEntry
	}
	text := string(data[head+2 : head+length])
	e := &entry{sha: sha, edge: edge}
	rest, ours := strings.CutPrefix(text, fmt.Sprintf("%s %s %d %d ", entryFormat, sha, edge, qualityOf(edge)))
	if !ours {
		return nil, errEntry
	}
	var sum string
	if _, err := fmt.Sscanf(rest, "#%02x%02x%02x %016x %8s", &e.colour.R, &e.colour.G, &e.colour.B, &e.hash, &sum); err != nil {
		return nil, errEntry
	}
	e.colour.A = 0xff
	e.jpeg = data[head+length-len(soi):]
	copy(e.jpeg, soi) // over the end of the comment
	if said := e.said(); said+sum != text || e.sum(said) != sum {
		return nil, errEntry
	}
	return e, nil
}
