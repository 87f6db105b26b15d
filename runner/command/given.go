package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gesso/runner/report/quote"
)

// Stdin is the file name that means standard input.
const Stdin = "-"

// Given calls read with a file that an option names, relative to the directory; Stdin is
// standard input. A pipe (as from the shell's <(...)) or device is waited for until the
// invocation's context ends, so the caller must not hold a lock. The error is that of
// opening, that of read, or a misuse.
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
	defer file.Close() // opened for reading only
	return read(file)
}

// waited calls do, which may block forever, until the context ends. The results of do may
// be used only if there is no error: after an interrupt it may still be running.
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
