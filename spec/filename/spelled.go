package filename

import (
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Spelled returns how a path that is not there is spelled on the disk, if it is there
// with the same characters composed otherwise: HCL composes every string, and a Mac
// decomposes the names of files.
func Spelled(disk fs.FS, name string) (string, bool) {
	found := "."
	for part := range strings.SplitSeq(name, "/") {
		next := path.Join(found, part)
		if _, err := fs.Stat(disk, next); err != nil {
			if next = alike(disk, found, part); next == "" {
				return "", false
			}
		}
		found = next
	}
	return found, found != name
}

// alike finds an entry of a folder by its name's normal form.
func alike(disk fs.FS, dir, part string) string {
	entries, err := fs.ReadDir(disk, dir)
	if err != nil {
		return ""
	}
	for _, entry := range entries {
		if norm.NFC.String(entry.Name()) == norm.NFC.String(part) {
			return path.Join(dir, entry.Name())
		}
	}
	return ""
}
