package document_test

import (
	"os"
	"strings"
	"testing"

	"gesso/runner/document"
	"gesso/runner/plan"
	"gesso/runner/plan/plantest"
)

// TestTheReadmeTellsEveryEffect keeps the table for users and the program's from
// drifting apart: the same actions, in the same order, with the same words.
func TestTheReadmeTellsEveryEffect(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), "| `gesso_action` | `change.actions` | in a line |\n|---|---|---|\n")
	if !found {
		t.Fatal("there is no table of effects")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")
	if len(rows) != len(plan.Actions()) {
		t.Fatalf("%d rows for %d actions", len(rows), len(plan.Actions()))
	}
	for i, a := range plan.Actions() {
		words := "`" + strings.Join(document.EffectOf(plantest.Change(a)).Actions(), "`, `") + "`"
		if !strings.HasPrefix(rows[i], "| "+a.String()+" | ") || !strings.Contains(rows[i], words) {
			t.Errorf("%s is %s, and row %d says %s", a, words, i+1, rows[i])
		}
	}
}
