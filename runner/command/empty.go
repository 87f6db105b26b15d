package command

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"gesso/runner/report/quote"
)

// unset returns an error if an option has an empty value. A script with an unset variable
// looks like that, and ignoring the option would do something that the script does not
// mean.
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

// emptyArgument returns an error if an argument is empty, for the same reason.
func emptyArgument(command string, args []string) error {
	for i, arg := range args {
		if strings.TrimSpace(arg) == "" {
			return Misuse(fmt.Sprintf("argument %d of gesso %s is %q: is a variable of the shell not set?", i+1, command, arg), programOf(command)+" -help")
		}
	}
	return nil
}

// checkDir checks that -chdir names a directory, so that no command complains about a file
// in it instead.
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

// Selects reports whether a word looks like a pattern for images.
func Selects(word string) bool {
	for _, begin := range []string{"image.", "module.", "tag:"} {
		if strings.HasPrefix(word, begin) {
			return true
		}
	}
	return false
}
