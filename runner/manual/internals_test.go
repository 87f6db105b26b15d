package manual_test

import (
	"strings"
	"testing"

	"gesso/runner/plan"
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
