package text

import (
	"bytes"
	"encoding/json"
)

// recordStart is what the line of a record begins with.
var recordStart = []byte(`{"address":`)

// Addresses are those of the records of a state file, in its order. It looks at the
// beginning of each line and at nothing else, so it is fast, and what it does not
// understand it passes over: it is for suggestions, and not for decisions.
func Addresses(data []byte) []string {
	var all []string
	for len(data) > 0 {
		var line []byte
		line, data, _ = bytes.Cut(data, []byte("\n"))
		quoted, ok := bytes.CutPrefix(line, recordStart)
		if !ok {
			continue
		}
		var address string
		if end := closingQuote(quoted); end > 0 && json.Unmarshal(quoted[:end+1], &address) == nil {
			all = append(all, address)
		}
	}
	return all
}

// closingQuote is where the string that a text begins with ends, or -1.
func closingQuote(text []byte) int {
	if len(text) == 0 || text[0] != '"' {
		return -1
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}
