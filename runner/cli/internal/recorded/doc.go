// Package recorded is the commands about what is recorded: gesso state, and what it can
// be told to do with records. What they do is package records' and package text's; here
// are their flags, their words and their exit codes.
//
// Its promises: none of them needs a configuration, asks a provider, or pays; what
// changes something says where the state of before is, and with -dry-run changes
// nothing.
//
//	program := &command.Program{Commands: recorded.Commands()}
package recorded
