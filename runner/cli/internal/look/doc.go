// Package look has the commands that print what a configuration is: its values, its
// outputs, its graph, and the language that it is written in. They change nothing and buy
// nothing.
//
// They are commands like those of package cli, which lists them:
//
//	commands := []*command.Command{look.Console(kinds), look.Graph(kinds)}
package look
