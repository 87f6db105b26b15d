// Package storage is the commands about the store of pictures: gesso store. What they
// do is package store's, in runner; here are their flags, their words and their exit
// codes.
//
// Its promises: none of them needs values of variables, asks a provider, or pays; what
// changes something holds the lock; what deletes something does so only when it is told
// to.
//
//	program := &command.Program{Commands: storage.Commands(kinds)}
package storage
