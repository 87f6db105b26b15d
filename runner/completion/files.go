package completion

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gesso/spec/filename"
)

// files lists what can follow a path that is typed so far. Paths are those of the
// command line: relative to -chdir's directory. A directory is open.
func (l *line) files(typed string, fits func(os.DirEntry) bool) []Candidate {
	folder, base := "", typed
	if i := strings.LastIndexByte(typed, '/'); i >= 0 {
		folder, base = typed[:i+1], typed[i+1:]
	}
	from := folder
	switch {
	case strings.HasPrefix(folder, "~/") && l.Home != "":
		from = filepath.Join(l.Home, folder[2:])
	case !filepath.IsAbs(folder):
		from = filepath.Join(l.Dir, folder)
	}
	entries, err := os.ReadDir(filename.Folder(from))
	if err != nil {
		return nil
	}
	var all []Candidate
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") && !strings.HasPrefix(base, ".") || !strings.HasPrefix(name, base) {
			continue
		}
		if leads(from, e) {
			all = append(all, Candidate{Value: folder + name + "/", Open: true})
		} else if fits(e) {
			all = append(all, Candidate{Value: folder + name})
		}
	}
	return all
}

func anyFile(os.DirEntry) bool         { return true }
func onlyDirectories(os.DirEntry) bool { return false }

// leads reports whether an entry is a directory, or a link to one.
func leads(from string, e os.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(filepath.Join(from, e.Name()))
	return err == nil && info.IsDir()
}
