package command

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"gesso/runner/manual"
)

// helpCommand is gesso help.
func (p *Program) helpCommand() *Command {
	pages := ""
	return &Command{
		Name: "help", Usage: "[options] [COMMAND|TOPIC]",
		Summary: "tell more of a command or a topic: gesso help apply",
		Detail: `Prints what a command is for, with its options and examples, or what a topic says;
without either, what there is. Of several commands with one first word, as in
gesso help state, it lists all. A type of block is a topic too: gesso help image.

The same is printed where -help, or -h, stands anywhere behind or before a command.
With -man the manual pages of all commands and topics are written, which are the
same text: man DIR/gesso.1 shows the first.`,
		Examples: []string{
			"gesso help apply  # options and examples of a command",
			"gesso help money  # what is paid for, and what never twice",
			"gesso help -man=man1  # write the manual pages into a directory",
		},
		Args: -1,
		Flags: func(set *flag.FlagSet) {
			set.StringVar(&pages, "man", "", "write manual pages into the directory `DIR`")
		},
		Run: func(_ context.Context, a *App, args []string) int {
			if pages != "" {
				return a.writePages(pages, args)
			}
			code, err := a.help(args)
			if err != nil {
				return a.Fail(err)
			}
			return code
		},
	}
}

// help prints the help of gesso, of a command or of a topic.
func (a *App) help(words []string) (int, error) {
	if len(words) == 0 {
		a.usage(a.Stdout)
		return ExitDone, nil
	}
	if topic, ok := manual.Find(words[0]); ok {
		if len(words) > 1 {
			return 0, Misuse(fmt.Sprintf("gesso help takes one topic, and was given %q", words), "gesso help "+topic.Name)
		}
		fmt.Fprint(a.Stdout, topic.Text())
		return ExitDone, nil
	}
	topics := manual.Blocks()
	for _, t := range manual.Topics() {
		topics = append(topics, t.Name)
	}
	c, _, err := a.program.find(words, topics...)
	if err == nil {
		a.commandHelp(a.Stdout, c)
		return ExitDone, nil
	}
	if family := a.program.family(words[0]); len(family) > 0 && len(words) == 1 {
		a.familyHelp(a.Stdout, words[0], family)
		return ExitDone, nil
	}
	if block, ok := manual.Block(words[0]); ok {
		fmt.Fprint(a.Stdout, block.Text())
		return ExitDone, nil
	}
	return 0, err
}

func (a *App) usage(w io.Writer) {
	fmt.Fprint(w, `Usage: gesso [-chdir=DIR] COMMAND [options]

Gesso makes the pictures that a directory's *.hcl files declare: plan says what
would be generated, why, and at what cost; apply generates only that.

Commands:
`)
	for _, c := range a.program.Commands {
		if !c.Hidden {
			fmt.Fprintf(w, "  %-18s  %s\n", c.Name, c.Summary)
		}
	}
	fmt.Fprint(w, `
Topics, for gesso help TOPIC:
`)
	for _, t := range manual.Topics() {
		fmt.Fprintf(w, "  %-18s  %s\n", t.Name, t.Summary)
	}
	fmt.Fprint(w, `
Options before or after any command:
  -chdir=DIR          work in the directory DIR
  -no-color           print without colours
  -help               tell more of a command; also -h
  -version            the same as gesso version; also -v

Environment, of every command:
`)
	for _, v := range a.program.Environ {
		fmt.Fprintf(w, "  %-18s  %s\n", v.Name, v.Meaning)
	}
	fmt.Fprint(w, `
Exit codes: 0 done, 1 error, 2 changes (with -detailed-exitcode), 3 some images
failed, 4 stopped by a budget, 5 requests in doubt, 130 interrupted.
`)
}

func (a *App) familyHelp(w io.Writer, first string, family []*Command) {
	fmt.Fprintf(w, "Usage: gesso %s SUBCOMMAND [options]\n\nSubcommands:\n", first)
	for _, c := range family {
		fmt.Fprintf(w, "  %-18s  %s\n", strings.TrimPrefix(c.Name, first+" "), c.Summary)
	}
	fmt.Fprintf(w, "\nMore of each: gesso help %s %s\n", first, strings.TrimPrefix(family[0].Name, first+" "))
}

func (a *App) commandHelp(w io.Writer, c *Command) {
	fmt.Fprintf(w, "Usage: %s\n\n%s\n", c.usageLine(), strings.TrimSpace(c.Detail))
	if len(c.Examples) > 0 {
		fmt.Fprint(w, "\nExamples:\n")
	}
	for _, e := range c.Examples {
		line, meaning, told := strings.Cut(e, exampleMark)
		if told {
			line = fmt.Sprintf("%-*s%s%s", column-3, line, exampleMark, meaning)
		}
		fmt.Fprintf(w, "  %s\n", line)
	}
	fmt.Fprint(w, "\nOptions:\n")
	for _, o := range c.options() {
		entry(w, o.form(), o.meaning)
	}
	if len(c.Environ) > 0 {
		fmt.Fprint(w, "\nEnvironment:\n")
	}
	for _, v := range c.Environ {
		entry(w, v.Name, v.Meaning)
	}
	if _, ok := manual.Block(c.Name); ok {
		fmt.Fprint(w, "\nThe block of that name is in gesso help blocks.\n")
	}
}

// column is where the second column begins.
const column = 31

// entry prints one entry of a list in two columns, on as many lines as it needs.
func entry(w io.Writer, name, meaning string) {
	line := fmt.Sprintf("  %-*s", column-3, name)
	if len(name) > column-3 && len(line)+1+len(meaning) > manual.Width {
		fmt.Fprintln(w, line)
		line = strings.Repeat(" ", column-1)
	}
	for word := range strings.FieldsSeq(meaning) {
		if len(line)+1+len(word) > manual.Width && len(line) > column {
			fmt.Fprintln(w, line)
			line = strings.Repeat(" ", column-1)
		}
		line += " " + word
	}
	fmt.Fprintln(w, strings.TrimRight(line, " "))
}
