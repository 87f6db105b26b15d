package disk

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gesso/spec/filename"
)

const (
	// Default is the workspace that there always is. Its state lies beside the
	// configuration.
	Default = "default"
	// StatesDir is the folder in which each other workspace has one of its name,
	// with its state.
	StatesDir = "gesso.state.d"

	workspacesDir = Home + "/workspaces" // what else the others keep
)

// maxName is the most bytes of a workspace's name: it is a folder's, and part of
// every output's path.
const maxName = 90

// ParseName returns the name of a workspace in its one form (Unicode's NFC), or why
// it can be none: it is a folder's on every system.
func ParseName(text string) (string, error) {
	name := norm.NFC.String(text)
	bad := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
	}
	why := ""
	switch {
	case name == "":
		why = "is empty"
	case len(name) > maxName:
		why = fmt.Sprintf("has more than %d bytes", maxName)
	case strings.HasPrefix(name, "-"):
		why = "begins with a dash, like an option"
	case strings.ContainsFunc(name, bad):
		why = "has something else than letters, digits, - and _"
	case filename.Fold(name) == "objects": // which is a store's, wherever in .gesso it is
		why = "is that of a folder of gesso's own"
	case name != Default && filename.Fold(name) == Default:
		why = "differs from default in its case alone"
	default:
		why = filename.Portable(name)
	}
	if why != "" {
		return "", fmt.Errorf("%q cannot be the name of a workspace: it %s", text, why)
	}
	return name, nil
}

// StateFileOf returns where a workspace's state is, relative to the configuration's
// folder.
func StateFileOf(name string) string { return layoutOf(name).state }

func layoutOf(name string) layout {
	if name == Default {
		return layoutIn(".", Home)
	}
	return layoutIn(StatesDir+"/"+name, workspacesDir+"/"+name)
}

// OpenNamed returns one of the workspaces of dir's configuration, as OpenAt does the
// default one. It creates nothing, and does not look whether there is one of that
// name. The caller owes a Close.
func OpenNamed(dir, name string, now func() time.Time) (*Workspace, error) {
	name, err := ParseName(name)
	if err != nil {
		return nil, err
	}
	return openWorkspace(dir, name, now)
}
