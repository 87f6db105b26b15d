package report

import (
	"bytes"
	"strings"
	"testing"
)

// Nothing is said to be kept that ends with the process, and nothing to be waited
// for that was not sent.
func TestInterrupted(t *testing.T) {
	for i, want := range map[Interruption][2]bool{Nothing: {}, Kept: {true, false}, Fleeting: {false, true}, Both: {true, true}} {
		var out bytes.Buffer
		Interrupted(NewScreen(&out, nil, true), "destroy", i)
		said := out.String()
		got := [2]bool{strings.Contains(said, "sent is kept"), strings.Contains(said, "made anew")}
		if got != want || !strings.Contains(said, "gesso destroy goes on") {
			t.Errorf("%v says %q", i, said)
		}
		if waits := strings.Contains(i.Waiting(), "waiting"); waits != want[0] {
			t.Errorf("%v says %q", i, i.Waiting())
		}
	}
}
