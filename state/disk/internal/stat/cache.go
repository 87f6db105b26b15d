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

// Cache is the stat cache as read from its file, with later changes. It is safe for
// concurrent use.
type Cache struct {
	mu      sync.RWMutex
	entries map[string]Entry
	dirty   bool // it differs from its file
}

// Read reads a cache from a file of root. A missing or damaged one is empty.
func Read(root *os.Root, name string) *Cache {
	data, err := file.Read(root, name)
	if err == nil {
		if entries, ok := parse(data); ok {
			return &Cache{entries: entries}
		}
	}
	return &Cache{entries: map[string]Entry{}}
}

// Get returns the entry of a file.
func (c *Cache) Get(name string) (Entry, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	entry, ok := c.entries[name]
	return entry, ok
}

// Put sets the entry of a file.
func (c *Cache) Put(name string, entry Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[name] = entry
	c.dirty = true
}

// Forget removes the entry of a file.
func (c *Cache) Forget(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[name]; ok {
		delete(c.entries, name)
		c.dirty = true
	}
}

// Write writes the cache to a file of root if it has changed and the file's folder exists.
func (c *Cache) Write(root *os.Root, name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.dirty {
		return nil
	}
	// Two processes without a lock may write this draft at the same time. Thanks to the
	// checksum the result is at worst an empty cache.
	d, err := file.NewDraft(root, file.TempName(name), 0o644)
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
	if err := d.Publish(name); err != nil {
		return fmt.Errorf("writing the stat cache: %w", err)
	}
	c.dirty = false
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
		name, c, err := parseLine(strings.TrimSuffix(string(line), "\n"))
		if err != nil {
			return nil, false
		}
		cache[name] = c
	}
	return cache, true
}

func parseLine(line string) (name string, c Entry, err error) {
	fields := strings.SplitN(line, " ", 7)
	if len(fields) != 7 || len(fields[0]) != 2*len(c.SHA) {
		return "", c, errors.New("fields are missing")
	}
	_, shaErr := hex.Decode(c.SHA[:], []byte(fields[0]))
	var numbers [3]error
	for i, n := range []*int64{&c.size, &c.mtime, &c.ctime} {
		*n, numbers[i] = strconv.ParseInt(fields[1+i], 10, 64)
	}
	inode, inodeErr := strconv.ParseUint(fields[4], 10, 64)
	c.inode, c.Racy = inode, fields[5] != "safe"
	// Clone the name, which would keep the whole line in memory.
	return strings.Clone(fields[6]), c, errors.Join(shaErr, numbers[0], numbers[1], numbers[2], inodeErr)
}
