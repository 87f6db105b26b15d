package history

import (
	"bytes"

	"gesso/state/text"
)

// addressMark is in each line of a change before its address.
var addressMark = []byte(`,"address":`)

// few is how many addresses are each looked for in all of a file. Of more it is cheaper to
// look at the address of each change.
const few = 8

// wanted are addresses as lines have them, in quotes.
type wanted map[string]bool

func those(addresses []string) (wanted, error) {
	w := wanted{}
	for _, a := range addresses {
		quoted, err := text.Quoted(a)
		if err != nil {
			return nil, err
		}
		w[string(quoted)] = true
	}
	return w, nil
}

// texts are in the lines that tell of the addresses, and in those of runs.
func (w wanted) texts() [][]byte {
	if len(w) > few {
		return [][]byte{runMark, addressMark}
	}
	texts := [][]byte{runMark}
	for quoted := range w {
		texts = append(texts, append(bytes.Clone(addressMark), quoted...))
	}
	return texts
}

// in reports whether a line of a change is about one of the addresses.
func (w wanted) in(data []byte) bool {
	_, rest, found := bytes.Cut(data, addressMark)
	return found && w[string(rest[:quotedEnd(rest)])]
}

// quotedEnd is where the string in quotes ends with which a text begins.
func quotedEnd(data []byte) int {
	for i := 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}
