package disk

import (
	"strings"
	"testing"

	"gesso/state/text"
)

// A byte order mark before the first line is an editor's.
func TestByteOrderMark(t *testing.T) {
	s, err := text.Parse([]byte("\ufeff" + strings.ReplaceAll(stateOf(t, sample()), "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "records", s, records(sample()))
	marked := append([]byte("\ufeff"), journalOf(t, story()...)...)
	w := open(t, restore(t, map[string]string{journalFile: string(marked), ledgerFile: "\ufeff" + text.Header(ledgerFormat)}))
	sameState(t, "journal", load(t, w), applied(story()...))
	run(t, w)
	sameState(t, "folded", load(t, w), applied(story()...))
	if len(entries(t, w)) != 3 {
		t.Errorf("%d entries", len(entries(t, w)))
	}
}
