// Package homes is the commands about where a workspace is kept and who works there: gesso
// home and gesso force-unlock.
//
// Its promises: gesso home changes nothing, here or at the home, except that a new folder
// notes where its home is. It waits for nobody, and needs only the right to read. What a
// home says is printed on one line and moves no cursor. Force-unlock asks before it takes a
// home from somebody.
//
//	program := &command.Program{Commands: homes.Commands()}
package homes

import "gesso/runner/command"

// Commands returns the commands of this package, in the order of help.
func Commands() []*command.Command {
	return []*command.Command{look(), unlock()}
}
