package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"gesso/runner/sandbox"
)

// server is a gesso sandbox in a process of its own.
type server struct {
	cmd  *exec.Cmd
	url  string
	said chan string // what it printed after its address, when it has ended
}

// serve starts a sandbox at a free port.
func serve(self, dir string, weather sandbox.Weather) (*server, error) {
	text, err := json.Marshal(weather)
	if err != nil {
		return nil, err
	}
	s := &server{said: make(chan string, 1), cmd: exec.Command(self, "sandbox", string(text))}
	s.cmd.Env = append(os.Environ(), "TMPDIR="+dir) // its uploads
	stderr, err := s.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(stderr)
	line, err := reader.ReadString('\n')
	go func() {
		rest, _ := io.ReadAll(reader)
		s.said <- string(rest)
	}()
	_, url, found := strings.Cut(strings.TrimSpace(line), " at ")
	if err != nil || !found {
		return nil, errors.Join(fmt.Errorf("the sandbox %s did not start: %s", text, line), s.stop())
	}
	s.url = url
	return s, nil
}

// host is the program of a server: a sandbox in the weather that it is told, whose pictures
// are small.
func host(text string) error {
	var weather sandbox.Weather
	if err := json.Unmarshal([]byte(text), &weather); err != nil {
		return err
	}
	options, err := weather.Options()
	if err != nil {
		return err
	}
	options.Sketch = true
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "the sandbox is at http://%s\n", listener.Addr())
	return sandbox.Serve(context.Background(), listener, options)
}

// stop ends the sandbox. It has nothing to say: a word of it is a panic, or a race.
func (s *server) stop() error {
	_ = s.cmd.Process.Kill()
	said := <-s.said
	_ = s.cmd.Wait()
	if said != "" {
		return fmt.Errorf("the sandbox said: %s", said)
	}
	return nil
}

// books asks what the sandbox was asked.
func (s *server) books() (sandbox.Books, error) {
	var books sandbox.Books
	response, err := http.Get(s.url + "/sandbox/requests")
	if err != nil {
		return books, err
	}
	defer response.Body.Close()
	return books, json.NewDecoder(response.Body).Decode(&books)
}

// settledBooks are the books when what a killed gesso sent has been dealt with: a
// decision that is made before that is a user's mistake, and not of interest here.
func (s *server) settledBooks() (sandbox.Books, error) {
	last, err := s.books()
	for quiet := 0; err == nil && quiet < 3; quiet++ {
		time.Sleep(15 * time.Millisecond)
		var now sandbox.Books
		if now, err = s.books(); now.Requests != last.Requests || len(now.Calls) != len(last.Calls) {
			quiet = 0
		}
		last = now
	}
	return last, err
}

// freePort finds an address that nobody listens at.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// picture is the name of the picture that a link leads to.
func picture(link string) string {
	link, _, _ = strings.Cut(link, "?")
	return filepath.Base(link)
}
