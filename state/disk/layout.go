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
	// StateFile is the name of a state's file, the only one for version control.
	StateFile = text.StateFile
	// Home is the folder of everything else that gesso keeps. It ignores itself in git.
	Home = ".gesso"

	ignoreFile = Home + "/.gitignore"
)

// layout is where a workspace keeps what it has, relative to the configuration's
// folder. What two workspaces have in common is the lock: outputs of all of them
// lie below one folder, and one process at a time changes it.
type layout struct {
	home     string // the folder of all that follows but the state and the lock
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

// layoutIn is the layout of a workspace whose state is in one folder, and the rest
// in another.
func layoutIn(state, home string) layout {
	return layout{
		home: home, state: path.Join(state, StateFile), lockFile: Home + "/lock",
		journal: home + "/journal", ledger: home + "/ledger", history: home + "/history", uploads: home + "/uploads",
		stat: home + "/stat", objects: home + "/objects", aside: home + "/tainted",
	}
}

// makeHome creates the folder of a workspace's own files. The outermost ignores
// itself, so that nobody commits a store of pictures or a ledger by accident: also
// one whose .gitignore has gone.
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

// MakeHome creates the folder of gesso's own files in a configuration's folder, for
// whoever keeps something of all workspaces there.
func MakeHome(root *os.Root) error {
	err := root.Mkdir(Home, 0o755)
	if errors.Is(err, fs.ErrExist) {
		if _, err := root.Lstat(ignoreFile); errors.Is(err, fs.ErrNotExist) {
			_ = root.WriteFile(ignoreFile, []byte("*\n"), 0o644) // a folder that cannot be written is told of by whoever writes there
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

// named gives an error that speaks of the state's file the file's whole name.
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
