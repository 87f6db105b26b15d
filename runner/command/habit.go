package command

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Habit is the answer to something typed by habit from another tool.
type Habit struct {
	Answer string // a sentence without its full stop
	Hint   string // a command that can be pasted, or ""
}

// Habits are commands and options of other tools that gesso does not have.
type Habits struct {
	Commands map[string]Habit // by name, of one word or two
	// Options are keyed by the option's name, or by a command's name, a space and the
	// option's name if it means something else there. Before any command, that name is "".
	Options map[string]Habit
}

// answer returns the error for a command that Terraform has and gesso does not, or nil.
func (h Habits) answer(args []string) error {
	for n := min(2, len(args)); n > 0; n-- {
		if habit, ok := h.Commands[strings.Join(args[:n], " ")]; ok {
			return Misuse(habit.Answer, habit.Hint)
		}
	}
	return nil
}

// missingOption returns the message and hint about an option that a command does not have.
// The command's name is "" for gesso itself.
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

// programOf returns what is typed to run a command.
func programOf(command string) string { return strings.TrimSpace("gesso " + command) }

// ownersOf returns the commands that have an option.
func (p *Program) ownersOf(option string) []string {
	var owners []string
	for _, c := range p.Commands {
		if !c.Hidden && c.flagSet().Lookup(option) != nil {
			owners = append(owners, "gesso "+c.Name)
		}
	}
	return owners
}

// extra is the error of too many arguments.
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
