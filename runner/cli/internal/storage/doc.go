// Package storage is the commands about the store of pictures: gesso store. Package store
// of runner does the work; here are flags, messages and exit codes.
//
// Its promises: none of the commands needs values of variables, asks a provider, or pays. A
// command that changes something holds the lock. Nothing is deleted unless the user says
// so.
//
//	program := &command.Program{Commands: storage.Commands(kinds)}
package storage
