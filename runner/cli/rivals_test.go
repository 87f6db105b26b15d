package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"gesso/runner/sandbox"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/statetest"
	"gesso/state/text"
)

// TestRivalsAreNotedOnce: where a merge left a rival and nothing else is to be done, each
// plan says so, and one apply notes it, however often either was asked before.
func TestRivalsAreNotedOnce(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", `image "fox" { prompt = "a fox" }`)
	p.run(0, "apply", "-auto-approve")
	p.charged(1)
	for range 2 { // and is remembered
		p.run(0, "plan")
		p.run(0, "apply")
	}
	records, err := text.Parse(p.read(disk.StateFile))
	if err != nil {
		t.Fatal(err)
	}
	records[0].Rivals = []state.Rival{statetest.Record("image.fox", 7).Rival()}
	merged, err := text.Format(state.New(records))
	if err != nil {
		t.Fatal(err)
	}
	p.write(disk.StateFile, string(merged))
	p.asked()

	const warning = "Changed on two branches that were merged"
	for _, test := range []struct {
		command string
		warns   bool
	}{{"plan", true}, {"plan", true}, {"apply", true}, {"apply", false}, {"apply", false}, {"plan", false}} {
		said, warned := p.both(0, test.command)
		if !strings.Contains(said, "No changes") || strings.Contains(warned, warning) != test.warns {
			t.Errorf("%s says %q, and %q", test.command, said, warned)
		}
	}
	p.silent()
	if bytes.Contains(p.read(disk.StateFile), []byte("rivals")) || !bytes.Contains(p.read(".gesso/ledger"), []byte(statetest.SHA(7))) {
		t.Errorf("the ledger does not have it:\n%s", p.read(disk.StateFile))
	}
}
