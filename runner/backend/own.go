package backend

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"gesso/spec/filename"
	"gesso/state/disk"
	"gesso/state/text"
)

// Own is what a folder has of a project itself, whatever is noted of a home.
type Own struct {
	States []string    // files of states that have records
	Logs   []string    // ledgers and journals
	Moved  *text.Moved // the first state's file that says where the project has moved; nil: none does
}

// Any reports whether there is anything that would be lost sight of.
func (o Own) Any() bool { return len(o.States)+len(o.Logs) > 0 }

// OwnOf looks what a folder has of its own, by its files' first lines and lengths.
func OwnOf(dir string) (Own, error) {
	var own Own
	states, logs, err := ownFiles(dir)
	if err != nil {
		return own, err
	}
	for _, name := range states {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return own, err
		}
		if moved, is := text.ParseMoved(data); is {
			if own.Moved == nil {
				own.Moved = moved
			}
		} else if bytes.Count(data, []byte("\n")) != 2 { // more than the first and the last line
			own.States = append(own.States, name)
		}
	}
	for _, name := range logs {
		info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil && info.Size() > mostHeader {
			own.Logs = append(own.Logs, name)
		}
	}
	return own, nil
}

// mostHeader is how long the first line of a log is at most, which is all of an empty one.
const mostHeader = 40

// ownFiles are where a folder's workspaces have their states, and their logs.
func ownFiles(dir string) (states, logs []string, err error) {
	states = []string{disk.StateFile}
	logs = []string{disk.Home + "/ledger", disk.Home + "/journal"}
	others, err := named(dir, disk.StatesDir)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range others {
		states = append(states, disk.StateFileOf(name))
	}
	left, err := named(dir, disk.Home+"/workspaces")
	if err != nil {
		return nil, nil, err
	}
	for _, name := range left {
		at := disk.Home + "/workspaces/" + name
		logs = append(logs, at+"/ledger", at+"/journal")
	}
	return states, logs, nil
}

// named are the folders in one that have names of workspaces.
func named(dir, in string) (names []string, err error) {
	entries, err := os.ReadDir(filename.Folder(filepath.Join(dir, filepath.FromSlash(in))))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		if name, err := disk.ParseName(e.Name()); err == nil && e.IsDir() {
			names = append(names, name)
		}
	}
	return names, nil
}
