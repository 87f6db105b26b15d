package folder

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/unicode/norm"

	"gesso/spec/bound"
)

// Exists tells whether name, as Read takes it, is a regular file. That it is something else is an error.
func (f *Files) Exists(name string) (bool, error) {
	local, err := f.local(name)
	if err != nil {
		return false, err
	}
	f.entry(local)
	root, rest, err := f.locate(local)
	if err != nil {
		return false, err
	}
	info, err := root.Stat(filepath.FromSlash(OnDisk(root, rest)))
	if os.IsNotExist(err) {
		f.find(local, "missing")
		return false, nil
	}
	if err != nil {
		return false, f.explain(name, local, err)
	}
	f.find(local, "there")
	return true, checkRegular(name, info)
}

// Glob returns the regular files that match pattern below the directory name, as slash paths relative to it, sorted. In a pattern, * and ? stop
// at slashes, ** does not, [a-z] and {a,b} are alternatives. Symbolic links are followed as far as they stay inside; others match nothing.
func (f *Files) Glob(name, pattern string) ([]string, error) {
	base, err := f.local(name)
	if err != nil {
		return nil, err
	}
	f.entry(base)
	asked := path.Join(base, filepath.ToSlash(pattern))
	if alternatives(pattern) > maxAlternatives {
		return nil, fmt.Errorf("the pattern %q takes too much: its braces stand for more than %d alternatives", bound.Shorten(pattern), maxAlternatives)
	}
	root, base, err := f.locate(base)
	if err != nil {
		return nil, err
	}
	full := collapse(path.Join(escapeGlob(base), filepath.ToSlash(pattern)))
	if full == ".." || strings.HasPrefix(full, "../") {
		return nil, fmt.Errorf("the pattern %q is %w; only what lies below it is searched", pattern, ErrOutside)
	}

	dir := tree{f.files(root), root, &survey{meter: f.meter, note: f.note}}
	found := make(map[string]struct{}) // alternatives may match a file twice
	err = doublestar.GlobWalk(dir, full, func(match string, _ fs.DirEntry) error {
		if info, err := fs.Stat(dir, match); err != nil || !info.Mode().IsRegular() {
			return nil
		}
		relative, err := filepath.Rel(filepath.FromSlash(base), filepath.FromSlash(match))
		if err != nil {
			return err
		}
		found[filepath.ToSlash(relative)] = struct{}{}
		return nil
	})
	if dir.survey.over {
		return nil, fmt.Errorf("the pattern %q takes too much: it leads through more than %d names, perhaps because folders link to each other or ** stands in it many times; name the folder more exactly", bound.Shorten(pattern), maxListed)
	}
	if err != nil {
		return nil, fmt.Errorf("the pattern %q is not valid: %w", pattern, err)
	}
	matches := make([]string, 0, len(found))
	for match := range found {
		matches = append(matches, match)
	}
	sort.Strings(matches)
	f.find(asked, digest(matches))
	return matches, nil
}

func digest(names []string) string {
	sum := sha256.New()
	for _, name := range names {
		io.WriteString(sum, name+"\x00") // it never fails
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// escapeGlob makes a pattern that matches name only.
func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`, `{`, `\{`, `}`, `\}`).Replace(name)
}

const (
	// maxListed is how many names of files and directories one pattern may lead through: each ** goes through all below it, and links multiply.
	maxListed = 300_000
	// maxAlternatives is how many patterns one with braces may stand for.
	maxAlternatives = 1_000
)

// alternatives is how many patterns without braces one stands for, at most.
func alternatives(pattern string) int {
	n, commas := 1, 1
	for _, r := range pattern {
		switch r {
		case '{':
			commas = 1
		case ',':
			commas++
		case '}':
			n, commas = bound.Product(n, commas), 1
		}
	}
	return n
}

// collapse makes one of several ** in a row, which mean the same and are gone through once for each.
func collapse(pattern string) string {
	for strings.Contains(pattern, "**/**/") {
		pattern = strings.ReplaceAll(pattern, "**/**/", "**/")
	}
	return pattern
}

// A tree is a file system whose directories do not list symbolic links to a directory that they are in: ** would follow them without end.
// Names are as the language has them, see OnDisk, so that a pattern matches them and what it finds can be opened.
type tree struct {
	fs.FS
	root   *os.Root
	survey *survey
}

// composed is an entry of a directory by its composed name.
type composed struct{ fs.DirEntry }

func (c composed) Name() string { return norm.NFC.String(c.DirEntry.Name()) }

// survey counts the names that were listed. Once there are too many there are no more.
type survey struct {
	meter  *bound.Meter      // nil for none
	note   func(name string) // of each name that is looked at
	listed int
	over   bool
}

func (s *survey) count(names int) {
	s.listed += 1 + names
	s.over = s.over || s.listed > maxListed || s.meter != nil && s.meter.Interrupted()
}

func (t tree) Stat(name string) (fs.FileInfo, error) {
	t.survey.note(name)
	return fs.Stat(t.FS, OnDisk(t.root, name))
}

func (t tree) ReadDir(name string) ([]fs.DirEntry, error) {
	if t.survey.over {
		return nil, nil
	}
	t.survey.note(name)
	entries, err := fs.ReadDir(t.FS, OnDisk(t.root, name))
	t.survey.count(len(entries))
	kept := entries[:0]
	for _, e := range entries {
		if !isASCII(e.Name()) {
			e = composed{e}
		}
		if e.Type()&fs.ModeSymlink == 0 || !t.circular(name, path.Join(name, e.Name())) {
			kept = append(kept, e)
		}
	}
	return kept, err
}

// circular tells whether link leads to dir or to a directory above it.
func (t tree) circular(dir, link string) bool {
	target, err := t.Stat(link)
	if err != nil || !target.IsDir() {
		return false
	}
	for {
		t.survey.count(20) // to follow a link takes as long as to list so many names
		if info, err := t.Stat(dir); err == nil && os.SameFile(info, target) {
			return true
		}
		if dir == "." {
			return false
		}
		dir = path.Dir(dir)
	}
}
