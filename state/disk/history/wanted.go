package history

import (
	"bytes"

	"gesso/state/text"
)

// addressMark precedes the address in the line of a change.
var addressMark = []byte(`,"address":`)

// few is how many addresses are searched for as texts. For more, it is cheaper to look at
// each change's address.
const few = 8

// wanted is a set of addresses as lines contain them, in quotes.
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

// texts returns texts that occur in the lines about the addresses, and in those of runs.
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

// in reports whether the line of a change is about one of the addresses.
func (w wanted) in(data []byte) bool {
	_, rest, found := bytes.Cut(data, addressMark)
	return found && w[string(rest[:quotedEnd(rest)])]
}

// quotedEnd returns the end of the quoted string at the beginning of a text.
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
