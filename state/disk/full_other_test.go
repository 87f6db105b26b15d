//go:build !unix

package disk

import "errors"

func fillDisk(string) error { return errors.ErrUnsupported }
