package plan

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// readme has the table of actions for users.
const readme = "../../README.md"

// TestTheReadmeTellsEveryAction keeps the table for users and the program's own
// from drifting apart: the same actions, in the same order.
func TestTheReadmeTellsEveryAction(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), "| sign | action | paid | when |\n|---|---|---|---|\n")
	if !found {
		t.Fatalf("%s has no table of actions", readme)
	}
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")
	told := Actions()[1:] // None is nothing to tell
	if len(rows) != len(told) {
		t.Errorf("%s tells of %d actions, and there are %d", readme, len(rows), len(told))
	}
	for i, a := range told {
		want := fmt.Sprintf("| `%s` | %s | %s | ", a.Sign(), a, actions[a].pay)
		if i < len(rows) && !strings.HasPrefix(rows[i], want) {
			t.Errorf("%s: row %d is %q, want it to begin with %q", readme, i+1, rows[i], want)
		}
	}
}

// TestActions: an action either does something or waits for a user, and the words
// that users tell actions by are different ones.
func TestActions(t *testing.T) {
	words := map[string]Action{"": None}
	for _, a := range Actions()[1:] {
		if (a.Past() != "") == a.Waits() {
			t.Errorf("%s: waits %v, carried out %q", a, a.Waits(), a.Past())
		}
		if a.Paid() && a.Free() || a.Waits() && (a.Paid() || a.Free() || a.LeavesOutput()) {
			t.Errorf("%s: waits %v, paid %v, free %v, leaves an output %v", a, a.Waits(), a.Paid(), a.Free(), a.LeavesOutput())
		}
		for _, word := range []string{a.String(), a.Past()} {
			if other, taken := words[word]; taken && word != "" {
				t.Errorf("%q is %d and %d", word, other, a)
			}
			words[word] = a
		}
	}
}
