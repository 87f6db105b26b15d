package filename

import (
	"path/filepath"
	"slices"
	"strings"
)

// read are what the names of files end in that gesso reads or writes in a configuration's
// directory, where a folder of such a name is in their way.
var read = []string{".hcl", ".hcl.json", ".auto.hclvars", ".auto.hclvars.json"}

// Claimed says why the first part of a clean path can be no folder, or "": gesso keeps a
// file of that name in the configuration's directory, or would read it as one, on some
// file system at least.
func Claimed(clean string) string {
	part, _, _ := strings.Cut(clean, "/")
	switch name := bare(part); name {
	case "gesso.state":
		return "has the folder " + part + ", where gesso keeps its state"
	case "gesso.state.d":
		return "has the folder " + part + ", where gesso keeps the states of workspaces"
	case "gesso.hclvars", "gesso.hclvars.json":
		return "has the folder " + part + ", where gesso looks for values of variables"
	default:
		for _, end := range read {
			if strings.HasSuffix(name, end) && name[0] != '.' {
				return "has the folder " + part + ", which gesso would read as a file of the configuration"
			}
		}
	}
	return ""
}

// Written reports whether a clean path is that of something that gesso writes of its own
// accord, on some file system at least: the state, or what lies in its folders.
func Written(clean string) bool {
	part, _, _ := strings.Cut(clean, "/")
	switch bare(part) {
	case "gesso.state", "gesso.state.d", ".gesso":
		return true
	}
	return false
}

// taken are the ends of names that mean something else in a configuration's directory: what
// is none of these would be read as what it is not, or be in its place.
var taken = []string{".hcl", ".hcl.json", ".hclvars", ".hclvars.json", ".state", ".png", ".jpg", ".jpeg", ".webp"}

// Taken is what the name of a file ends in that no plan and no trace is written to, or "".
func Taken(name string) string {
	base := strings.ToLower(filepath.Base(name))
	if i := slices.IndexFunc(taken, func(end string) bool { return strings.HasSuffix(base, end) }); i >= 0 {
		return taken[i]
	}
	return ""
}

// Private reports whether a path, of any form, leads through a folder of gesso's or git's
// own.
func Private(name string) bool {
	return slices.ContainsFunc(strings.Split(filepath.ToSlash(filepath.Clean(name)), "/"), func(part string) bool {
		return strings.EqualFold(part, ".gesso") || strings.EqualFold(part, ".git")
	})
}
