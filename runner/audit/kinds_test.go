package audit_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gesso/state"
	"gesso/state/disk"
)

// A picture that another address took for nothing, and that both have let go of
// since, was wanted by both: that the first bought it again is no double.
func TestAuditKnowsWhoLetGo(t *testing.T) {
	elsewhere := opened(t)
	first := buying(t, elsewhere, `image.x["b"]`, "first", "one", false)
	taken := *first[2].Record
	taken.Address = `image.x["a"]`
	events := slices.Concat(first,
		[]state.Event{{Kind: state.Removed, Address: `image.x["b"]`}, {Kind: state.Collected, Record: &taken}},
		buying(t, elsewhere, `image.x["b"]`, "second", "two", false),
		// Then the prompt of both changes.
		otherPrompt(buying(t, elsewhere, `image.x["a"]`, "third", "three", false)),
		otherPrompt(buying(t, elsewhere, `image.x["b"]`, "fourth", "four", false)),
	)
	w, s := ledgerOf(t, events...)
	for _, content := range []string{"one", "two", "three", "four"} {
		buying(t, w, "", "", content, false) // its bytes
	}
	if found := auditOf(t, w, s); len(found.Double) > 0 || found.Paid != 4 || found.Stored != 4 {
		t.Errorf("double %+v, %d paid, %d stored", found.Double, found.Paid, found.Stored)
	}
}

// otherPrompt makes the events of a call those of another request.
func otherPrompt(events []state.Event) []state.Event {
	request := *events[0].Request
	request.Prompt, request.PromptHash = "an owl", state.HashPrompt("an owl")
	events[0].Request = &request
	events[2].Record.Request, events[2].Record.Key = &request, request.Key()
	return events
}

// In a clone there are the outputs alone. One that was converted is not what was
// paid for, and nothing is lost either; one that was changed by hand is neither.
func TestAuditOfAClone(t *testing.T) {
	elsewhere := opened(t)
	for name, test := range map[string]struct {
		disk                    string // what lies at the output
		stored, converted, lost int
	}{
		"as delivered": {disk: "one", stored: 1},
		"converted":    {disk: "one as a JPEG", converted: 1},
		"changed":      {disk: "scribbled on", lost: 1},
		"missing":      {lost: 1},
	} {
		t.Run(name, func(t *testing.T) {
			output := "one as a JPEG"
			if name == "as delivered" {
				output = "one"
			}
			events := append(buying(t, elsewhere, "image.fox", "first", "one", false), state.Event{
				Kind: state.Placed, Address: "image.fox", Path: "fox.jpg", Output: buying(t, elsewhere, "", "", output, false)[2].Record.Artifact,
			})
			w, s := ledgerOf(t, events...)
			if test.disk != "" {
				if err := os.WriteFile(filepath.Join(w.Dir(), "fox.jpg"), []byte(test.disk), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			found := auditOf(t, w, s)
			if found.Stored != test.stored || found.Converted != test.converted || len(found.Lost) != test.lost || found.Paid != 1 {
				t.Errorf("%d paid, %d stored, %d converted, lost %+v", found.Paid, found.Stored, found.Converted, found.Lost)
			}
			if found.Sound() != (test.lost == 0) {
				t.Errorf("sound: %v", found.Sound())
			}
		})
	}
}

// An imported picture whose task delivered it once more is not paid for.
func TestAuditKnowsARestoredImport(t *testing.T) {
	elsewhere := opened(t)
	imported := *buying(t, elsewhere, "image.fox", "first", "one", false)[2].Record
	imported.Imported = true
	restored := imported
	restored.Imported = false // as older versions recorded it
	restored.Artifact = buying(t, elsewhere, "", "", "another", false)[2].Record.Artifact
	w, s := ledgerOf(t, state.Event{Kind: state.Collected, Record: &imported}, state.Event{Kind: state.Collected, Record: &restored})
	if found := auditOf(t, w, s); found.Paid != 0 || found.Imported != 1 || len(found.Lost) != 0 || found.Costs.Collected.Unpriced != 0 {
		t.Errorf("%d paid, %d imported, %d without a price, lost %+v", found.Paid, found.Imported, found.Costs.Collected.Unpriced, found.Lost)
	}
}

// A call that was accepted and made nothing may have been charged: it is a figure
// of its own, with its task and trace. What is to be collected is spent.
func TestAuditListsCallsWithoutAPicture(t *testing.T) {
	elsewhere := opened(t)
	failing := func(intent, address string) []state.Event {
		events := buying(t, elsewhere, "image.fox", intent, "one", false)[:2]
		events[0].Addresses = []string{"image.fox", "image.owl"}
		return append(events, state.Event{Kind: state.Refused, Intent: intent, Address: address, Problem: "the task failed", TraceID: "trace-" + intent})
	}
	refused := buying(t, elsewhere, "image.hen", "third", "one", false)[:1]
	w, s := ledgerOf(t, slices.Concat(failing("first", ""), failing("second", "image.owl"), refused,
		[]state.Event{{Kind: state.Refused, Intent: "third", Problem: "HTTP 400"}})...)
	found := auditOf(t, w, s)
	if len(found.Unmade) != 3 || found.Costs.Perhaps().Known != 0.06 || found.Costs.Spent().Known != 0.02 || found.Collect != 1 || !found.Sound() {
		t.Fatalf("%d without a picture, perhaps %g, spent %g, %d to collect", len(found.Unmade), found.Costs.Perhaps().Known, found.Costs.Spent().Known, found.Collect)
	}
	if item := found.Unmade[2]; item.Address != "image.owl" || item.Task != "task-second" || item.TraceID != "trace-second" || item.Problem != "the task failed" {
		t.Errorf("%+v", item)
	}
}

// What is open in the ledger is accounted for, whatever has become of the state.
func TestAuditWithoutTheState(t *testing.T) {
	elsewhere := opened(t)
	doubted := buying(t, elsewhere, "image.owl", "second", "one", false)[:1]
	w, _ := ledgerOf(t, append(buying(t, elsewhere, "image.fox", "first", "one", false)[:2], doubted...)...)
	if err := os.Remove(filepath.Join(w.Dir(), disk.StateFile)); err != nil {
		t.Fatal(err)
	}
	s, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	if found := auditOf(t, w, s.State); found.Collect != 1 || len(found.InDoubt) != 1 || found.Paid != 1 {
		t.Errorf("%d to collect, in doubt %+v, %d paid", found.Collect, found.InDoubt, found.Paid)
	}
}
