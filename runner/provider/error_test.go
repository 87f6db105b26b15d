package provider_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"gesso/runner/provider"
)

// TestTheReadmeTellsEveryClass keeps the table for users and the program's own
// from drifting apart.
func TestTheReadmeTellsEveryClass(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	answer := map[bool]string{true: "yes", false: "no"}
	for _, class := range provider.Classes() {
		row := fmt.Sprintf("| %s | %s | %s | %s |", class, class.Charge(), answer[class.Retry()], answer[class.Stops()])
		if !strings.Contains(string(readme), row) {
			t.Errorf("runner/README.md has no row %s", row)
		}
	}
}

func TestErrorTellsWhatIsKnown(t *testing.T) {
	err := &provider.Error{
		Class: provider.Moderation, Status: 403, Code: "moderation", Message: "not this", TraceID: "t1", Err: io.ErrUnexpectedEOF,
	}
	want := "moderation: HTTP 403 moderation: not this: unexpected EOF (trace t1)"
	if err.Error() != want {
		t.Errorf("got %q, want %q", err.Error(), want)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause cannot be matched")
	}
}
