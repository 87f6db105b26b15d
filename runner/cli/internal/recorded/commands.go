package recorded

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"gesso/runner/command"
	"gesso/runner/records"
	"gesso/runner/selection"
	"gesso/runner/session"
	"gesso/state/disk"
)

// Commands returns the commands of gesso state, in the order of help.
func Commands() []*command.Command {
	return []*command.Command{List(), Show(), Move(), Remove(), Merge()}
}

// patterns explains addresses in the help.
const patterns = `An ADDRESS is that of an image, of a block or a module (all that is in it), or has
wildcards: image.hero["a*"].`

// mistake adds a hint to an error.
func mistake(err error) error {
	var refused *records.RefusedError
	var unknown *selection.UnknownError
	switch {
	case errors.As(err, &refused):
		return command.Misuse(err.Error(), refused.Hint)
	case errors.As(err, &unknown) && len(unknown.Meant) != 1:
		return command.Misuse(err.Error(), "gesso state list")
	}
	return err
}

// open opens the state for one of the commands. Nil options are none. The caller must call
// Close.
func open(a *command.App, o *session.Options, name string, how session.Access) (*session.Session, error) {
	s := session.New(a, nil, o)
	if err := s.OpenState(name, how); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// line returns an address that fits on a line of its own. One that gesso did not write is
// quoted if it must be.
func line(address string) string {
	if strings.IndexFunc(address, unicode.IsControl) < 0 {
		return address
	}
	return strconv.Quote(address)
}

// kept says how to undo what was changed.
func kept(a *command.App, w *disk.Workspace, copied string) {
	if copied != "" {
		session.SayKept(a.Out, w, copied)
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
