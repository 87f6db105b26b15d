package cli_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/manual"
	"gesso/runner/sandbox"
)

// TestHelpPrintsEveryTopic: each is reached by its name, which is that of no
// command, and printed as it is.
func TestHelpPrintsEveryTopic(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	for _, topic := range manual.Topics() {
		if diff := cmp.Diff(topic.Text(), p.run(0, "help", topic.Name)); diff != "" {
			t.Errorf("gesso help %s (-topic +gesso):\n%s", topic.Name, diff)
		}
		p.run(1, topic.Name) // it is no command
	}
}
