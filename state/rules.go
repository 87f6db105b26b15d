package state

import (
	"slices"
	"strings"

	"gesso/spec/lines"
)

// What a configuration says becomes a request by rules, and a version of gesso may
// have other rules than the one before. Nobody shall pay for that. So what is
// recorded is compared under the rules of its time too:
//
//   - A prompt's line ends were once sent as the file had them. Now all are LF.
//   - A prompt's white space was once sent as it was written. Now each run of it is
//     one space, where the image does not say otherwise.
//   - A byte order mark was once a character of such a prompt. Now it is dropped.
//   - A size that nobody named was once left to the provider: Size is "". Now the
//     default of its kind is sent, and recorded.
//
// The "k1" of a key is another thing: the form in which a request is hashed. It
// stays as long as equal fields make equal keys, so that what no rule touches has
// one key in all versions, and people of one repository can use two of them. A key
// is always compared with the request beside it, as it is recorded, by
// Request.Key.

// Wording is what an image says beside its request that decides under which keys
// that may be recorded. The zero Wording is of a prompt that is sent as it is written,
// and of a size that somebody names.
type Wording struct {
	Unsaid  string // the size that is sent where none is named; "" where there is no such size
	Written string // the prompt as it is written, with LF, where the request has it with its white space folded; else ""
}

// marked is the prompt with its white space folded and its byte order marks kept, "" where
// it has none.
func (w Wording) marked() string {
	if !strings.Contains(w.Written, lines.Mark) {
		return ""
	}
	return strings.Join(strings.Fields(w.Written), " ")
}

// folds reports whether the white space of the prompt decides nothing.
func (w Wording) folds() bool { return w.Written != "" }

// Keys lists the keys under which a recorded request is found: its own first, then
// those that its prompt has by today's rules. A key that was cut off a line, or
// a cell, of a file with CRLF had a CR at its end, which stands in the midst of
// the prompt: there it is no line end, and is dropped. A prompt that is withheld
// has only its own: who asks has the text, see Wanted.
func (r Request) Keys() []Key {
	keys := []Key{r.Key()}
	prompts := []string{r.Prompt}
	if strings.Contains(r.Prompt, "\r") {
		prompts = append(prompts, lines.LF(r.Prompt), strings.ReplaceAll(r.Prompt, "\r", ""))
	}
	for i, prompt := range prompts {
		if i > 0 {
			keys = append(keys, r.saying(prompt).Key())
		}
		if folded := lines.Fold(prompt); folded != prompt {
			keys = append(keys, r.saying(folded).Key().folded())
		}
	}
	return keys
}

// saying is the request with another prompt.
func (r Request) saying(prompt string) Request {
	r.Prompt, r.PromptHash = prompt, HashPrompt(prompt)
	return r
}

// folded is a key under which a request of folded white space finds one whose prompt
// has it as it was written. No request has it: where white space counts, "a cat" is not
// "a  cat".
func (k Key) folded() Key { return foldedBy + k }

const foldedBy = "folded "

// Wanted lists the keys under which what a request asks for may be recorded: its
// own first, then those that older rules made of the same configuration.
func (r Request) Wanted(w Wording) []Key {
	forms := []Request{r}
	for _, written := range []string{r.Prompt, w.Written, w.marked()} {
		if written != r.Prompt && written != "" {
			forms = append(forms, r.saying(written))
		}
		if strings.Contains(written, "\n") {
			forms = append(forms, r.saying(strings.ReplaceAll(written, "\n", "\r\n")))
		}
	}
	keys := make([]Key, 0, 4) // as nearly all have
	for i, form := range forms {
		for _, size := range w.sizes(form.Size) {
			form.Size = size
			key := form.Key()
			if i > 0 || !w.folds() {
				keys = append(keys, key)
				continue
			}
			folded := key.folded()
			keys = append(keys, folded[len(foldedBy):], folded) // both are in one piece of memory
		}
	}
	return keys
}

// sizes are the sizes of a request that was recorded under any rule.
func (w Wording) sizes(size string) []string {
	if size != "" && size == w.Unsaid {
		return []string{size, ""}
	}
	return []string{size}
}

// Recorded lists the keys under which a picture or a call is found that is
// recorded with a key and, if it is known, a request: the key first.
func Recorded(key Key, r *Request) []Key {
	keys := []Key{key}
	if r == nil || lines.Fold(r.Prompt) == r.Prompt {
		return keys
	}
	for _, k := range r.Keys()[1:] {
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

// SamePrompt reports whether a recorded request, whose prompt may be withheld, has the
// prompt of another one of that wording, but for what decides nothing: its line ends,
// and where they are folded all its white space.
func SamePrompt(recorded, now Request, w Wording) bool {
	switch {
	case recorded.PromptHash == now.PromptHash:
		return true
	case recorded.Prompt != "" && w.folds():
		return HashPrompt(lines.Fold(recorded.Prompt)) == now.PromptHash
	case recorded.Prompt != "":
		return HashPrompt(lines.LF(recorded.Prompt)) == now.PromptHash
	}
	return spelled(now.Prompt, recorded.PromptHash) || w.folds() && (recorded.PromptHash == HashPrompt(w.Written) || recorded.PromptHash == HashPrompt(w.marked()) || spelled(w.Written, recorded.PromptHash))
}

// spelled reports whether a hash is that of a prompt with CRLF at all of its line
// ends, or at some: those of a file, and not those of a value that is put in.
func spelled(prompt, hash string) bool {
	for text := range lines.CRLF(prompt) {
		if HashPrompt(text) == hash {
			return true
		}
	}
	return false
}
