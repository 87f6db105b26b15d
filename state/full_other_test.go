//go:build !unix

package state

import "errors"

func fillDisk(string) error { return errors.ErrUnsupported }
