package audit_test

import (
	"slices"
	"testing"
	"time"

	"gesso/runner/audit"
	"gesso/state"
	"gesso/state/disk"
	"gesso/state/disk/disktest"
)

// ledgerOf is a directory in which these events happened, and what is known of
// it now.
func ledgerOf(t *testing.T, events ...state.Event) (*disk.Workspace, *state.State) {
	t.Helper()
	w := opened(t)
	return w, happen(t, w, events...)
}

// happen lets events happen in a directory, and returns what is known of it then.
func happen(t *testing.T, w *disk.Workspace, events ...state.Event) *state.State {
	t.Helper()
	for i := range events {
		events[i].Time = time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)
	}
	return disktest.Happen(t, w, events...).State
}

// buying are the events of a call that brought an address a picture.
func buying(t *testing.T, w *disk.Workspace, address, intent, content string, replace bool) []state.Event {
	t.Helper()
	request := &state.Request{Kind: "flux", Action: "generate", Prompt: "a fox", PromptHash: state.HashPrompt("a fox"), Model: "flux-dev"}
	sha := disktest.Store(t, w, content)
	price := 0.02
	record := &state.Record{Address: address, Request: request, Picture: state.Picture{Key: request.Key(), Artifact: sha, Task: "task-" + intent}}
	return []state.Event{
		{Kind: state.Intended, Intent: intent, Addresses: []string{address}, Request: request, Price: &price, Replace: replace},
		{Kind: state.Accepted, Intent: intent, Task: "task-" + intent},
		{Kind: state.Collected, Intent: intent, Record: record},
	}
}

// What was bought twice without a decision is double, and makes the account
// unsound; what somebody wanted replaced is not.
func TestAuditFindsDoubles(t *testing.T) {
	for name, test := range map[string]struct {
		replace bool
		double  int
	}{
		"bought twice": {double: 1},
		"replaced":     {replace: true},
	} {
		t.Run(name, func(t *testing.T) {
			elsewhere := opened(t)
			w, s := ledgerOf(t, slices.Concat(buying(t, elsewhere, "image.fox", "first", "one", false), buying(t, elsewhere, "image.fox", "second", "two", test.replace))...)
			for _, content := range []string{"one", "two"} {
				buying(t, w, "", "", content, false) // its bytes
			}
			found := auditOf(t, w, s)
			if len(found.Double) != test.double || found.Sound() != (test.double == 0) {
				t.Errorf("double %+v, sound %v", found.Double, found.Sound())
			}
			if found.Paid != 2 || found.Stored != 2 || found.Costs.Spent().Known != 0.04 {
				t.Errorf("%d paid, %d stored, %g spent", found.Paid, found.Stored, found.Costs.Spent().Known)
			}
		})
	}
}

// A picture that a call brought beside the one that was asked for is in nobody's place: an
// earlier call that is collected after it was wanted by somebody all the same.
func TestAuditKnowsGifts(t *testing.T) {
	elsewhere := opened(t)
	first, second := buying(t, elsewhere, "image.fox", "first", "one", false), buying(t, elsewhere, "image.fox", "second", "two", true)
	gift := second[2]
	beside := *gift.Record
	beside.Address, beside.Artifact, beside.Position = "", disktest.Store(t, elsewhere, "gift"), 2
	gift.Record, gift.From, gift.Index = &beside, "image.fox", 1
	w, s := ledgerOf(t, slices.Concat(first[:2], second[:2], []state.Event{gift, second[2], first[2]})...)
	for _, content := range []string{"one", "two", "gift"} {
		disktest.Store(t, w, content)
	}
	found := auditOf(t, w, s)
	if len(found.Double) > 0 || found.Paid != 3 {
		t.Errorf("double %+v, %d paid", found.Double, found.Paid)
	}
}

// A picture that is lost has to be bought again, by whichever address is left
// without one when another takes what there is.
func TestAuditCountsWhatIsLost(t *testing.T) {
	elsewhere := opened(t)
	w, s := ledgerOf(t, slices.Concat(
		buying(t, elsewhere, "image.fox", "first", "one", false),
		buying(t, elsewhere, "image.owl", "second", "two", false), // which somebody deletes; image.owl takes the other then
		buying(t, elsewhere, "image.fox", "third", "three", false),
	)...)
	for _, content := range []string{"one", "three"} {
		buying(t, w, "", "", content, false) // its bytes
	}
	if found := auditOf(t, w, s); len(found.Double) > 0 || len(found.Lost) != 1 {
		t.Errorf("double %+v, lost %+v", found.Double, found.Lost)
	}
}

func opened(t *testing.T) *disk.Workspace {
	t.Helper()
	w, err := disk.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func auditOf(t *testing.T, w *disk.Workspace, s *state.State) *audit.Findings {
	t.Helper()
	found, err := audit.Make(w, s)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A picture that was lost, and that the provider delivered once more in other bytes,
// is there, and was paid for once.
func TestAuditKnowsRedelivery(t *testing.T) {
	elsewhere := opened(t)
	events := buying(t, elsewhere, "image.fox", "first", "one", false)
	again := *events[2].Record
	again.Artifact = buying(t, elsewhere, "", "", "another", false)[2].Record.Artifact
	w, s := ledgerOf(t, append(events, state.Event{Kind: state.Collected, Record: &again})...)
	if found := auditOf(t, w, s); found.Paid != 1 || found.Stored != 0 || len(found.Lost) != 1 {
		t.Errorf("while neither is here: %d paid, %d stored, lost %+v", found.Paid, found.Stored, found.Lost)
	}
	buying(t, w, "", "", "another", false) // its bytes
	if found := auditOf(t, w, s); found.Paid != 1 || found.Stored != 1 || len(found.Lost) != 0 || found.Costs.Collected.Unpriced != 0 {
		t.Errorf("%d paid, %d stored, %d without a price, lost %+v", found.Paid, found.Stored, found.Costs.Collected.Unpriced, found.Lost)
	}
}
