package text

import "bytes"

// The beginnings of the lines that git leaves in a file where it could not merge.
const (
	markOurs   = "<<<<<<<"
	markBase   = "|||||||"
	markTheirs = "======="
	markEnd    = ">>>>>>>"
)

// Conflicted is a state file in which git left conflicts, as each side had it.
type Conflicted struct {
	Base         []byte // nil where git was not told to show it
	Ours, Theirs []byte
}

// Conflict takes a state file with git's conflict markers apart. It returns nil for one
// without, or with markers that do not belong together.
func Conflict(data []byte) *Conflicted {
	var c Conflicted
	base, conflicts, bases := []byte{}, 0, 0
	at := "" // the mark of the part that a line is in
	for line := range bytes.Lines(data) {
		switch mark := markOf(line); {
		case mark == "":
		case mark == markOurs && at == "":
			at = mark
			conflicts++
			continue
		case mark == markBase && at == markOurs:
			at = mark
			bases++
			continue
		case mark == markTheirs && (at == markOurs || at == markBase):
			at = mark
			continue
		case mark == markEnd && at == markTheirs:
			at = ""
			continue
		default:
			return nil
		}
		if at == "" || at == markOurs {
			c.Ours = append(c.Ours, line...)
		}
		if at == "" || at == markBase {
			base = append(base, line...)
		}
		if at == "" || at == markTheirs {
			c.Theirs = append(c.Theirs, line...)
		}
	}
	if at != "" || conflicts == 0 {
		return nil
	}
	if bases == conflicts {
		c.Base = base
	}
	return &c
}

// markOf is the mark that a line begins with, or "".
func markOf(line []byte) string {
	for _, mark := range []string{markOurs, markBase, markTheirs, markEnd} {
		rest, is := bytes.CutPrefix(line, []byte(mark))
		if is && (len(rest) == 0 || rest[0] == ' ' || rest[0] == '\r' || rest[0] == '\n') {
			return mark
		}
	}
	return ""
}
