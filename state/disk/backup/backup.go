// Package backup keeps copies of the state from before a user's command changes it by hand,
// so that the command can be undone.
//
// It promises that a copy is complete and durable before the change begins, that the newest
// ones stay (Most), and that nothing outside of the folder is written, whatever links say.
// A copy is a state file as package text writes it and can replace gesso.state as it is.
// What has been paid for, collected or given up since is in the ledger, and is not undone
// by that.
//
// It is not for runs, whose events are in the journal and the ledger. The caller must hold
// the workspace's lock.
//
//	name, err := backup.Keep(backup.Place{Dir: dir, Home: ".gesso"}, data, "state-mv", time.Now())
//	// the state may be changed now; cp dir/name dir/gesso.state takes it back
package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"gesso/spec/filename"
	"gesso/state/disk/internal/file"
)

// Place says where copies go: the configuration's folder, and below it, as a
// slash-separated path, the folder of what gesso keeps of the workspace.
type Place struct{ Dir, Home string }

// Folder returns the folder of the copies, relative to the configuration's folder.
func (p Place) Folder() string { return path.Join(p.Home, "backups") }

// Most is how many copies are kept.
const Most = 20

const (
	extension = ".state"
	stamp     = "20060102T150405.000Z"
)

// Keep writes a copy of a state, in the form of text.Format, and returns its name relative
// to the configuration's folder. The place's Home must exist. The command is part of the
// name.
func Keep(p Place, data []byte, command string, now time.Time) (string, error) {
	root, err := os.OpenRoot(filename.Folder(p.Dir))
	if err != nil {
		return "", fmt.Errorf("keeping a copy of the state: %w", err)
	}
	defer root.Close()
	name, err := keep(root, p.Folder(), data, command, now)
	if err != nil {
		return "", fmt.Errorf("keeping a copy of the state: %w", err)
	}
	return name, nil
}

func keep(root *os.Root, folder string, data []byte, command string, now time.Time) (string, error) {
	if err := root.Mkdir(folder, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	if info, err := root.Lstat(folder); err != nil || !info.IsDir() {
		return "", errors.Join(err, fmt.Errorf("%s is not a folder", folder))
	}
	name, err := unused(root, path.Join(folder, now.UTC().Format(stamp)+"-"+command))
	if err != nil {
		return "", err
	}
	if err := replace(root, name, data); err != nil {
		return "", err
	}
	return name, prune(root, folder)
}

// unused returns a name that no copy has yet: two copies may have the same time.
func unused(root *os.Root, base string) (string, error) {
	for n := 1; ; n++ {
		name := base + extension
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", base, n, extension)
		}
		_, err := root.Lstat(name)
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", err
		}
	}
}

func replace(root *os.Root, name string, data []byte) error {
	d, err := file.NewDraft(root, file.TempName(name), 0o644)
	if err != nil {
		return err
	}
	defer d.Discard()
	if _, err := d.Write(data); err != nil {
		return err
	}
	return d.PublishDurably(name)
}

// prune removes the oldest copies. Other files in the folder stay.
func prune(root *os.Root, folder string) error {
	entries, err := filename.Entries(root, folder)
	if err != nil {
		return err
	}
	var copies []string // sorted by name, which is by time
	for _, e := range entries {
		begin, _, _ := strings.Cut(e.Name(), "-")
		_, err := time.Parse(stamp, begin)
		if err == nil && e.Type().IsRegular() && strings.HasSuffix(e.Name(), extension) {
			copies = append(copies, strings.TrimSuffix(e.Name(), extension))
		}
	}
	slices.Sort(copies)
	for _, name := range copies[:max(0, len(copies)-Most)] {
		if err := root.Remove(path.Join(folder, name+extension)); err != nil {
			return err
		}
	}
	return nil
}

// Replace replaces a file of the configuration's folder, such as gesso.state, after keeping
// a copy of it. It returns the copy's name.
func Replace(p Place, name string, data []byte, command string, now time.Time) (string, error) {
	root, err := os.OpenRoot(filename.Folder(p.Dir))
	if err != nil {
		return "", err
	}
	defer root.Close()
	before, err := file.Read(root, name)
	if err != nil {
		return "", err
	}
	kept, err := keep(root, p.Folder(), before, command, now)
	if err != nil {
		return "", fmt.Errorf("keeping a copy of the state: %w", err)
	}
	if err := replace(root, name, data); err != nil {
		return "", fmt.Errorf("saving the state: %w", err)
	}
	return kept, nil
}
