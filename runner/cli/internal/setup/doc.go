// Package setup is the command gesso init: what git has to know of a directory, and the
// home of its project, where that is elsewhere.
//
// Its promises: it may be repeated, and says what it did; it takes no credential and writes
// none down; a project is moved only when it is told to, and when somebody approves.
//
//	program := &command.Program{Commands: []*command.Command{setup.Init()}}
package setup
