//go:build !linux

package cli_test

import "errors"

func becomeOrdinary() error { return errors.ErrUnsupported }
