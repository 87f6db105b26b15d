package savedplan

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gesso/runner/plan"
)

// The most that is read: of a file, and of what it holds. A plan of 100,000 changes
// with long prompts is some ten megabytes, and some hundred unpacked.
const (
	mostBytes    = 128 << 20
	mostUnpacked = 1 << 30
	mostHeader   = 256
)

// Error is a file that is not the plan file that somebody wrote.
type Error struct {
	Name    string
	Problem string // lower case, no full stop
	NoPlan  bool   // it is no plan file at all
}

func (e *Error) Error() string { return e.Name + " " + e.Problem }

// VersionError is a plan file of a newer gesso.
type VersionError struct {
	Name    string
	Version int
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s is a plan file of version %d, which a newer gesso wrote, and this one reads version %d", e.Name, e.Version, Version)
}

// Decode is the inverse of Encode. The name is for messages. The error is an *Error or
// a *VersionError.
func Decode(name string, data []byte) (*File, error) {
	h, body, err := split(name, data)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	switch {
	case len(body) < h.Bytes:
		return nil, &Error{Name: name, Problem: fmt.Sprintf("is cut off: it has %d of %d bytes", len(body), h.Bytes)}
	case len(body) > h.Bytes || hex.EncodeToString(sum[:]) != h.SHA256:
		return nil, &Error{Name: name, Problem: "is damaged or was changed: its checksum differs"}
	}
	f, err := decode(flate.NewReader(bytes.NewReader(body)))
	if err != nil {
		return nil, &Error{Name: name, Problem: "is not what gesso writes into a plan file: " + err.Error()}
	}
	return f, nil
}

// split takes the first line off a plan file.
func split(name string, data []byte) (header, []byte, error) {
	var h header
	end := bytes.IndexByte(data[:min(len(data), mostHeader)], '\n') + 1
	if end == 0 {
		if isPlan(data) {
			return h, nil, &Error{Name: name, Problem: "is cut off in its first line"}
		}
		return h, nil, noPlan(name)
	}
	line := data[:end]
	switch err := json.Unmarshal(line, &h); {
	case err != nil && isPlan(data):
		return h, nil, &Error{Name: name, Problem: "is damaged in its first line"}
	case err != nil || h.Gesso != format:
		return h, nil, noPlan(name)
	case h.Version > Version:
		return h, nil, &VersionError{name, h.Version}
	case h.Version < 1 || !bytes.Equal(line, h.line()):
		return h, nil, &Error{Name: name, Problem: "is damaged in its first line"}
	}
	return h, data[end:], nil
}

func noPlan(name string) error {
	return &Error{Name: name, Problem: "is no plan file of gesso's", NoPlan: true}
}

// isPlan reports whether data begins as plan files do.
func isPlan(data []byte) bool {
	return bytes.HasPrefix(data, []byte(`{"gesso":"`+format+`"`))
}

// decode reads what encode wrote.
func decode(r io.Reader) (*File, error) {
	limited := &io.LimitedReader{R: r, N: mostUnpacked}
	values := json.NewDecoder(limited)
	values.DisallowUnknownFields()
	var c content
	if err := values.Decode(&c); err != nil {
		return nil, bounded(limited, err)
	}
	if c.Rest == nil || len(c.Rest.Changes)+len(c.Rest.Unchanged) > 0 {
		return nil, errors.New("its plan is not there")
	}
	f := c.File
	f.Plan = c.Rest
	for _, list := range []struct {
		n  int
		to *[]*plan.Change
	}{{c.Changes, &f.Plan.Changes}, {c.Unchanged, &f.Plan.Unchanged}} {
		for range list.n {
			change := new(plan.Change)
			if err := values.Decode(change); err != nil {
				return nil, bounded(limited, err)
			}
			expand(change)
			*list.to = append(*list.to, change)
		}
	}
	if _, err := values.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more than it says")
	}
	return &f, errors.Join(f.checkContents(), check(f.Plan))
}

// checkContents refuses what is no object where only one is written, so that whoever
// reads it later need not tell of the file.
func (f *File) checkContents() error {
	for _, v := range f.Values {
		if v.Content != nil && v.Content[0] != '{' {
			return fmt.Errorf("the value of %.100q is written otherwise", v.Name)
		}
	}
	if f.Results != nil && f.Results[0] != '{' {
		return errors.New("what becomes of the outputs is written otherwise")
	}
	return nil
}

func bounded(r *io.LimitedReader, err error) error {
	if r.N <= 0 {
		return fmt.Errorf("it holds more than %d bytes", mostUnpacked)
	}
	return err
}
