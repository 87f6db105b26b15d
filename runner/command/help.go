package command

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"gesso/runner/manual"
)

// help prints what gesso, or one command, is for, or what a topic says.
func (a *App) help(args []string) int {
	if len(args) == 0 || args[0] == "help" {
		a.usage(a.Stdout)
		return ExitDone
	}
	if topic, ok := manual.Find(args[0]); ok {
		if len(args) > 1 {
			return a.Fail(Misuse(fmt.Sprintf("gesso help takes one topic, and was given %q", args), "gesso help "+topic.Name))
		}
		fmt.Fprint(a.Stdout, topic.Text())
		return ExitDone
	}
	topics := manual.Blocks()
	for _, t := range manual.Topics() {
		topics = append(topics, t.Name)
	}
	c, _, err := a.program.find(args, topics...)
	if block, ok := manual.Block(args[0]); ok && err != nil {
		fmt.Fprint(a.Stdout, block.Text())
		return ExitDone
	}
	if err != nil {
		return a.Fail(err)
	}
	a.commandHelp(a.Stdout, c)
	return ExitDone
}

func (a *App) usage(w io.Writer) {
	fmt.Fprint(w, `Usage: gesso [-chdir=DIR] COMMAND [options]

Gesso makes the pictures that a directory's *.hcl files declare: plan says what
would be generated, why, and at what cost; apply generates only that.

Commands:
`)
	for _, c := range a.program.Commands {
		fmt.Fprintf(w, "  %-18s  %s\n", c.Name, c.Summary)
	}
	fmt.Fprint(w, `  help                tell more of a command or a topic: gesso help apply

Topics, for gesso help TOPIC:
`)
	for _, t := range manual.Topics() {
		fmt.Fprintf(w, "  %-18s  %s\n", t.Name, t.Summary)
	}
	fmt.Fprint(w, `
Options before or after any command:
  -chdir=DIR          work in the directory DIR
  -no-color           print without colours
  -help               tell more of a command
  -version            the same as gesso version

Exit codes: 0 done, 1 error, 2 changes (with -detailed-exitcode), 3 some images
failed, 4 stopped by a budget, 5 requests in doubt, 130 interrupted.
`)
}

func (a *App) commandHelp(w io.Writer, c *Command) {
	usage := strings.TrimSpace("Usage: gesso " + c.Name + " " + c.Usage)
	fmt.Fprintf(w, "%s\n\n%s\n", usage, strings.TrimSpace(c.Detail))
	set := flag.NewFlagSet(c.Name, flag.ContinueOnError)
	if c.Flags != nil {
		c.Flags(set)
	}
	(&App{Dir: "."}).globalFlags(set)
	if len(c.Examples) > 0 {
		fmt.Fprint(w, "\nExamples:\n")
	}
	for _, example := range c.Examples {
		fmt.Fprintf(w, "  %s\n", example)
	}
	fmt.Fprint(w, "\nOptions:\n")
	set.VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		name := "-" + f.Name
		if value != "" {
			name += "=" + value
		}
		fmt.Fprintf(w, "  %-28s %s\n", name, usage)
	})
}
