package text

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"gesso/state"
)

// A plainReader reads lines of records that hold texts, numbers and a time and nothing
// else, as nearly all do: the work of encoding/json is most of what a plan of many images
// takes. Whatever it is not sure of it leaves to that, and so all that is wrong.
type plainReader struct {
	words map[string]string // that come again in many records, and take no room again

	line  []byte
	at    int
	odd   bool
	texts []found // in the line
}

// found is a text of a line, and where it goes.
type found struct {
	target *string
	text   []byte
	like   *string // where an equal one goes that stands before it; nil: there is none
}

// record reads a line, with the checksum that it says. It reports false where encoding/json
// has to.
func (p *plainReader) record(line []byte) (r *state.Record, sum string, ok bool) {
	p.line, p.at, p.odd, p.texts = line, 0, false, p.texts[:0]
	r = new(state.Record)
	p.object(func(name string) { p.field(r, &sum, name) })
	if p.odd || p.at != len(line) {
		return nil, "", false
	}
	p.share()
	return r, sum, true
}

func (p *plainReader) field(r *state.Record, sum *string, name string) {
	switch name {
	case "address":
		p.text(&r.Address)
	case "request":
		if r.Request != nil {
			p.odd = true
			return
		}
		r.Request = new(state.Request)
		p.object(func(name string) { p.requested(r.Request, name) })
	case "key":
		p.text((*string)(&r.Key))
	case "artifact":
		p.text(&r.Artifact)
	case "format":
		p.word(&r.Format)
	case "width":
		r.Width = p.number(r.Width)
	case "height":
		r.Height = p.number(r.Height)
	case "bytes":
		r.Bytes = int64(p.number(int(r.Bytes)))
	case "position":
		r.Position = p.number(r.Position)
	case "task_id":
		p.text(&r.Task)
	case "trace_id":
		p.text(&r.TraceID)
	case "url":
		p.text(&r.URL)
	case "seed":
		p.text(&r.Seed)
	case "generated_at":
		quoted := p.quoted()
		p.odd = p.odd || !r.Generated.IsZero() || r.Generated.UnmarshalJSON(quoted) != nil
	case "provider":
		p.word(&r.Provider)
	case "path":
		p.text(&r.Path)
	case "output_sha256":
		p.text(&r.Output)
	case "crc32c":
		p.text(sum)
	default:
		p.odd = true
	}
}

func (p *plainReader) requested(q *state.Request, name string) {
	switch name {
	case "kind":
		p.word(&q.Kind)
	case "action":
		p.word(&q.Action)
	case "prompt":
		p.text(&q.Prompt)
	case "prompt_sha256":
		p.text(&q.PromptHash)
	case "model":
		p.word(&q.Model)
	case "size":
		p.word(&q.Size)
	case "take":
		q.Take = p.number(q.Take)
	default:
		p.odd = true
	}
}

// object reads an object without white space, of which each field is read by its name.
func (p *plainReader) object(field func(name string)) {
	p.sign('{')
	for !p.odd {
		name := p.quoted()
		p.sign(':')
		if p.odd {
			return
		}
		word, known := p.words[string(name)]
		if !known {
			word = string(name)
			p.words[word] = word
		}
		field(word[1 : len(word)-1])
		if p.at < len(p.line) && p.line[p.at] == '}' {
			p.at++
			return
		}
		p.sign(',')
	}
}

func (p *plainReader) sign(c byte) {
	if p.odd || p.at >= len(p.line) || p.line[p.at] != c {
		p.odd = true
		return
	}
	p.at++
}

// quoted takes a text that is written in JSON as it is, with its quotes.
func (p *plainReader) quoted() []byte {
	start := p.at
	p.sign('"')
	if p.odd {
		return nil
	}
	n := bytes.IndexByte(p.line[p.at:], '"')
	if n < 0 {
		p.odd = true
		return nil
	}
	p.at += n + 1
	ascii := true
	for _, c := range p.line[start+1 : p.at-1] {
		if c < ' ' || c == '\\' {
			p.odd = true
			return nil
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	p.odd = !ascii && !utf8.Valid(p.line[start:p.at])
	return p.line[start:p.at]
}

func (p *plainReader) text(target *string) {
	quoted := p.quoted()
	if p.odd {
		return
	}
	t := found{target: target, text: quoted[1 : len(quoted)-1]}
	for i := range p.texts {
		p.odd = p.odd || p.texts[i].target == target // it is there twice
		if bytes.Equal(p.texts[i].text, t.text) {
			t.like = p.texts[i].target
		}
	}
	p.texts = append(p.texts, t)
}

// word takes a text that many records have.
func (p *plainReader) word(target *string) {
	quoted := p.quoted()
	if p.odd || *target != "" {
		p.odd = true
		return
	}
	text := quoted[1 : len(quoted)-1]
	word, known := p.words[string(text)]
	if !known {
		word = string(text)
		p.words[word] = word
	}
	*target = word
}

// number takes a whole number of a field that has none yet.
func (p *plainReader) number(had int) int {
	start := p.at
	for p.at < len(p.line) && p.line[p.at] >= '0' && p.line[p.at] <= '9' {
		p.at++
	}
	digits := p.line[start:p.at]
	n, err := strconv.Atoi(string(digits))
	p.odd = p.odd || had != 0 || err != nil || digits[0] == '0' && len(digits) > 1
	return n
}

// share puts the texts of a line where they go. They have one piece of memory, and those
// that are equal, as a picture and its output, one place in it.
func (p *plainReader) share() {
	size := 0
	for _, t := range p.texts {
		if t.like == nil {
			size += len(t.text)
		}
	}
	var room strings.Builder
	room.Grow(size)
	for _, t := range p.texts {
		if t.like == nil {
			room.Write(t.text)
		}
	}
	all := room.String()
	for _, t := range p.texts {
		if t.like != nil {
			*t.target = *t.like
			continue
		}
		*t.target, all = all[:len(t.text)], all[len(t.text):]
	}
}
