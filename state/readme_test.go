package state_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"gesso/state"
)

// TestReadmeTellsEveryEvent: the document names all that a journal can hold.
func TestReadmeTellsEveryEvent(t *testing.T) {
	source, err := os.ReadFile("event.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`(?m)^\t\w+ +Kind = "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	if len(kinds) < 12 {
		t.Fatalf("event.go has %d kinds of events: the test looks for the wrong thing", len(kinds))
	}
	_, row, _ := strings.Cut(state.Readme(), "| `.gesso/journal` | appended")
	row, _, _ = strings.Cut(row, "\n")
	for _, kind := range kinds {
		if !strings.Contains(row, " "+kind[1]) {
			t.Errorf("README.md does not name the event %s", kind[1])
		}
	}
}
