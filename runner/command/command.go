package command

import (
	"context"
	"flag"
)

// Command is one of a program's commands. It is made anew for each invocation, because its
// flags set variables that Run closes over.
type Command struct {
	Name     string     // "plan", "state list"
	Usage    string     // what follows the name, such as "[options] [NAME]"
	Summary  string     // one line, lower case
	Detail   string     // more for its help, in full sentences
	Examples []string   // command lines, with an explanation after "  # " where needed
	Environ  []Variable // environment variables that it uses, besides those of every command

	JSON   Form                // what it prints with -json; adds the option unless NoJSON
	Flags  func(*flag.FlagSet) // adds its options; nil for none
	Args   int                 // the most arguments that it takes; -1 for any number
	Hidden bool                // for programs: not listed
	Extra  string              // added to the error about too many arguments, or ""

	// Run runs the command and returns the exit code. Results go to the app's screens,
	// errors through App.Fail or App.End.
	Run func(context.Context, *App, []string) int
}

// Variable is an environment variable.
type Variable struct {
	Name    string
	Meaning string // one line, lower case
}
