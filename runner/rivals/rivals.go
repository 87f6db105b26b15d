// Package rivals is what a merge of two branches left beside recorded pictures: pictures
// of the other branch, as who plans sees them. They are in the state until a run has
// noted them in the ledger.
//
// It decides nothing: which picture an image takes is runner/decide's to say.
//
//	warnings := rivals.Tell(recorded)
//	known := append(ledger, rivals.Entries(recorded)...)
package rivals

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"gesso/state"
)

// Entries lists the rivals of all records as the ledger of who bought them has them: an
// address that wants what another branch bought for it has bought that.
func Entries(s *state.State) []state.Entry {
	var entries []state.Entry
	for r := range s.All() {
		for rival := range r.AllRivals() {
			entries = append(entries, state.Entry{
				Outcome: state.OutcomeCollected, Addresses: []string{r.Address}, Key: rival.Key, Task: rival.Task,
				Triggers: rival.Triggers, Request: rival.Request, Picture: &rival.Picture,
			})
		}
	}
	return entries
}

// Releases lists what a run notes in the ledger, and the state needs no longer.
func Releases(s *state.State) []state.Event {
	var events []state.Event
	for r := range s.All() {
		if len(r.Rivals) > 0 {
			events = append(events, state.Event{Kind: state.Released, Address: r.Address})
		}
	}
	return events
}

// mostTold is how many addresses a message names.
const mostTold = 5

// Tell says of which addresses two branches had a picture each. It is said until
// a run notes that, and asks for nothing: what fits the configuration is taken.
func Tell(s *state.State) hcl.Diagnostics {
	var lines []string
	count := 0
	for r := range s.All() {
		if len(r.Rivals) == 0 {
			continue
		}
		if count++; count <= mostTold {
			lines = append(lines, fmt.Sprintf("  %s: recorded is %s, and kept beside it %s", r.Address, titleOf(&r.Picture), others(r.Rivals)))
		}
	}
	if count == 0 {
		return nil
	}
	if more := count - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("  and %d more like this", more))
	}
	return hcl.Diagnostics{{Severity: hcl.DiagWarning, Summary: "Changed on two branches that were merged",
		Detail: fmt.Sprintf("Two branches had another picture each for what is one image now. None is lost, and none is paid for again: the one that the configuration asks for is taken, and the next apply notes the other in the ledger.\n%s", strings.Join(lines, "\n"))}}
}

// titleOf names a picture by when it was made, and by its task.
func titleOf(p *state.Picture) string {
	name := "the picture of " + p.Generated.UTC().Format(time.DateTime)
	if p.Task != "" {
		name += " (task " + p.Task + ")"
	}
	return name
}

func others(rivals []state.Rival) string {
	name := titleOf(&rivals[0].Picture)
	if more := len(rivals) - 1; more > 0 {
		name += fmt.Sprintf(", and %d more", more)
	}
	return name
}
