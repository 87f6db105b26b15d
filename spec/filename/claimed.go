package filename

import "strings"

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
