// Package look has the commands that look at a configuration and print what they
// see: its values, its outputs, its graph, and the language that it is written in.
// They change nothing and buy nothing.
//
// They are commands as those of package cli are, which lists them:
//
//	commands := []*command.Command{look.Console(kinds), look.Graph(kinds)}
package look
