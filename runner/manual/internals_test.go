package manual_test

import (
	"strings"
	"testing"

	"gesso/runner/plan"
	"gesso/runner/walk"
)

// part is what stands below a heading of a document, up to the next one.
func part(t *testing.T, document, heading string) string {
	t.Helper()
	_, text, found := strings.Cut(documents(t)[document], "\n"+heading+"\n")
	if !found {
		t.Fatalf("%s has no %q", document, heading)
	}
	text, _, _ = strings.Cut(text, "\n#")
	return text
}

// TestLadderTellsEveryAction: nothing that a plan can say is left unexplained.
func TestLadderTellsEveryAction(t *testing.T) {
	text := part(t, "runner/README.md", "### The ladder")
	for _, action := range plan.Actions() {
		if !strings.Contains(text, "**"+action.String()+"**") {
			t.Errorf("the ladder does not say when the action is %s", action)
		}
	}
}

// TestStatesAreTold: each state of a unit has a row, and no other.
func TestStatesAreTold(t *testing.T) {
	text := part(t, "runner/README.md", "### The states of a unit")
	for state := walk.Waiting; state <= walk.Left; state++ {
		if strings.Count(text, "\n| "+state.String()+" | ") != 1 {
			t.Errorf("the states of a unit have no row for %s", state)
		}
	}
	if rows := strings.Count(text, "\n| "); rows != int(walk.Left)+2 {
		t.Errorf("the states of a unit are %d, and there are %d rows", walk.Left+1, rows-1)
	}
}
