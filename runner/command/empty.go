package command

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"gesso/runner/report/quote"
)

// unset is the mistake of an option that is given as a text without characters, or nil.
// A variable of a script that is not set reads so, and to take it for an option that is
// not given would do something else than what the script is for.
func (p *Program) unset(set *flag.FlagSet) error {
	var err error
	set.Visit(func(f *flag.Flag) {
		value, ok := f.Value.(flag.Getter)
		if !ok || err != nil {
			return
		}
		if text, ok := value.Get().(string); ok && strings.TrimSpace(text) == "" {
			err = Misuse(fmt.Sprintf("invalid value %q for flag -%s: it is empty", text, f.Name), programOf(set.Name())+" -help")
		}
	})
	return err
}

// emptyArgument is the same mistake of an argument, or nil.
func emptyArgument(command string, args []string) error {
	for i, arg := range args {
		if strings.TrimSpace(arg) == "" {
			return Misuse(fmt.Sprintf("argument %d of gesso %s is %q: is a variable of the shell not set?", i+1, command, arg), programOf(command)+" -help")
		}
	}
	return nil
}

// checkDir holds -chdir against what is there, before a command says of a file that it
// cannot be opened.
func (a *App) checkDir() error {
	info, err := os.Stat(a.Dir)
	switch {
	case os.IsNotExist(err):
		return Misuse("-chdir: there is no directory "+quote.Line(a.Dir), "")
	case err != nil:
		return fmt.Errorf("-chdir: %w", err)
	case !info.IsDir():
		return Misuse("-chdir: "+quote.Line(a.Dir)+" is no directory", "")
	}
	return nil
}

// Selects reports whether a word of a command line reads as a pattern for images.
func Selects(word string) bool {
	for _, begin := range []string{"image.", "module.", "tag:"} {
		if strings.HasPrefix(word, begin) {
			return true
		}
	}
	return false
}
