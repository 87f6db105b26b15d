package command

import (
	"context"
	"flag"
)

// Command is one of a program's commands. It is made anew for each invocation:
// its flags set variables that its function closes over.
type Command struct {
	Name     string     // "plan", "state list"
	Usage    string     // what follows the name: "[options] [NAME]"
	Summary  string     // one line, lower case
	Detail   string     // what help says more, in full sentences
	Examples []string   // command lines, each with what it is for behind "  # " where it does not say so
	Environ  []Variable // environment variables that it goes by, beyond those of every command

	JSON   Form                // what it prints with -json, which is added to its options
	Flags  func(*flag.FlagSet) // adds its options; nil for none
	Args   int                 // how many arguments it takes at most; -1 for any number
	Hidden bool                // it is for programs, and in no list
	Extra  string              // what is said to whoever gives more, or ""

	// Run does it, and returns the exit code. What it prints goes to the app's
	// screens, and an error through App.Fail or App.End.
	Run func(context.Context, *App, []string) int
}

// Variable is an environment variable.
type Variable struct {
	Name    string
	Meaning string // one line, lower case
}
