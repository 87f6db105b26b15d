package machine_test

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/machine"
	"gesso/runner/plan"
	"gesso/runner/plan/plantest"
	"gesso/runner/schema"
	"gesso/state/statetest"
)

// kinds are the types of lines that the schema describes.
func kinds(t *testing.T) []string {
	t.Helper()
	text, ok := schema.Text("events")
	var described struct {
		Defs map[string]json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(text), &described); err != nil || !ok {
		t.Fatal(err)
	}
	var all []string
	for name := range described.Defs {
		if kind, is := strings.CutSuffix(name, "_line"); is && kind != "start" && kind != "end" { // those of a place in a file
			all = append(all, kind)
		}
	}
	slices.Sort(all)
	return all
}

// TestKindsAreToldOf: the table that people read has each type of line, and no other.
func TestKindsAreToldOf(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| type | tells |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var told []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(table, -1) {
		told = append(told, row[1])
	}
	slices.Sort(told)
	if diff := cmp.Diff(kinds(t), told); diff != "" {
		t.Errorf("runner/README.md (-described +told):\n%s", diff)
	}
}

// TestPlanHasEveryKind: what a plan can be told by is in the plan that tests have.
func TestPlanHasEveryKind(t *testing.T) {
	seen := map[any]bool{}
	p := plantest.Plan()
	p.Decisions = []plan.Decision{{Address: "image.reuse", Artifact: strings.Repeat("0f", 32), Verdict: "approve", Note: "so", By: "ann", At: statetest.At(0), Where: "x.decisions:2"}}
	for _, line := range stream(t, func(s *machine.Stream) { s.Plan(p) }) {
		seen[line["type"]] = true
	}
	if want := (map[any]bool{machine.TypePlannedChange: true, machine.TypeStrayCall: true, machine.TypeDecision: true, machine.TypeChangeSummary: true}); !maps.Equal(seen, want) {
		t.Errorf("lines of the types %v", slices.Collect(maps.Keys(seen)))
	}
}
