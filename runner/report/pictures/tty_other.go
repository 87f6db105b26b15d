//go:build !unix

package pictures

import (
	"errors"
	"os"
	"time"
)

// tty is a terminal that can be asked; there is none on this system.
type tty struct{}

func openTTY() (*tty, error) { return nil, errors.ErrUnsupported }

func (*tty) Write([]byte) (int, error) { return 0, errors.ErrUnsupported }

func (*tty) Read([]byte, time.Duration) (int, error) { return 0, errors.ErrUnsupported }

func (*tty) Close() {}

func cellOf(*os.File) (width, height int) { return 0, 0 }
