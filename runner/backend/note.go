package backend

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gesso/spec/filename"
	"gesso/state/disk"
)

const (
	noteFormat  = "home"
	noteVersion = 1
	mostNote    = 1 << 20 // bytes that are read
)

// Note is what is noted of a folder's home.
type Note struct {
	Format  string            `json:"gesso"`
	Version int               `json:"version"`
	Kind    string            `json:"kind"`
	Block   map[string]string `json:"block"`           // what the configuration said then
	Given   map[string]string `json:"given,omitempty"` // what -backend-config said besides
	ID      string            `json:"id"`              // of the home
	Where   string            `json:"where"`           // for people
	Founded time.Time         `json:"founded"`
}

// readNote returns what is noted in a folder; nil is nothing.
func readNote(dir string) (*Note, error) {
	n := new(Note)
	there, err := readJSON(dir, disk.NoteFile, n)
	if err != nil || !there {
		return nil, err
	}
	if n.Format != noteFormat || n.Version != noteVersion || n.Kind == "" || n.ID == "" {
		return nil, &SetupError{Message: disk.NoteFile + " is not what this version of gesso writes there", Remedy: reconfigure}
	}
	return n, nil
}

// Write notes where the folder's home is.
func (n Note) Write(dir string) error {
	n.Format, n.Version = noteFormat, noteVersion
	return writeJSON(dir, disk.NoteFile, n)
}

// Forget removes what is noted.
func Forget(dir string) error { return removeFile(dir, disk.NoteFile) }

// readJSON reads one of the small files in the folder of homes.
func readJSON(dir, name string, v any) (there bool, err error) {
	at := filepath.Join(dir, filepath.FromSlash(name))
	info, err := os.Lstat(at)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil && (!info.Mode().IsRegular() || info.Size() > mostNote) {
		err = errors.New("it is no file that gesso wrote")
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(at)
	}
	if err == nil {
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		err = dec.Decode(v)
	}
	if err != nil {
		return false, fmt.Errorf("reading %s: %w", name, err)
	}
	return true, nil
}

// writeJSON makes a small file durable, whole or not at all.
func writeJSON(dir, name string, v any) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("writing %s: %w", name, err)
		}
	}()
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	at := filepath.Join(dir, filepath.FromSlash(name))
	if err := MakeDir(dir, disk.HomeDir); err != nil {
		return err
	}
	return Replace(at, append(data, '\n'))
}

// MakeDir makes a folder below gesso's own.
func MakeDir(dir, name string) error {
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		return err
	}
	defer root.Close()
	if err := disk.MakeHome(root); err != nil {
		return err
	}
	return root.MkdirAll(name, 0o755)
}

// Replace makes data durable as the content of a file.
func Replace(at string, data []byte) error { return replace(at, data, 0o644) }

// ReplacePrivate is Replace for a file that nobody else reads.
func ReplacePrivate(at string, data []byte) error { return replace(at, data, 0o600) }

func replace(at string, data []byte, perm os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(at), "."+filepath.Base(at)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(perm), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), at); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(at))
}

// SyncDir makes names in a folder durable, where the system can.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // Windows has no such thing
	return d.Close()
}

func removeFile(dir, name string) error {
	err := os.Remove(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s: %w", name, err)
	}
	return nil
}
