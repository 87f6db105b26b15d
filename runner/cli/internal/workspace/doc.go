// Package workspace is the commands of gesso workspace: new, list, select, show and
// delete.
//
// They promise what package workspaces promises, and change nothing of what is in a
// workspace; which one other commands work in is package session's matter.
//
//	program.Commands = append(program.Commands, workspace.Commands()...)
package workspace
