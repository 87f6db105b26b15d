package outline

import (
	"fmt"
	"strconv"
	"strings"

	"gesso/runner/plan"
	"gesso/runner/report/quote"
)

// mostNames is how many names, or ranges of names, stand for many changes.
const mostNames = 4

// named names many changes, in order, by their keys: consecutive indices as a range, and of
// other keys the first ones and the last one.
func named(changes []*plan.Change) string {
	spans := spansOf(changes)
	var names []string
	for i, s := range spans {
		if len(spans) > mostNames && i == mostNames-1 {
			left := 0
			for _, s := range spans[i:] {
				left += s.n
			}
			return strings.Join(names, ", ") + fmt.Sprintf(" and %d more, the last one %s", left, spans[len(spans)-1].last)
		}
		names = append(names, s.String())
	}
	return strings.Join(names, ", ")
}

// span is one key, or a range of consecutive indices.
type span struct {
	first, last string
	index       int // of the last one; -1 if the key is no index
	n           int
}

func (s span) String() string {
	switch s.n {
	case 1:
		return s.first
	case 2:
		return s.first + ", " + s.last
	}
	return s.first + " to " + s.last
}

func spansOf(changes []*plan.Change) []span {
	var spans []span
	for _, c := range changes {
		key, index := keyOf(c)
		if n := len(spans); n > 0 && index > 0 && spans[n-1].index == index-1 {
			spans[n-1].last, spans[n-1].index, spans[n-1].n = key, index, spans[n-1].n+1
			continue
		}
		spans = append(spans, span{key, key, index, 1})
	}
	return spans
}

// keyOf returns the key that distinguishes a change in its block, and its index or -1.
func keyOf(c *plan.Change) (string, int) {
	key := strings.TrimPrefix(c.Address, c.Block())
	if !strings.HasPrefix(key, "[") {
		return quote.Line(c.Address), -1 // the block is in several modules
	}
	index, err := strconv.Atoi(strings.Trim(key, "[]"))
	if err != nil {
		index = -1
	}
	return quote.Line(key), index
}
