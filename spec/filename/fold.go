package filename

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold gives paths that a file system may take for one the same form: it folds
// case and normalises.
func Fold(p string) string {
	for n := range len(p) {
		if p[n] >= 0x80 {
			return cases.Fold().String(norm.NFC.String(p))
		}
	}
	return strings.ToLower(p)
}

// bare is a name as the most forgiving of file systems reads it: folded, without
// what HFS+ ignores, and without what NTFS drops at its end or takes for the
// name of a stream of the file.
func bare(name string) string {
	name = strings.Map(func(r rune) rune {
		if ignored(r) {
			return -1
		}
		return r
	}, name)
	name, _, _ = strings.Cut(name, ":")
	return Fold(strings.TrimRight(name, ". "))
}

// ignored reports whether HFS+ drops a rune when it compares names: see
// is_hfs_dotgit in git's utf8.c, which has the same list.
func ignored(r rune) bool {
	switch {
	case r >= 0x200c && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x206a && r <= 0x206f, r == 0xfeff:
		return true
	}
	return false
}
