// Package workspace is the commands of gesso workspace: new, list, select, show and delete.
//
// They make the promises of package workspaces, and change nothing inside a workspace.
// Which workspace other commands use is decided by package session.
//
//	program.Commands = append(program.Commands, workspace.Commands()...)
package workspace
