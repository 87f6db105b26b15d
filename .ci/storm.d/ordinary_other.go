//go:build !linux

package main

import (
	"errors"
	"os"
)

// becomeOrdinary fails for root, whom no permission stops here.
func becomeOrdinary() error {
	if os.Geteuid() == 0 {
		return errors.ErrUnsupported
	}
	return nil
}
