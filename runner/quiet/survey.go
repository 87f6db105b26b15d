package quiet

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gesso/spec/filename"
	"gesso/state/disk"
	"gesso/state/disk/cache"
)

const (
	// maxNames is how many files and folders are remembered, and maxLinks how many
	// links that lead elsewhere.
	maxNames = 1 << 20
	maxLinks = 1_000
)

var (
	errTooMany  = errors.New("there is too much to remember")
	errUnlisted = errors.New("a link leads into what is not remembered")
)

// surveyor lists what is to be looked at.
type surveyor struct {
	root   string
	sights []sight
	links  []link
	names  int
}

// survey lists all that is below a folder and below those that were seen beside
// it, without having looked at it.
func survey(dir string, seen Seen) ([]sight, []link, error) {
	v := &surveyor{root: dir}
	if err := v.folder(dir, false); err != nil {
		return nil, nil, err
	}
	for _, folder := range seen.Folders {
		real, err := filepath.EvalSymlinks(folder)
		if err != nil {
			return nil, nil, err
		}
		v.root, v.links = real, append(v.links, link{name: folder}) // where it leads
		if err := v.folder(real, false); err != nil {
			return nil, nil, err
		}
	}
	for _, file := range seen.Files {
		v.links = append(v.links, link{name: file})
	}
	if v.names > maxNames || len(v.links) > maxLinks {
		return nil, nil, errTooMany
	}
	return v.sights, v.links, nil
}

// folder lists a folder, and those in it, of gesso's own or of others.
func (v *surveyor) folder(dir string, own bool) error {
	entries, err := os.ReadDir(filename.Folder(dir))
	if err != nil {
		return err
	}
	if v.names += 1 + len(entries); v.names > maxNames {
		return errTooMany
	}
	s := sight{kind: whole, dir: dir}
	if own {
		s.kind = home
	}
	var names strings.Builder
	files := 0
	end := func() {
		s.names = names.String()
		v.sights = append(v.sights, s)
		s.kind, files = part, 0
		names.Reset()
	}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case entry.IsDir():
			if err := v.below(filepath.Join(dir, name), own); err != nil {
				return err
			}
			continue
		case own && isFleeting(name):
			continue
		case entry.Type()&fs.ModeSymlink != 0:
			if err := v.follow(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
		if files++; files > filesASight {
			end()
			files = 1
		}
		names.WriteString(name)
		names.WriteByte(0)
	}
	end()
	return nil
}

// below is a folder in another one. What git keeps is nobody's here, and changes
// with each look at it; thumbnails are made again from what is looked at. In the store a
// picture is named by its content: which there are counts.
func (v *surveyor) below(dir string, inHome bool) error {
	switch name := filepath.Base(dir); {
	case name == ".git", inHome && isThumbs(dir):
		return nil
	case inHome && name == "objects":
		return v.listing(dir)
	}
	return v.folder(dir, inHome || filepath.Base(dir) == disk.Home)
}

// isThumbs tells of the folder of thumbnails, which no command but a gallery looks into.
func isThumbs(dir string) bool {
	return filepath.Base(dir) == cache.Thumbs && filepath.Base(filepath.Dir(dir)) == disk.Home
}

// listing is folder without its files.
func (v *surveyor) listing(dir string) error {
	entries, err := os.ReadDir(filename.Folder(dir))
	if err != nil {
		return err
	}
	v.names++
	v.sights = append(v.sights, sight{kind: whole, dir: dir})
	for _, entry := range entries {
		if entry.IsDir() {
			if err := v.listing(filepath.Join(dir, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// follow notes a link that leads to something that is not listed. What lies in a
// folder that is not could change unseen.
func (v *surveyor) follow(name string) error {
	real, err := filepath.EvalSymlinks(name)
	if err == nil {
		rel, err := filepath.Rel(v.root, real)
		own := slices.ContainsFunc(strings.Split(filepath.ToSlash(rel), "/"), func(part string) bool {
			return strings.EqualFold(part, ".git") || strings.EqualFold(part, disk.Home)
		})
		if err == nil && filepath.IsLocal(rel) && !own {
			return nil
		}
		if info, err := os.Stat(real); err == nil && info.IsDir() && own {
			return errUnlisted
		}
	}
	v.links = append(v.links, link{name: name})
	return nil
}

// isMemory tells of a name in gesso's own folder that is this package's own, or a
// draft of one.
func isMemory(name string) bool {
	return strings.HasPrefix(name, "quiet") || strings.HasSuffix(name, ".tmp")
}

// isFleeting tells of a file in gesso's own folder that commands write that change
// nothing: the memory, what outputs were last seen to be, and who is at work or
// reads a home.
func isFleeting(name string) bool {
	return isMemory(name) || name == "stat" || name == "lock" || name == "pull.lock"
}
