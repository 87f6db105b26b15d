// Package homes is the commands about where a workspace is kept and who works there:
// gesso home and gesso force-unlock.
//
// Its promises: gesso home changes nothing, neither here nor there, but that a new folder
// notes where its home is; it waits for nobody, and rights to read are enough for it; what a home says is printed on one line and moves no
// cursor; force-unlock asks before it takes a home from somebody.
//
//	program := &command.Program{Commands: homes.Commands()}
package homes

import "gesso/runner/command"

// Commands are those of this package, in the order of help.
func Commands() []*command.Command {
	return []*command.Command{look(), unlock()}
}
