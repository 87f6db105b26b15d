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
//   - A size that nobody named was once left to the provider: Size is "". Now the
//     default of its kind is sent, and recorded.
//
// The "k1" of a key is another thing: the form in which a request is hashed. It
// stays as long as equal fields make equal keys, so that what no rule touches has
// one key in all versions, and people of one repository can use two of them. A key
// is always compared with the request beside it, as it is recorded, by
// Request.Key.

// Keys lists the keys under which a recorded request is found: its own first, then
// those that its prompt has by today's rules. A key that was cut off a line, or
// a cell, of a file with CRLF had a CR at its end, which stands in the midst of
// the prompt: there it is no line end, and is dropped. A prompt that is withheld
// has only its own: who asks has the text, see Wanted.
func (r Request) Keys() []Key {
	keys := []Key{r.Key()}
	if !strings.Contains(r.Prompt, "\r") {
		return keys
	}
	for _, prompt := range []string{lines.LF(r.Prompt), strings.ReplaceAll(r.Prompt, "\r", "")} {
		r.Prompt, r.PromptHash = prompt, HashPrompt(prompt)
		keys = append(keys, r.Key())
	}
	return keys
}

// Wanted lists the keys under which what a request asks for may be recorded: its
// own first, then those that older rules made of the same configuration. Unsaid is
// the size that is sent where none is named; "" where there is no such size.
func (r Request) Wanted(unsaid string) []Key {
	forms := []Request{r}
	if strings.Contains(r.Prompt, "\n") {
		crlf := r
		crlf.Prompt = strings.ReplaceAll(r.Prompt, "\n", "\r\n")
		crlf.PromptHash = HashPrompt(crlf.Prompt)
		forms = append(forms, crlf)
	}
	var keys []Key
	for _, form := range forms {
		keys = append(keys, form.Key())
		if form.Size != "" && form.Size == unsaid {
			form.Size = ""
			keys = append(keys, form.Key())
		}
	}
	return keys
}

// Recorded lists the keys under which a picture or a call is found that is
// recorded with a key and, if it is known, a request: the key first.
func Recorded(key Key, r *Request) []Key {
	keys := []Key{key}
	if r == nil || !strings.Contains(r.Prompt, "\r") {
		return keys
	}
	for _, k := range r.Keys()[1:] {
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

// SamePrompt reports whether a recorded request, whose prompt may be withheld, has the prompt of
// another one, but for its line ends.
func SamePrompt(recorded, now Request) bool {
	if recorded.PromptHash == now.PromptHash {
		return true
	}
	if recorded.Prompt != "" {
		return HashPrompt(lines.LF(recorded.Prompt)) == now.PromptHash
	}
	return spelled(now.Prompt, recorded.PromptHash)
}

// maxMixed bounds the line ends of a prompt that are tried one by one.
const maxMixed = 10

// spelled reports whether a hash is that of a prompt with CRLF at all of its line
// ends, or at some: those of a file, and not those of a value that is put in.
func spelled(prompt, hash string) bool {
	parts := strings.Split(prompt, "\n")
	ends := len(parts) - 1
	if ends == 0 || HashPrompt(strings.Join(parts, "\r\n")) == hash {
		return ends > 0
	}
	if ends > maxMixed {
		return false
	}
	for mask := range 1 << ends {
		var b strings.Builder
		for i, part := range parts {
			b.WriteString(part)
			switch {
			case i == ends:
			case mask>>i&1 == 1:
				b.WriteString("\r\n")
			default:
				b.WriteString("\n")
			}
		}
		if HashPrompt(b.String()) == hash {
			return true
		}
	}
	return false
}
