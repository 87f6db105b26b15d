package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gesso/runner/report/quote"
)

// Stdin is the name under which an option takes standard input for a file.
const Stdin = "-"

// Given has read read a file that an option names, relative to the directory; Stdin is standard
// input. A pipe and a device are read as well, as a shell gives them by <(...): whoever names
// one waits for its other end, until the context of the invocation ends. The caller owes it
// to call this before it holds a lock. The error is one of opening, read's, or a misuse.
func (a *App) Given(option, name string, read func(io.Reader) error) error {
	if name == Stdin {
		if a.stdinOf != "" {
			return Misuse(fmt.Sprintf("standard input is there once: %s=- has read it, and nothing is left for %s=-", a.stdinOf, option), "")
		}
		a.stdinOf = option
		return a.waited(func() error { return read(a.Stdin) })
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(a.Dir, path)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a directory", quote.Line(name))
	case info.Mode().IsRegular():
		return opened(path, read)
	}
	return a.waited(func() error { return opened(path, read) })
}

func opened(path string, read func(io.Reader) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close() // nothing was written
	return read(file)
}

// waited does what may wait without end. What it reads must be taken only where there is
// no error: after an interrupt it is still at work.
func (a *App) waited(do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case <-a.ctx.Done():
		return a.ctx.Err()
	case err := <-done:
		return err
	}
}
