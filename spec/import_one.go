package spec

import (
	"strings"

	"gesso/spec/eval"
)

// ImportOf is what an import block for an address would say with an id, as a user gives
// it to a command: the path of a file below the configuration's directory, or the id of
// a task. Why is what is wrong with the id, a phrase that can follow it, or "".
func ImportOf(c *eval.Config, address, id string) (made *eval.Import, why string) {
	made = &eval.Import{Address: address}
	switch {
	case strings.TrimSpace(id) == "":
		return nil, "is empty"
	case isPictureFile(id):
		made.File, why = c.Inside(id)
	case strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return nil, "is neither the path of a picture nor the id of a task"
	default:
		made.Task = id
	}
	if why != "" {
		return nil, why
	}
	return made, ""
}
