package command

import (
	"bufio"
	"context"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"golang.org/x/term"
)

// Interactive reports whether there is a user to ask. It is false with -json.
func (a *App) Interactive() bool {
	in, ok := a.Stdin.(*os.File)
	return ok && !a.AsJSON() && term.IsTerminal(int(in.Fd())) && a.Err.Terminal()
}

// ReadSecret reads a line without echo. The echo is on again when it returns, even after an
// interrupt: the signal ends the prompt, not the process, which would leave the shell
// without echo. Without a terminal it is ReadLine.
func (a *App) ReadSecret() (string, error) {
	file, ok := a.Stdin.(*os.File)
	if !ok {
		return a.ReadLine(a.ctx)
	}
	fd := int(file.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	type answer struct {
		secret []byte
		err    error
	}
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGQUIT) // otherwise Ctrl-\ would end the process with the echo off
	defer signal.Stop(quit)
	answers := make(chan answer, 1)
	go func() {
		secret, err := term.ReadPassword(fd)
		answers <- answer{secret, err}
	}()
	select {
	case <-a.ctx.Done():
		_ = term.Restore(fd, before) // nothing can be done about an error
		return "", a.ctx.Err()
	case <-quit: // as for an interrupt: this ends all prompts
		_ = term.Restore(fd, before)
		if self, err := os.FindProcess(os.Getpid()); err == nil && self.Signal(os.Interrupt) == nil {
			<-a.ctx.Done()
		}
		return "", context.Canceled
	case got := <-answers:
		return string(got.secret), got.err
	}
}

// ReadLine reads a line from standard input, or returns the context's error.
func (a *App) ReadLine(ctx context.Context) (string, error) {
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := bufio.NewReader(a.Stdin).ReadString('\n')
		answers <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case got := <-answers:
		line := strings.TrimSpace(got.line)
		if line == "" && got.err != nil {
			return "", got.err
		}
		return line, nil
	}
}
