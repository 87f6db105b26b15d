// Package editor reads lines that a user types at a terminal, with editing and a history.
//
//	e := editor.New(os.Stdin, os.Stderr)
//	for {
//		line, err := e.Read(ctx, "> ")
//		switch {
//		case errors.Is(err, editor.ErrGivenUp): // control-C: the next line
//		case err != nil: // io.EOF after control-D
//			return err
//		…
//
// The tab key uses the editor's Complete, if it is set.
//
// The terminal is in raw mode only while a line is typed, so that everything else can be
// printed as usual. The package is not for input from a file or a pipe.
package editor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// ErrGivenUp says that control-C was typed in a line.
var ErrGivenUp = errors.New("given up")

// Editor reads lines from a terminal, with a history. It is not safe for concurrent use.
type Editor struct {
	// Complete returns the candidates for replacing text[at:], where text is the line up to
	// the cursor. Nil completes nothing.
	Complete func(text string) (at int, candidates []string)

	in       *os.File
	keyboard *keyboard
	out      io.Writer
	terminal *term.Terminal
}

// New makes an editor that reads from a terminal and echoes to out.
func New(in *os.File, out io.Writer) *Editor {
	e := &Editor{in: in, keyboard: &keyboard{Reader: in}, out: out}
	e.start()
	return e
}

// start makes the terminal anew and keeps the history: after an interrupt, the old one
// still holds half a line.
func (e *Editor) start() {
	before := e.terminal
	e.terminal = term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{e.keyboard, e.out}, "")
	e.terminal.AutoCompleteCallback = e.key
	if before != nil {
		e.terminal.History = before.History
	}
}

// Read reads one line. It returns io.EOF when there is no more, ErrGivenUp after control-C,
// and the context's error when that ends.
func (e *Editor) Read(ctx context.Context, prompt string) (string, error) {
	fd := int(e.in.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return "", err
	}
	defer term.Restore(fd, before)
	if width, height, err := term.GetSize(fd); err == nil && width > 0 {
		_ = e.terminal.SetSize(width, height) // otherwise lines wrap at 80 cells
	}
	e.terminal.SetPrompt(prompt)
	e.terminal.SetBracketedPasteMode(true)
	defer e.terminal.SetBracketedPasteMode(false)

	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := e.terminal.ReadLine()
		answers <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case got := <-answers:
		return e.outcome(got.line, got.err)
	}
}

// outcome returns what the end of a line means.
func (e *Editor) outcome(line string, err error) (string, error) {
	switch {
	case errors.Is(err, term.ErrPasteIndicator):
		return line, nil // a pasted line is a line like any other
	case err == nil:
		return line, nil
	case errors.Is(err, io.EOF) && e.keyboard.interrupted:
		fmt.Fprint(e.out, "^C\r\n")
		e.start()
		return "", ErrGivenUp
	}
	fmt.Fprint(e.out, "\r\n")
	return "", err
}

// keyboard notes whether control-C was among the last keys: package term returns the same
// error for it and for control-D.
type keyboard struct {
	io.Reader
	interrupted bool
}

func (k *keyboard) Read(p []byte) (int, error) {
	n, err := k.Reader.Read(p)
	if n > 0 {
		k.interrupted = bytes.IndexByte(p[:n], 3) >= 0
	}
	return n, err
}
