package cli

import (
	"context"
	"flag"
)

// command is one of gesso's commands.
type command struct {
	name    string // "plan", "state list"
	usage   string // what follows the name: "[options] [NAME]"
	summary string // one line, lower case
	detail  string // what help says more, in full sentences
	flags   func(*flag.FlagSet)
	args    int // how many arguments it takes at most; -1 for any number
	run     func(context.Context, *app, []string) int
}
