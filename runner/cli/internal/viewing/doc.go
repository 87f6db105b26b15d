// Package viewing is the commands with which people look at their pictures. Package gallery
// decides what is shown; here are flags, messages and exit codes, and where the facts come
// from.
//
// Its promises: it asks no provider, takes no lock, and changes nothing in the
// configuration's directory except caches and the requested files. It works while an apply
// runs. If the configuration has errors, it shows what the state knows.
//
//	program := &command.Program{Commands: viewing.Commands(kinds)}
package viewing

import (
	"gesso/runner/command"
	"gesso/runner/provider"
)

// Commands returns the commands of this package, in the order of help.
func Commands(kinds provider.Kinds) []*command.Command {
	return []*command.Command{Gallery(kinds), Review(kinds)}
}
