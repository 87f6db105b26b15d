package completion

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"gesso/spec/filename"
	"gesso/state/text"
)

// Sources are where names are found.
type Sources struct {
	Dir  string // of the configuration, as the command line says it so far
	Home string // what ~ is, or ""

	// Workspaces lists the names of the workspaces of a directory; nil: there are
	// none.
	Workspaces func(dir string) []string
	// State is the state file of a directory; nil: gesso.state in it.
	State func(dir string) string
}

// mostBytes bounds a file that is looked into.
const mostBytes = 256 << 20

// read returns a regular file, or nothing. It never waits for a FIFO.
func read(path string) []byte {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostBytes {
		return nil
	}
	data := make([]byte, info.Size())
	n, _ := io.ReadFull(file, data) // what it has of a file that shrinks is enough
	return data[:n]
}

// recorded are the addresses in the state.
func (s Sources) recorded() []string {
	path := filepath.Join(s.Dir, text.StateFile)
	if s.State != nil {
		path = s.State(s.Dir)
	}
	return text.Addresses(read(path))
}

func (s Sources) workspaces() []string {
	if s.Workspaces == nil {
		return nil
	}
	return s.Workspaces(s.Dir)
}

// header is what follows the type of a block at the beginning of a line.
var header = regexp.MustCompile(`^[ \t]+"?([A-Za-z_][A-Za-z0-9_-]*)"?[ \t]*\{`)

// declared are the names of the configuration's blocks of a type, in order. Those
// of JSON files, and of blocks that do not begin a line, are missing.
func (s Sources) declared(blockType string) []string {
	entries, err := os.ReadDir(filename.Folder(s.Dir))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".hcl") || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		for line := range bytes.Lines(read(filepath.Join(s.Dir, e.Name()))) {
			rest, ok := bytes.CutPrefix(line, []byte(blockType))
			if !ok {
				continue
			}
			if match := header.FindSubmatch(rest); match != nil {
				names = append(names, string(match[1]))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// addresses are those that are recorded, and the blocks that are declared. Where
// there are many instances, their blocks come first.
func (l *line) addresses(typed string) []Candidate {
	known := map[string]bool{}
	counts := map[string]int{} // instances by their blocks
	var blocks, instances []string
	add := func(block string) {
		if !known[block] && strings.HasPrefix(block, typed) {
			known[block] = true
			blocks = append(blocks, block)
		}
	}
	for _, address := range l.recorded() {
		if !strings.HasPrefix(address, typed) {
			continue
		}
		block := blockOf(address, len(typed))
		if counts[block]++; block != address {
			instances = append(instances, address)
		}
		add(block)
	}
	for _, name := range l.declared("image") {
		add("image." + name)
	}
	for _, name := range l.declared("module") {
		add("module." + name)
	}
	slices.Sort(blocks)
	var all []Candidate
	if len(blocks) != 1 && len(instances) > fewInstances {
		instances = nil
	}
	for _, block := range blocks {
		all = append(all, Candidate{Value: block, Open: counts[block] > 1})
	}
	return append(all, words(instances)...)
}

// fewInstances is how many are offered beside their blocks.
const fewInstances = 20

// blockOf is an address up to the key or the index that comes next behind what is
// typed of it, or all of it.
func blockOf(address string, typed int) string {
	if i := strings.IndexByte(address[typed:], '['); i >= 0 {
		return address[:typed+i]
	}
	return address
}
