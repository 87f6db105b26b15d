package command

import (
	"errors"
	"flag"
)

// Choice adds an option that is true or false, and sets a variable to one of two values.
func Choice[T any](set *flag.FlagSet, name, usage string, to *T, yes, no T) {
	set.BoolFunc(name, usage, func(text string) error {
		switch text {
		case "true", "1":
			*to = yes
		case "false", "0":
			*to = no
		default:
			return errors.New("true or false")
		}
		return nil
	})
}
