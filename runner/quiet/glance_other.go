//go:build !(linux || darwin || freebsd)

package quiet

import (
	"errors"
	"os"
)

func workers() int { return 1 }

// A glance sees nothing where anybody can set all times of a file.
type glance struct{ newest int64 }

var errBlind = errors.New("this system has no change times of files")

func (g *glance) look(*sight) (sum, error) { return sum{}, errBlind }

func target(string) (sum, error) { return sum{}, errBlind }

func openRegular(string) (*os.File, error) { return nil, errBlind }
