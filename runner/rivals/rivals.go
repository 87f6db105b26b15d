// Package rivals is what plans and runs have to do with the pictures that a merge of two
// branches left beside the recorded ones (state.Rival): who bought them, how they get
// into the ledger, and what a person is told of them. Which of them serves an image is
// runner/decide's; how they come about is state/merge's.
//
// It promises that what it tells is in lines of its own, whoever wrote the state.
//
//	bought := rivals.Bought(s)      // beside what the ledger knows
//	events := rivals.Releases(s)    // the first thing that a run records
//	fmt.Println(rivals.Detail(s))
package rivals

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"gesso/state"
)

// Bought lists the rivals of all records as the ledger of whoever bought them has them: an
// address that wants what another branch bought for it has bought that.
func Bought(s *state.State) []state.Entry {
	var rivals []state.Entry
	for r := range s.All() {
		for rival := range r.AllRivals() {
			rivals = append(rivals, state.Entry{
				Outcome: state.OutcomeCollected, Addresses: []string{r.Address}, Key: rival.Key, Task: rival.Task,
				Triggers: rival.Triggers, Request: rival.Request, Picture: &rival.Picture,
			})
		}
	}
	return rivals
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

// Detail says of which addresses two branches had a picture each, or "" if of none. It is
// said until a run notes that, and asks for nothing: what fits the configuration is taken.
func Detail(s *state.State) string {
	var lines []string
	count := 0
	for r := range s.All() {
		if len(r.Rivals) == 0 {
			continue
		}
		if count++; count <= mostTold {
			lines = append(lines, fmt.Sprintf("  %s: recorded is %s, and kept beside it %s", foreign(r.Address), titleOf(&r.Picture), others(r.Rivals)))
		}
	}
	if count == 0 {
		return ""
	}
	if more := count - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("  and %d more like this", more))
	}
	return "Two branches had another picture each for what is one image now. None is lost, and none is paid for again: the one that the configuration asks for is taken, and the next apply notes the other in the ledger.\n" + strings.Join(lines, "\n")
}

// titleOf names a picture by when it was made, and by its task.
func titleOf(p *state.Picture) string {
	name := "the picture of " + p.Generated.UTC().Format(time.DateTime)
	if p.Task != "" {
		name += " (task " + foreign(p.Task) + ")"
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

// foreign is a text of a state that may be anybody's, on a line of its own.
func foreign(text string) string {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return strconv.Quote(text)
	}
	return text
}
