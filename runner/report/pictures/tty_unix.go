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

// tty is the terminal that a process was started in, in raw mode.
type tty struct {
	file   *os.File
	before *term.State
}

// openTTY opens the terminal and takes its mode. Where there is none, or another process
// is at work in it, there is nobody to ask.
func openTTY() (*tty, error) {
	file, err := os.OpenFile("/dev/tty", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, err
	}
	fd := int(file.Fd()) // which makes it block: see Read
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

// Close gives the terminal its mode back.
func (t *tty) Close() {
	_ = term.Restore(int(t.file.Fd()), t.before) // there is nothing to be done where it fails
	t.file.Close()
}

// cellOf is how many pixels a cell of a terminal has by the system; 0 where it does not
// say.
func cellOf(file *os.File) (width, height int) {
	size, err := unix.IoctlGetWinsize(int(file.Fd()), unix.TIOCGWINSZ)
	if err != nil || size.Col == 0 || size.Row == 0 {
		return 0, 0
	}
	return int(size.Xpixel / size.Col), int(size.Ypixel / size.Row)
}
