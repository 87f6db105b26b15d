package workspaces

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
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/internal/file"
	"gesso/state/text"
)

// Variable is the environment variable that overrides the selected workspace.
const Variable = "GESSO_WORKSPACE"

// chosenFile contains the name of the selected workspace.
const chosenFile = disk.Home + "/workspace"

// Set is the workspaces of a configuration's folder.
type Set struct {
	dir  string
	root *os.Root
	now  func() time.Time

	elsewhere func() ([]string, error) // see UseHome
}

// Open returns the workspaces of a configuration's folder, which must exist. It creates
// nothing. The caller must call Close.
func Open(dir string, now func() time.Time) (*Set, error) {
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		return nil, fmt.Errorf("opening the workspaces: %w", err)
	}
	return &Set{dir: dir, root: root, now: now}, nil
}

// Close closes the folder.
func (s *Set) Close() { _ = s.root.Close() }

// UseHome makes the workspaces those of a home elsewhere. List returns the names of all but
// the default one. Without UseHome, a folder whose home is elsewhere has those that it has
// a copy of.
func (s *Set) UseHome(list func() ([]string, error)) { s.elsewhere = list }

// AtHome reports whether the folder's workspaces are kept elsewhere.
func (s *Set) AtHome() bool {
	if s.elsewhere != nil {
		return true
	}
	_, err := s.root.Lstat(disk.NoteFile)
	return err == nil
}

// List returns the names of the workspaces: first the default one, then the others, sorted.
func (s *Set) List() ([]string, error) {
	list := s.here
	if s.elsewhere != nil {
		list = s.elsewhere
	}
	names, err := list()
	if err != nil {
		return nil, fmt.Errorf("listing the workspaces: %w", err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == disk.Default })
	slices.Sort(names)
	return slices.Insert(names, 0, disk.Default), nil
}

// here returns the workspaces that the folder has, or has a copy of.
func (s *Set) here() ([]string, error) {
	in := disk.StatesDir
	if s.AtHome() {
		in = disk.HomeDir
	}
	entries, err := filename.Entries(s.root, in)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	names := []string{}
	for _, e := range entries {
		if name, err := disk.ParseName(e.Name()); err == nil && e.IsDir() && s.has(e.Name()) {
			names = append(names, name)
		}
	}
	return names, nil
}

// Has returns nil if a workspace exists, and otherwise a *MissingError.
func (s *Set) Has(name string) error { return s.check(name, "") }

// has reports whether the folder of a name has a workspace.
func (s *Set) has(folder string) bool {
	at := disk.StateFileOf(folder)
	if s.AtHome() {
		at = disk.HomeDir + "/" + folder + "/" + disk.StateFile
	}
	_, err := s.root.Lstat(at)
	return err == nil && !(s.AtHome() && s.isGuest(folder))
}

// MissingError is a workspace that does not exist.
type MissingError struct {
	Name  string
	Where string   // what names it: Variable, or the file of the selected one; "": the caller
	There []string // the existing ones
}

func (e *MissingError) Error() string {
	message := fmt.Sprintf("there is no workspace %q", e.Name)
	if e.Where != "" {
		message += ", which " + e.Where + " names"
	}
	return message + "; there is " + strings.Join(e.There, ", ")
}

// Chosen returns the current workspace: the one that the environment names, else the
// selected one, else the default one. The error is a *MissingError if it does not exist.
func (s *Set) Chosen(environ string) (string, error) {
	where, given := Variable, environ
	if environ == "" {
		where = chosenFile
		data, err := file.Read(s.root, chosenFile)
		if errors.Is(err, fs.ErrNotExist) {
			return disk.Default, nil
		}
		if err != nil {
			return "", fmt.Errorf("reading which workspace is selected: %w", err)
		}
		given = strings.TrimSpace(string(data))
	}
	name, err := disk.ParseName(given)
	if err != nil {
		return "", fmt.Errorf("%s: %w", where, err)
	}
	return name, s.check(name, where)
}

func (s *Set) check(name, where string) error {
	if s.elsewhere != nil && s.has(name) {
		return nil // no request is made
	}
	there, err := s.List()
	if err != nil {
		return err
	}
	if !slices.Contains(there, name) {
		return &MissingError{Name: name, Where: where, There: there}
	}
	return nil
}

// Select makes a workspace the current one. The error is a *MissingError if it does not
// exist.
func (s *Set) Select(wanted string) (name string, err error) {
	if name, err = disk.ParseName(wanted); err != nil {
		return "", err
	}
	if err := s.check(name, ""); err != nil {
		return "", err
	}
	if name == disk.Default && s.isDefault() {
		return name, nil
	}
	if err := disk.MakeHome(s.root); err != nil {
		return "", fmt.Errorf("selecting a workspace: %w", err)
	}
	if err := s.replace(chosenFile, []byte(name+"\n")); err != nil {
		return "", fmt.Errorf("selecting a workspace: %w", err)
	}
	return name, nil
}

func (s *Set) isDefault() bool {
	_, err := s.root.Lstat(chosenFile)
	return errors.Is(err, fs.ErrNotExist)
}

// ErrExists is wrapped by Create if the name is taken.
var ErrExists = errors.New("is there already")

// Create makes an empty workspace.
func (s *Set) Create(wanted string) (name string, err error) {
	if name, err = disk.ParseName(wanted); err != nil {
		return "", err
	}
	there, err := s.List()
	if err != nil {
		return "", err
	}
	for _, other := range there {
		if filename.Fold(other) == filename.Fold(name) {
			return "", fmt.Errorf("the workspace %q %w", other, ErrExists)
		}
	}
	data, err := text.Format(new(state.State))
	if err != nil {
		return "", err
	}
	at := disk.StateFileOf(name)
	if err := s.root.MkdirAll(path.Dir(at), 0o755); err != nil {
		return "", fmt.Errorf("creating a workspace: %w", err)
	}
	if err := s.replace(at, data); err != nil {
		return "", fmt.Errorf("creating a workspace: %w", err)
	}
	return name, nil
}

func (s *Set) replace(name string, data []byte) error {
	d, err := file.NewDraft(s.root, file.TempName(name), 0o644)
	if err != nil {
		return err
	}
	defer d.Discard()
	if _, err := d.Write(data); err != nil {
		return err
	}
	return d.PublishDurably(name)
}
