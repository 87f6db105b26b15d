package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gesso/spec/filename"
)

// local returns the slash path below the root of what name leads to, or ErrOutside. It looks at names only: symbolic links are os.Root's
// matter, which refuses to follow one that leaves.
func (f *Files) local(name string) (string, error) {
	if f == nil {
		return "", fmt.Errorf("no file can be read here: %w", ErrOutside)
	}
	expanded, err := ExpandHome(name)
	if err != nil {
		return "", err
	}
	absolute := f.Abs(expanded)
	for _, dir := range []string{f.dir, f.real} {
		if rel, err := filepath.Rel(dir, absolute); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel), nil
		}
	}
	if local, ok := f.outside(expanded); ok {
		return local, nil
	}
	return "", fmt.Errorf("%q is %w; only what lies below it is read, so that a plan is the same on every machine: move or copy it there", name, ErrOutside)
}

// Abs returns the absolute form of name, which is relative to the directory, or to the working directory for a nil Files.
func (f *Files) Abs(name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	if f == nil {
		absolute, _ := filepath.Abs(name) // an error means that there is no working directory: leave the name as it is
		return absolute
	}
	return filepath.Join(f.dir, name)
}

// ExpandHome replaces a leading ~ by the user's home directory, and returns other names as they are. It reads nothing.
func ExpandHome(name string) (string, error) {
	if !strings.HasPrefix(name, "~") {
		return name, nil
	}
	if len(name) > 1 && !os.IsPathSeparator(name[1]) {
		return "", fmt.Errorf("%q: only ~ alone or before a slash stands for a home directory, not another user's", name)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("%q: %w", name, err)
	}
	return filepath.Join(home, name[1:]), nil
}

// load reads a regular file. It asks what the file is before it opens it: to open a pipe would wait for its other end, and to open a device
// may do something.
func (f *Files) load(name, local string) ([]byte, error) {
	root, rest, err := f.locate(local)
	if err != nil {
		return nil, err
	}
	rest = OnDisk(root, rest)
	info, err := root.Stat(filepath.FromSlash(rest))
	if err != nil {
		return nil, f.explain(name, local, err)
	}
	if err := checkRegular(name, info); err != nil {
		return nil, err
	}
	file, err := root.Open(filepath.FromSlash(rest))
	if err != nil {
		return nil, f.explain(name, local, err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, f.explain(name, local, err)
	}
	f.spend(len(content))
	if len(content) > maxFile {
		return nil, fmt.Errorf("%q has more than %d MiB, which is the most that is read", name, maxFile>>20)
	}
	return content, nil
}

func checkRegular(name string, info fs.FileInfo) error {
	switch {
	case info.Mode().IsRegular():
		return nil
	case info.IsDir():
		return fmt.Errorf("%q is a directory, not a file", name)
	}
	return fmt.Errorf("%q is not a regular file (%s), and nothing else is read", name, info.Mode().Type())
}

// explain turns the error of a file operation into one for the author of the configuration.
func (f *Files) explain(name, local string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %q in the configuration's directory: %w", name, fs.ErrNotExist)
	}
	if f.linked(local) {
		return fmt.Errorf("%q is reached through a symbolic link that is absolute or leads %w; put the file itself there, or a relative link within the directory", name, ErrOutside)
	}
	return fmt.Errorf("reading %q: %w", name, filename.Pathless(err))
}

// linked tells whether a path, which os.Root refused, exists but is elsewhere.
func (f *Files) linked(local string) bool {
	real, err := filepath.EvalSymlinks(filepath.Join(f.dir, filepath.FromSlash(local)))
	return err == nil && real != filepath.Join(f.real, filepath.FromSlash(local))
}
