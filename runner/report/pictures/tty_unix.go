//go:build unix

package pictures

import (
	"errors"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// tty is the controlling terminal of the process, in raw mode.
type tty struct {
	file   *os.File
	before *term.State
}

// openTTY opens the terminal and puts it into raw mode. It fails if there is none, or if
// the process is not in its foreground.
func openTTY() (*tty, error) {
	file, err := os.OpenFile("/dev/tty", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, err
	}
	fd := int(file.Fd()) // makes reads block: see Read
	group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	if err == nil && group != unix.Getpgrp() {
		err = errors.New("the process is in the background")
	}
	var before *term.State
	if err == nil {
		before, err = term.MakeRaw(fd)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return &tty{file, before}, nil
}

func (t *tty) Write(p []byte) (int, error) { return t.file.Write(p) }

// Read implements line.
func (t *tty) Read(p []byte, wait time.Duration) (int, error) {
	fd := int(t.file.Fd())
	var ready unix.FdSet
	ready.Set(fd)
	limit := unix.NsecToTimeval(wait.Nanoseconds())
	n, err := unix.Select(fd+1, &ready, nil, nil, &limit)
	switch {
	case errors.Is(err, unix.EINTR), err == nil && n == 0:
		return 0, nil
	case err != nil:
		return 0, err
	}
	n, err = t.file.Read(p)
	if n == 0 && err == nil {
		err = io.EOF
	}
	return n, err
}

// Close restores the terminal's mode.
func (t *tty) Close() {
	_ = term.Restore(int(t.file.Fd()), t.before) // nothing can be done about an error
	t.file.Close()
}

// cellOf returns the size of a terminal's cell in pixels as the system knows it, or 0, 0.
func cellOf(file *os.File) (width, height int) {
	size, err := unix.IoctlGetWinsize(int(file.Fd()), unix.TIOCGWINSZ)
	if err != nil || size.Col == 0 || size.Row == 0 {
		return 0, 0
	}
	return int(size.Xpixel / size.Col), int(size.Ypixel / size.Row)
}
