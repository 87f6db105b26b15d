package command

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Habit is what gesso has in place of something that is typed by habit.
type Habit struct {
	Answer string // a sentence without its full stop
	Hint   string // a command that can be pasted, or ""
}

// Habits are what is typed by habit and that gesso does not have.
type Habits struct {
	Commands map[string]Habit // by their names, of one word or two
	// Options are those of all commands by their names, and of one command by its
	// name, a space and theirs where they mean something else there; before any
	// command that name is "".
	Options map[string]Habit
}

// answer is what is said to a command that gesso does not have and Terraform has,
// or nil.
func (h Habits) answer(args []string) error {
	for n := min(2, len(args)); n > 0; n-- {
		if habit, ok := h.Commands[strings.Join(args[:n], " ")]; ok {
			return Misuse(habit.Answer, habit.Hint)
		}
	}
	return nil
}

// missingOption is the message about an option that a command does not have, or
// gesso itself where the command's name is "".
func (p *Program) missingOption(command, option string, meant string) (message, hint string) {
	program := programOf(command)
	message, hint = fmt.Sprintf("%s has no option -%s", program, option), program+" -help"
	h, ok := p.Habits.Options[command+" "+option]
	if !ok && command != "" {
		h, ok = p.Habits.Options[option]
	}
	switch owners := p.ownersOf(option); {
	case ok:
		message += ": " + h.Answer
		if h.Hint != "" {
			hint = h.Hint
		}
	case command == "" && len(owners) > 0:
		message += " before the command; it is one of " + strings.Join(owners, ", ") + ", and stands behind that name"
	case meant != "":
		message += fmt.Sprintf("; did you mean -%s?", meant)
	}
	return message, hint
}

// programOf is what is typed to run a command.
func programOf(command string) string { return strings.TrimSpace("gesso " + command) }

// ownersOf are the commands that have an option.
func (p *Program) ownersOf(option string) []string {
	var owners []string
	for _, c := range p.Commands {
		if !c.Hidden && c.flagSet().Lookup(option) != nil {
			owners = append(owners, "gesso "+c.Name)
		}
	}
	return owners
}

// extra is the mistake of arguments that a command does not take.
func (a *App) extra(c *Command, rest []string) error {
	message := fmt.Sprintf("gesso %s takes %s, and was given %q", c.Name, atMost(c.Args), rest)
	hint := "gesso " + c.Name + " -help"
	info, err := os.Stat(filepath.Join(a.Dir, rest[0]))
	switch {
	case c.Args > 0:
	case Selects(rest[0]) && c.flagSet().Lookup("target") != nil:
		message += ": which images it is about is said with -target"
		hint = "gesso " + c.Name + " -target=PATTERN"
	case err == nil && info.IsDir():
		hint = fmt.Sprintf("gesso -chdir=DIR %s", c.Name)
		if strings.Trim(rest[0], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") == "" {
			hint = fmt.Sprintf("gesso -chdir=%s %s", rest[0], c.Name)
		}
	case c.Extra != "":
		message += ": " + c.Extra
	}
	return Misuse(message, hint)
}
