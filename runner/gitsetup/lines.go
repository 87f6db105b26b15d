package gitsetup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"gesso/spec/filename"
)

// maxFile bounds a file of git's that is read.
const maxFile = 1 << 20

// addLine adds a line to a file of the directory unless says finds one there that says
// it already, or something else about the same.
func addLine(dir, name, line string, says func(fields []string, line string) (about, same bool)) Step {
	step := Step{Name: name, Line: line, Outcome: Undone}
	root, err := os.OpenRoot(filename.Folder(dir))
	if err != nil {
		step.Why = err.Error()
		return step
	}
	defer root.Close()
	data, err := read(root, name)
	if err != nil {
		step.Why = err.Error()
		return step
	}
	for text := range strings.Lines(string(data)) {
		text = strings.TrimSpace(text)
		if about, same := says(strings.Fields(text), line); same {
			step.Outcome, step.Line = Already, text
			return step
		} else if about {
			step.Outcome, step.Why = Left, text
		}
	}
	if step.Outcome == Left {
		return step
	}
	end := "\n"
	if bytes.Contains(data, []byte("\r\n")) {
		end = "\r\n"
	}
	added := line + end
	if len(data) > 0 && data[len(data)-1] != '\n' {
		added = end + added
	}
	if err := extend(root, name, added); err != nil {
		step.Why = err.Error()
		return step
	}
	step.Outcome = Written
	return step
}

// read returns the content of a file, nil where there is none. What is no file is an
// error: opening a pipe would wait.
func read(root *os.Root, name string) ([]byte, error) {
	info, err := root.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := root.Lstat(name); err == nil {
			return nil, fmt.Errorf("%s is a link that leads nowhere", name)
		}
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a file", name)
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%s is larger than %d bytes", name, maxFile)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}

func extend(root *os.Root, name, text string) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// attributed reports whether a line of .gitattributes says how gesso.state is merged.
func attributed(fields []string, line string) (about, same bool) {
	if len(fields) < 2 || !matches(fields[0]) {
		return false, false
	}
	want := strings.Fields(line)[1]
	for _, attribute := range fields[1:] {
		name, _, _ := strings.Cut(strings.TrimLeft(attribute, "-!"), "=")
		if name == "merge" || name == "binary" {
			about, same = true, attribute == want
		}
	}
	return about, same
}

// ended reports whether a line of .gitattributes says which line ends gesso.state has. Where
// git may choose, a checkout on Windows has others than what gesso writes there, and git tells
// of a change that it cannot show.
func ended(fields []string, _ string) (about, same bool) {
	if len(fields) < 2 || !matches(fields[0]) {
		return false, false
	}
	for _, attribute := range fields[1:] {
		switch name, _, _ := strings.Cut(strings.TrimLeft(attribute, "-!"), "="); {
		case attribute == "eol=lf", attribute == "-text", attribute == "binary":
			about, same = true, true
		case name == "eol", name == "crlf":
			about, same = true, false
		}
	}
	return about, same
}

// matches reports whether a pattern of git's is about gesso.state in its directory.
func matches(pattern string) bool {
	pattern = strings.TrimPrefix(strings.TrimPrefix(pattern, "**"), "/")
	if strings.Trim(pattern, "*") == "" {
		return false // everything: what is said of it was not said about this file
	}
	is, err := path.Match(pattern, "gesso.state")
	return is && err == nil
}

// ignored reports whether a line of .gitignore is about .gesso.
func ignored(fields []string, _ string) (about, same bool) {
	if len(fields) != 1 {
		return false, false
	}
	pattern, kept := strings.CutPrefix(fields[0], "!")
	pattern = strings.TrimPrefix(strings.TrimPrefix(pattern, "**"), "/")
	is := strings.TrimSuffix(pattern, "/") == ".gesso"
	return is, is && !kept
}
