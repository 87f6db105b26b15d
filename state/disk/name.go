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
	// Default is the workspace that always exists. Its state lies beside the configuration.
	Default = "default"
	// StatesDir is the folder in which each other workspace has a folder of its name, with
	// its state.
	StatesDir = "gesso.state.d"

	workspacesDir = Home + "/workspaces" // everything else of the other workspaces
)

// maxName is the longest name of a workspace in bytes: it is a folder's name.
const maxName = 90

// ParseName returns the canonical form of a workspace's name (Unicode's NFC), or an error
// if it cannot be a folder's name on every system.
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
	case filename.Fold(name) == "objects": // the folder of a store, anywhere in .gesso
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

// StateFileOf returns the path of a workspace's state, relative to the configuration's
// folder.
func StateFileOf(name string) string { return layoutOf(name).state }

func layoutOf(name string) layout {
	if name == Default {
		return layoutIn(".", Home)
	}
	return layoutIn(StatesDir+"/"+name, workspacesDir+"/"+name)
}

// OpenNamed opens a workspace of dir's configuration by its name, as OpenAt opens the
// default one. It creates nothing, and does not check whether the workspace exists. The
// caller must call Close.
func OpenNamed(dir, name string, now func() time.Time) (*Workspace, error) {
	name, err := ParseName(name)
	if err != nil {
		return nil, err
	}
	return openWorkspace(dir, name, now)
}
