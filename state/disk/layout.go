package disk

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"

	"gesso/state"
	"gesso/state/disk/internal/file"
	"gesso/state/text"
)

const (
	// StateFile is the name of the state file, the only file for version control.
	StateFile = text.StateFile
	// Home is the folder of everything else that gesso keeps. Git ignores it.
	Home = ".gesso"

	ignoreFile = Home + "/.gitignore"
)

// layout says where a workspace keeps its files, relative to the configuration's folder.
// Workspaces share the lock: the outputs of all are below one folder, which one process at
// a time changes.
type layout struct {
	home     string // the folder of everything below except the state and the lock
	state    string
	journal  string
	ledger   string
	history  string
	uploads  string
	stat     string
	objects  string
	aside    string
	lockFile string
}

// layoutIn returns the layout of a workspace with its state in one folder, and the rest in
// another.
func layoutIn(state, home string) layout {
	return layout{
		home: home, state: path.Join(state, StateFile), lockFile: Home + "/lock",
		journal: home + "/journal", ledger: home + "/ledger", history: home + "/history", uploads: home + "/uploads",
		stat: home + "/stat", objects: home + "/objects", aside: home + "/tainted",
	}
}

// makeHome creates the folder of a workspace's own files. The outermost folder gets a
// .gitignore, again if it is gone, so that nobody commits pictures or a ledger by accident.
func (l layout) makeHome(root *os.Root) error {
	if err := MakeHome(root); err != nil {
		return err
	}
	if info, err := root.Lstat(l.home); err == nil && info.IsDir() {
		return nil
	}
	dir := Home
	for part := range strings.SplitSeq(strings.TrimPrefix(l.home, Home), "/") {
		if part == "" {
			continue
		}
		dir = path.Join(dir, part)
		if err := file.MakeDir(root, dir); err != nil {
			return err
		}
	}
	return nil
}

// MakeHome creates the folder of gesso's own files in a configuration's folder, for files
// that belong to all workspaces.
func MakeHome(root *os.Root) error {
	err := root.Mkdir(Home, 0o755)
	if errors.Is(err, fs.ErrExist) {
		if _, err := root.Lstat(ignoreFile); errors.Is(err, fs.ErrNotExist) {
			_ = root.WriteFile(ignoreFile, []byte("*\n"), 0o644) // whoever writes there reports an error
		}
		return nil
	}
	if err != nil {
		return err
	}
	if err := root.WriteFile(ignoreFile, []byte("*\n"), 0o644); err != nil {
		return err
	}
	return file.SyncDir(root, ".")
}

// named puts the state file's full name into an error about it.
func (l layout) named(err error) error {
	var damage *state.DamageError
	if errors.As(err, &damage) && damage.File == StateFile {
		damage.File = l.state
	}
	var version *state.VersionError
	if errors.As(err, &version) && version.File == StateFile {
		version.File = l.state
	}
	var moved *text.MovedError
	if errors.As(err, &moved) {
		moved.File = l.state
	}
	return err
}
