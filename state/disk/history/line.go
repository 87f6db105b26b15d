package history

import (
	"errors"

	"gesso/state"
	"gesso/state/text"
)

// same replaces values that can be computed from the rest of a line: most of a record is
// hashes.
const same = "="

// frame encodes a line of the file.
func frame(l line) ([]byte, error) {
	if l.Change != nil && l.Change.Record != nil {
		c := *l.Change
		c.Record = compact(c.Record)
		l.Change = &c
	}
	return text.Frame(l)
}

// parse is the inverse of frame. The error says that the line is damaged.
func parse(data []byte) (line, error) {
	content, whole := text.Unframe(data)
	if !whole {
		return line{}, errDamaged
	}
	var l line
	if err := text.Unmarshal(content, &l); err != nil {
		return line{}, err
	}
	switch {
	case l.Run != nil && l.Change == nil:
		return l, nil
	case l.Change == nil || l.Run != nil || l.Change.Address == "":
		return line{}, errDamaged
	}
	if r := l.Change.Record; r != nil {
		expand(r, l.Change.Address)
		if !r.HasPicture() {
			return line{}, errDamaged
		}
		if err := r.Check(); err != nil {
			return line{}, err
		}
		r.Tidy()
	}
	return l, nil
}

var errDamaged = errors.New("a line is damaged")

func compact(r *state.Record) *state.Record {
	c := *Bare(r)
	c.Address = ""
	if c.Request != nil {
		if c.Key == c.Request.Key() {
			c.Key = same
		}
		q := *c.Request
		if q.PromptHash == state.HashPrompt(q.Prompt) {
			q.PromptHash = same
		}
		c.Request = &q
	}
	if c.Output == c.Artifact {
		c.Output = same
	}
	return &c
}

func expand(r *state.Record, address string) {
	r.Address = address
	if q := r.Request; q != nil {
		if q.PromptHash == same {
			q.PromptHash = state.HashPrompt(q.Prompt)
		}
		if r.Key == same {
			r.Key = q.Key()
		}
	}
	if r.Output == same {
		r.Output = r.Artifact
	}
}
