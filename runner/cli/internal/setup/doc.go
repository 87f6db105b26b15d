// Package setup is the command gesso init: it tells git about a directory, and sets up the
// home of its project if that is elsewhere.
//
// Its promises: it may be repeated, and says what it did. It takes no credential and writes
// none down. A project is moved only when the user says so and approves.
//
//	program := &command.Program{Commands: []*command.Command{setup.Init()}}
package setup
