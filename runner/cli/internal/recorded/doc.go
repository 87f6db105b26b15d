// Package recorded is the commands about what is recorded: gesso state and its subcommands.
// Package records and its package text do the work; here are flags, messages and exit
// codes.
//
// Its promises: none of the commands needs a configuration, asks a provider, or pays. A
// command that changes something says where the previous state is kept, and changes nothing
// with -dry-run.
//
//	program := &command.Program{Commands: recorded.Commands()}
package recorded
