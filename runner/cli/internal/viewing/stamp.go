package viewing

import (
	"fmt"
	"hash"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gesso/spec/filename"
	"gesso/state/disk"
)

// stamp identifies everything that the gallery is made of, by names, sizes and times: the
// state, journal, ledger and history of all workspaces, the configuration, and the files
// that it has read. Pictures are not included: the journal says what becomes of them.
func (f *following) stamp() string {
	h := fnv.New64a()
	home := filepath.Join(f.app.Dir, disk.Home)
	_ = filepath.WalkDir(home, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // it is gone or unreadable: collect reports that
		case entry.IsDir() && slices.Contains([]string{"objects", "thumbs", "tainted", "quiet"}, entry.Name()):
			return fs.SkipDir
		case entry.Name() == "stat" || entry.Name() == "quiet":
			return nil // looking at a gallery writes there
		}
		note(h, name, entry)
		return nil
	})
	entries, _ := os.ReadDir(filename.Folder(f.app.Dir))
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, "gesso.state") || strings.HasSuffix(name, ".hcl") || strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".hclvars") {
			note(h, name, entry)
		}
	}
	named := slices.Clone(f.read)
	for _, a := range f.view.Assignments {
		if a.File != "" {
			named = append(named, inDir(f.app, a.File))
		}
	}
	if f.view.base != "" {
		named = append(named, inDir(f.app, f.view.base))
	}
	for _, name := range named {
		if info, err := os.Stat(name); err == nil {
			note(h, name, fs.FileInfoToDirEntry(info))
		}
	}
	return fmt.Sprint(h.Sum64())
}

// note adds a regular file to a stamp.
func note(h hash.Hash, name string, entry fs.DirEntry) {
	if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
		fmt.Fprintf(h, "%s\x00%d\x00%d\x00", name, info.Size(), info.ModTime().UnixNano())
	}
}
