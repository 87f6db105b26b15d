package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"
)

// field is one member of a JSON object. Names are compared as they are written, which
// encoding/json would not do, and a name that comes twice is a mistake.
type field struct {
	name  string
	value json.RawMessage
}

func has(fields []field, name string) bool {
	return slices.ContainsFunc(fields, func(f field) bool { return f.name == name })
}

// object reads the object that a line begins with, and returns what is behind it.
func object(line []byte) (fields []field, rest []byte, err error) {
	in := json.NewDecoder(bytes.NewReader(line))
	if open, err := in.Token(); err != nil || open != json.Delim('{') {
		return nil, nil, errors.New("it is no JSON object")
	}
	for in.More() {
		name, err := in.Token()
		if err != nil {
			return nil, nil, broken(err)
		}
		f := field{name: name.(string)}
		if err := in.Decode(&f.value); err != nil {
			return nil, nil, broken(err)
		}
		if has(fields, f.name) {
			return nil, nil, fmt.Errorf("the field %q is there twice", f.name)
		}
		fields = append(fields, f)
	}
	if _, err := in.Token(); err != nil {
		return nil, nil, broken(err)
	}
	return fields, line[in.InputOffset():], nil
}

// broken says of a line that it is no JSON, without the words of a decoder about bytes of
// somebody else's.
func broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the line is cut off")
	}
	return errors.New("it is no JSON")
}

// into reads fields to where they belong. A field that has no place is a mistake.
func into(fields []field, places map[string]any) error {
	for _, f := range fields {
		place, known := places[f.name]
		if !known {
			return fmt.Errorf("the field %q is none of this version", f.name)
		}
		if string(f.value) == "null" || json.Unmarshal(f.value, place) != nil {
			return fmt.Errorf("the field %q is no %s", f.name, kindOf(place))
		}
	}
	return nil
}

func kindOf(place any) string {
	switch place.(type) {
	case *int:
		return "whole number"
	case *time.Time:
		return "time such as 2026-11-26T10:00:00Z"
	}
	return "text"
}

func (p *parser) readHeader(fields []field) (Header, error) {
	var h Header
	what, number := "", 0
	places := map[string]any{"gesso": &what, "version": &number, "gallery": &h.Gallery, "reviewer": &h.Reviewer, "made": &h.Made}
	// A newer version may have fields of its own: its number is asked first.
	for _, f := range fields {
		if f.name == "version" && json.Unmarshal(f.value, &number) == nil && number > version {
			return h, &VersionError{p.at, number}
		}
	}
	if err := into(fields, places); err != nil {
		return h, p.problem("%s", err)
	}
	switch {
	case what != "decisions":
		return h, p.problem("it is a file of gesso's with %q, and none of decisions", what)
	case number != version:
		return h, p.problem("the version is %d, and not %d", number, version)
	case utf8.RuneCountInString(h.Reviewer) > MaxName || utf8.RuneCountInString(h.Gallery) > MaxName:
		return h, p.problem("a name is longer than %d characters", MaxName)
	}
	return h, nil
}

func (p *parser) readDecision(fields []field) (Decision, error) {
	d := Decision{Header: p.header, Where: p.at, header: p.headers}
	err := into(fields, map[string]any{
		"address": &d.Address, "artifact": &d.Artifact, "verdict": (*string)(&d.Verdict), "takes": &d.Takes, "take": &d.Take, "note": &d.Note,
	})
	if err == nil {
		err = d.check(has(fields, "takes"), has(fields, "take"))
	}
	if err != nil {
		return d, p.problem("%s", err)
	}
	if d.Verdict == Again {
		d.Takes = max(1, d.Takes)
	}
	return d, nil
}

// check is what is wrong with a decision by itself.
func (d *Decision) check(takes, take bool) error {
	switch {
	case d.Address == "":
		return errors.New("the address is missing")
	case utf8.RuneCountInString(d.Address) > MaxAddress:
		return fmt.Errorf("the address is longer than %d characters", MaxAddress)
	case d.Artifact == "":
		return errors.New("the artifact is missing: the SHA-256 of the picture that is decided about")
	case !isHash(d.Artifact):
		return errors.New("the artifact is no SHA-256: 64 digits of 0-9 and a-f")
	case d.Verdict == "":
		return errors.New("the verdict is missing: approve, reject, again or select")
	case !slices.Contains(verdicts(), d.Verdict):
		return fmt.Errorf("the verdict %q is none of approve, reject, again and select", d.Verdict)
	case takes && d.Verdict != Again:
		return fmt.Errorf("takes are pictures to buy: they go with again, and not with %s", d.Verdict)
	case takes && (d.Takes < 1 || d.Takes > MaxTakes):
		return fmt.Errorf("%d takes are none that can be bought at once: 1 to %d", d.Takes, MaxTakes)
	case take && d.Verdict != Select:
		return fmt.Errorf("a take is the picture to select: it goes with select, and not with %s", d.Verdict)
	case d.Verdict == Select && !isHash(d.Take):
		return errors.New("select needs a take: the SHA-256 of the picture that is to be the current one")
	case utf8.RuneCountInString(d.Note) > MaxNote:
		return fmt.Errorf("the note is longer than %d characters", MaxNote)
	}
	return nil
}

func isHash(text string) bool {
	if len(text) != 64 {
		return false
	}
	return !bytes.ContainsFunc([]byte(text), func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'f') })
}
