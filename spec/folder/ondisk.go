package folder

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/text/unicode/norm"

	"gesso/spec/filename"
)

// OnDisk returns the slash path of the entry below root that local leads to, as it is written there. A name can be written in several ways in
// Unicode: a Mac writes an accent apart from its letter, and every string of the language has it with the letter (cty normalizes to NFC), also
// the name that a directory was just listed with. What is there by the very name goes first; what is not there at all keeps its name.
func OnDisk(root *os.Root, local string) string {
	if isASCII(local) {
		return local
	}
	if _, err := root.Lstat(filepath.FromSlash(local)); !errors.Is(err, fs.ErrNotExist) {
		return local
	}
	dir, name := path.Split(local)
	if dir = path.Clean(dir); dir != "." && dir != "/" {
		dir = OnDisk(root, dir)
	}
	entries, err := filename.Entries(root, dir)
	if err != nil {
		return local
	}
	want := norm.NFC.String(name)
	found := path.Join(dir, name)
	for _, e := range entries {
		if e.Name() == name {
			return found
		}
	}
	for _, e := range entries {
		if norm.NFC.String(e.Name()) == want {
			return path.Join(dir, e.Name())
		}
	}
	return found
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
