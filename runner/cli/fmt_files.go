package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// maxFormatted bounds one file of gesso fmt, in bytes, as the loader bounds it.
const maxFormatted = 256 << 20

// path is where a file is that gesso fmt calls name: names are relative to
// -chdir's directory.
func (f *formatter) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(f.app.dir, name)
}

// targets lists the files that the arguments name, each once, in order.
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

// directory lists the files of a directory, and with -recursive those below it.
// A symbolic link to a directory is not followed, so there is an end.
func (f *formatter) directory(name string) ([]string, error) {
	entries, err := os.ReadDir(f.path(name))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		child := filepath.Join(name, entry.Name())
		switch {
		case strings.HasPrefix(entry.Name(), "."):
		case entry.IsDir():
			if f.recursive {
				below, err := f.directory(child)
				if err != nil {
					return nil, err
				}
				names = append(names, below...)
			}
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

// formattable reports whether a name is one of a file in HCL's native syntax.
func formattable(name string) bool {
	extension := filepath.Ext(name)
	return extension == ".hcl" || extension == ".hclvars"
}

// readRegular reads a file that is to be replaced, and says what it was then. It
// never waits for a FIFO.
func readRegular(path string) ([]byte, fs.FileInfo, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, errors.New("it is not a regular file")
	}
	src, err := readLimited(file)
	return src, info, err
}

func readLimited(in io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxFormatted+1))
	if err == nil && len(text) > maxFormatted {
		return nil, fmt.Errorf("it has more than %d bytes", maxFormatted)
	}
	return text, err
}

// replaceFile gives a file another content at once: whoever reads it, also after
// a crash, finds all of the old or all of the new. Its mode stays, and a symbolic
// link stays a link, to the new content. before is what the file was when it was
// read; when somebody wrote it since, it is left as it is.
func replaceFile(path string, content []byte, before fs.FileInfo) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".gesso-fmt-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(content)
	if err == nil {
		err = temporary.Chmod(before.Mode())
	}
	if err == nil {
		err = temporary.Sync() // else a crash after the rename may leave an empty file
	}
	err = errors.Join(err, temporary.Close())
	if err == nil {
		err = untouched(path, before)
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temporary.Name())
	}
	return err
}

// untouched reports why a file is not to be replaced: it may not be written,
// which a rename does not ask, or it is another than it was before.
func untouched(path string, before fs.FileInfo) error {
	file, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	now, err := file.Stat()
	if err == nil && (!os.SameFile(before, now) || now.Size() != before.Size() || !now.ModTime().Equal(before.ModTime())) {
		err = errors.New("it was changed while it was formatted, and is left as it is")
	}
	return err
}
