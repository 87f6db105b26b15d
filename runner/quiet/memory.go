package quiet

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gesso/spec/filename"
	"gesso/state/disk"
)

// memoryFile is where the memory is kept. It is a header, a CRC-32C of what
// follows, the answers by their questions, a text for whoever recalls one, and what they
// depend on; numbers are varints, and texts have their length in front.
const (
	memoryFile = disk.Home + "/quiet"
	format     = "gesso quiet 2\n"
	maxMemory  = 128 << 20 // bytes that are read
)

// memory is the content of the file.
type memory struct {
	answers map[[sha256.Size]byte]Answer
	told    string // for whoever recalls any of them
	sights  []sight
	links   []link
}

var errDamaged = errors.New("the memory is damaged")

func readMemory(dir string) (*memory, error) {
	name := filepath.Join(dir, filepath.FromSlash(memoryFile))
	info, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxMemory {
		return nil, errDamaged
	}
	file, err := openRegular(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var text strings.Builder
	text.Grow(int(info.Size()))
	if _, err := io.Copy(&text, io.LimitReader(file, maxMemory)); err != nil {
		return nil, err
	}
	return parse(text.String())
}

// parse takes a memory apart. Its texts are parts of the whole, which is read once.
func parse(text string) (*memory, error) {
	rest, ok := strings.CutPrefix(text, format)
	if !ok || len(rest) < crc32.Size || checksum(rest[crc32.Size:]) != rest[:crc32.Size] {
		return nil, errDamaged
	}
	r := &reader{rest: rest[crc32.Size:]}
	m := &memory{answers: map[[sha256.Size]byte]Answer{}}
	for range r.number() {
		var key [sha256.Size]byte
		copy(key[:], r.bytes(len(key)))
		m.answers[key] = r.answer()
	}
	m.told = r.text()
	m.sights = make([]sight, 0, min(r.peek(), len(r.rest)))
	for range r.number() {
		s := sight{kind: kind(r.number()), dir: r.text(), names: r.text()}
		copy(s.sum[:], r.bytes(len(s.sum)))
		m.sights = append(m.sights, s)
	}
	for range r.number() {
		l := link{name: r.text()}
		copy(l.sum[:], r.bytes(len(l.sum)))
		m.links = append(m.links, l)
	}
	if r.bad || r.rest != "" {
		return nil, errDamaged
	}
	return m, nil
}

func (m *memory) format() []byte {
	data := binary.AppendUvarint(nil, uint64(len(m.answers)))
	for _, key := range slices.SortedFunc(maps.Keys(m.answers), func(a, b [sha256.Size]byte) int { return slices.Compare(a[:], b[:]) }) {
		data = append(data, key[:]...)
		data = binary.AppendUvarint(data, uint64(len(m.answers[key])))
		for _, p := range m.answers[key] {
			stream := uint64(0)
			if p.Err {
				stream = 1
			}
			data = appendText(binary.AppendUvarint(data, stream), p.Text)
		}
	}
	data = binary.AppendUvarint(appendText(data, m.told), uint64(len(m.sights)))
	for _, s := range m.sights {
		data = appendText(appendText(binary.AppendUvarint(data, uint64(s.kind)), s.dir), s.names)
		data = append(data, s.sum[:]...)
	}
	data = binary.AppendUvarint(data, uint64(len(m.links)))
	for _, l := range m.links {
		data = append(appendText(data, l.name), l.sum[:]...)
	}
	return slices.Concat([]byte(format), []byte(checksum(string(data))), data)
}

// write replaces the file as a whole. A folder without gesso's own one has no
// memory.
func (m *memory) write(dir string) error {
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		return err
	}
	defer root.Close()
	draft := fmt.Sprintf("%s.%d.tmp", memoryFile, os.Getpid())
	_ = root.Remove(draft) // of a process of that number that was killed
	file, err := root.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = file.Write(m.format())
	if err = errors.Join(err, file.Close()); err == nil {
		err = root.Rename(draft, memoryFile)
	}
	if err != nil {
		_ = root.Remove(draft)
	}
	return err
}

func checksum(text string) string {
	sum := crc32.Checksum([]byte(text), crc32.MakeTable(crc32.Castagnoli))
	return string(binary.LittleEndian.AppendUint32(nil, sum))
}

func appendText(data []byte, text string) []byte {
	return append(binary.AppendUvarint(data, uint64(len(text))), text...)
}

// reader takes what appendText and its like have written. After the first
// mistake everything is empty.
type reader struct {
	rest string
	bad  bool
}

func (r *reader) bytes(n int) string {
	if n < 0 || n > len(r.rest) {
		r.bad, r.rest = true, ""
		return ""
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

// number is 0 after a mistake, and never more than there are bytes left.
func (r *reader) number() int {
	n, size := binary.Uvarint([]byte(r.rest[:min(len(r.rest), binary.MaxVarintLen64)]))
	if size <= 0 || n > uint64(len(r.rest)) {
		r.bad, r.rest = true, ""
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) peek() int {
	ahead := *r
	return ahead.number()
}

func (r *reader) answer() Answer {
	var a Answer
	for range r.number() {
		a = append(a, Piece{Err: r.number() == 1, Text: r.text()})
	}
	return a
}

func (r *reader) text() string { return r.bytes(r.number()) }
