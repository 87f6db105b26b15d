// Package viewing is the commands with which people look at their pictures. What is shown
// is package gallery's; here are flags, words and exit codes, and where the facts come from.
//
// Its promises: nothing is asked of a provider, nothing is locked and nothing of the
// configuration's directory is changed but caches and the files that are asked for; it works while an
// apply runs, and of a configuration with mistakes it shows what the state knows.
//
//	program := &command.Program{Commands: viewing.Commands(kinds)}
package viewing

import (
	"gesso/runner/command"
	"gesso/runner/provider"
)

// Commands are the family's, in the order of help.
func Commands(kinds provider.Kinds) []*command.Command {
	return []*command.Command{Gallery(kinds), Review(kinds)}
}
