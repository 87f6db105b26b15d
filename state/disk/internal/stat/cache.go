package stat

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gesso/state/disk/internal/file"
	"gesso/state/text"
)

// The stat cache is text: a header line; a line for each output with SHA-256, size,
// modification time, change time, inode, "racy" or "safe", and the path; and last the
// CRC-32C of all that. If anything is wrong with it, it counts as empty, which costs
// reading the outputs once.
const header = "stat"

// Cache is the stat cache: what its file had when it was read, and what was put into it
// since. It is safe for concurrent use.
type Cache struct {
	root *os.Root
	name string

	mu      sync.RWMutex
	entries map[string]Entry // nil: as in the file, and not read, or let go of when it was written
	dirty   bool             // it differs from its file
}

// Open returns the cache of a file of root, which is read when somebody asks. A missing or
// damaged file is an empty cache.
func Open(root *os.Root, name string) *Cache { return &Cache{root: root, name: name} }

// known returns the entries, and reads them if need be. The caller holds c.mu for writing.
func (c *Cache) known() map[string]Entry {
	if c.entries != nil {
		return c.entries
	}
	if data, err := file.Read(c.root, c.name); err == nil {
		c.entries, _ = parse(data)
	}
	if c.entries == nil {
		c.entries = map[string]Entry{}
	}
	return c.entries
}

// Get returns the entry of a file.
func (c *Cache) Get(name string) (Entry, bool) {
	c.mu.RLock()
	if c.entries == nil {
		c.mu.RUnlock()
		c.mu.Lock()
		defer c.mu.Unlock()
		entry, ok := c.known()[name]
		return entry, ok
	}
	defer c.mu.RUnlock()
	entry, ok := c.entries[name]
	return entry, ok
}

// Put sets the entry of a file.
func (c *Cache) Put(name string, entry Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known()[name] = entry
	c.dirty = true
}

// Forget removes the entry of a file.
func (c *Cache) Forget(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.known()[name]; ok {
		delete(c.entries, name)
		c.dirty = true
	}
}

// Write writes the cache to its file if it has changed and the file's folder exists. Then it
// lets go of the entries: they are read again if somebody asks, and a plan that has looked at
// its outputs hardly does.
func (c *Cache) Write() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.dirty {
		c.entries = nil
		return nil
	}
	// Two processes without a lock may write this draft at the same time. Thanks to the
	// checksum the result is at worst an empty cache.
	d, err := file.NewDraft(c.root, file.TempName(c.name), 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("writing the stat cache: %w", err)
	}
	defer d.Discard()
	if _, err := d.Write(format(c.entries)); err != nil {
		return fmt.Errorf("writing the stat cache: %w", err)
	}
	if err := d.Publish(c.name); err != nil {
		return fmt.Errorf("writing the stat cache: %w", err)
	}
	c.entries, c.dirty = nil, false
	return nil
}

func format(cache map[string]Entry) []byte {
	names := make([]string, 0, len(cache))
	for name := range cache {
		if !strings.Contains(name, "\n") { // a file with such a name is read each time
			names = append(names, name)
		}
	}
	slices.Sort(names)
	data := []byte(text.Header(header))
	for _, name := range names {
		c := cache[name]
		data = hex.AppendEncode(data, c.SHA[:])
		for _, n := range []int64{c.size, c.mtime, c.ctime} {
			data = strconv.AppendInt(append(data, ' '), n, 10)
		}
		data = strconv.AppendUint(append(data, ' '), c.inode, 10)
		if c.Racy {
			data = append(data, " racy "...)
		} else {
			data = append(data, " safe "...)
		}
		data = append(append(data, name...), '\n')
	}
	return fmt.Appendf(data, "%08x\n", text.Checksum(data))
}

func parse(data []byte) (map[string]Entry, bool) {
	const sumLine = len("01234567\n")
	if len(data) < sumLine {
		return nil, false
	}
	data, sum := data[:len(data)-sumLine], data[len(data)-sumLine:]
	if string(sum) != fmt.Sprintf("%08x\n", text.Checksum(data)) {
		return nil, false
	}
	data, ok := bytes.CutPrefix(data, []byte(text.Header(header)))
	if !ok {
		return nil, false
	}
	cache := make(map[string]Entry, bytes.Count(data, []byte("\n")))
	for line := range bytes.Lines(data) {
		name, c, err := parseLine(bytes.TrimSuffix(line, []byte("\n")))
		if err != nil {
			return nil, false
		}
		cache[name] = c
	}
	return cache, true
}

func parseLine(line []byte) (name string, c Entry, err error) {
	var fields [6][]byte // before the name
	whole := true
	for i := range fields {
		fields[i], line, whole = bytes.Cut(line, []byte(" "))
	}
	if !whole || len(fields[0]) != 2*len(c.SHA) {
		return "", c, errors.New("fields are missing")
	}
	_, shaErr := hex.Decode(c.SHA[:], fields[0])
	var numbers [3]error
	for i, n := range []*int64{&c.size, &c.mtime, &c.ctime} {
		*n, numbers[i] = strconv.ParseInt(string(fields[1+i]), 10, 64)
	}
	inode, inodeErr := strconv.ParseUint(string(fields[4]), 10, 64)
	c.inode, c.Racy = inode, string(fields[5]) != "safe"
	return string(line), c, errors.Join(shaErr, numbers[0], numbers[1], numbers[2], inodeErr)
}
