package rewrite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gesso/spec/filename"
)

// path resolves a file name of the command line, which is relative to -chdir's directory.
func (f *formatter) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(f.app.Dir, name)
}

// targets returns the files that the arguments name, each once, in order.
func (f *formatter) targets(args []string) ([]string, error) {
	var names []string
	for _, arg := range args {
		info, err := os.Stat(f.path(arg))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("there is no file or directory %s", f.path(arg))
		case err != nil:
			return nil, err
		case info.IsDir():
			below, err := f.directory(filepath.Clean(arg))
			if err != nil {
				return nil, err
			}
			names = append(names, below...)
		case !formattable(arg):
			return nil, fmt.Errorf("%s cannot be formatted: gesso fmt is for *.hcl and *.hclvars files", arg)
		default:
			names = append(names, filepath.Clean(arg))
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(names, func(name string) bool {
		again := seen[name]
		seen[name] = true
		return again
	}), nil
}

// directory returns the files of a directory, and with -recursive of those below it. It
// does not follow symbolic links to directories, so it always ends.
func (f *formatter) directory(name string) ([]string, error) {
	entries, err := os.ReadDir(filename.Folder(f.path(name)))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		child := filepath.Join(name, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."):
		case entry.IsDir() && !f.recursive:
		case entry.IsDir():
			below, err := f.directory(child)
			if err != nil {
				return nil, err
			}
			names = append(names, below...)
		case formattable(child) && !f.linksToDirectory(child, entry):
			names = append(names, child)
		}
	}
	return names, nil
}

func (f *formatter) linksToDirectory(name string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(f.path(name))
	return err == nil && info.IsDir()
}

// formattable reports whether a name is that of a file in HCL's native syntax.
func formattable(name string) bool {
	extension := filepath.Ext(name)
	return extension == ".hcl" || extension == ".hclvars"
}
