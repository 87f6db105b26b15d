package disk

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"gesso/state/text"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
)

// The stat cache is text: a header line; a line for each output with SHA-256,
// size, modification time, change time, inode, "racy" or "safe", and the path;
// last the CRC-32C of it all. Anything wrong with it makes it empty, which
// costs reading the outputs once.
const statFormat = "stat"

// Flush writes the stat cache if it changed, and .gesso exists. Nothing depends
// on it but the time of the next Check, so callers may ignore the error.
func (o *Outputs) Flush() error {
	o.folders.forget()
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.dirty {
		return nil
	}
	// Two processes that look without a lock may write this draft at once. The
	// checksum makes of that, at worst, an empty cache.
	d, err := newDraft(o.root, tempName(statFile), 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("writing the stat cache: %w", err)
	}
	defer d.discard()
	if _, err := d.Write(formatStatCache(o.cache)); err != nil {
		return fmt.Errorf("writing the stat cache: %w", err)
	}
	if err := d.publish(statFile); err != nil {
		return fmt.Errorf("writing the stat cache: %w", err)
	}
	o.dirty = false
	return nil
}

func formatStatCache(cache map[string]cached) []byte {
	names := make([]string, 0, len(cache))
	for name := range cache {
		if !strings.Contains(name, "\n") { // such a one is read each time
			names = append(names, name)
		}
	}
	slices.Sort(names)
	data := []byte(text.Header(statFormat))
	for _, name := range names {
		c := cache[name]
		data = hex.AppendEncode(data, c.sha[:])
		for _, n := range []int64{c.size, c.mtime, c.ctime} {
			data = strconv.AppendInt(append(data, ' '), n, 10)
		}
		data = strconv.AppendUint(append(data, ' '), c.inode, 10)
		if c.racy {
			data = append(data, " racy "...)
		} else {
			data = append(data, " safe "...)
		}
		data = append(append(data, name...), '\n')
	}
	return fmt.Appendf(data, "%08x\n", text.Checksum(data))
}

func readStatCache(root *os.Root) map[string]cached {
	data, err := readRegular(root, statFile)
	if err == nil {
		if cache, ok := parseStatCache(data); ok {
			return cache
		}
	}
	return map[string]cached{}
}

func parseStatCache(data []byte) (map[string]cached, bool) {
	const sumLine = len("01234567\n")
	if len(data) < sumLine {
		return nil, false
	}
	data, sum := data[:len(data)-sumLine], data[len(data)-sumLine:]
	if string(sum) != fmt.Sprintf("%08x\n", text.Checksum(data)) {
		return nil, false
	}
	data, ok := bytes.CutPrefix(data, []byte(text.Header(statFormat)))
	if !ok {
		return nil, false
	}
	cache := make(map[string]cached, bytes.Count(data, []byte("\n")))
	for line := range bytes.Lines(data) {
		name, c, err := parseStatLine(strings.TrimSuffix(string(line), "\n"))
		if err != nil {
			return nil, false
		}
		cache[name] = c
	}
	return cache, true
}

func parseStatLine(line string) (name string, c cached, err error) {
	fields := strings.SplitN(line, " ", 7)
	if len(fields) != 7 || len(fields[0]) != 2*len(c.sha) {
		return "", c, errors.New("fields are missing")
	}
	_, shaErr := hex.Decode(c.sha[:], []byte(fields[0]))
	var numbers [3]error
	for i, n := range []*int64{&c.size, &c.mtime, &c.ctime} {
		*n, numbers[i] = strconv.ParseInt(fields[1+i], 10, 64)
	}
	inode, inodeErr := strconv.ParseUint(fields[4], 10, 64)
	c.inode, c.racy = inode, fields[5] != "safe"
	// A copy: the name would keep the whole line in memory.
	return strings.Clone(fields[6]), c, errors.Join(shaErr, numbers[0], numbers[1], numbers[2], inodeErr)
}
