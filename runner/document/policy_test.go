package document_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/document"
	"gesso/runner/plan"
	"gesso/runner/plan/plantest"
)

// terraformPlan is what a policy for Terraform's plans reads.
type terraformPlan struct {
	ResourceChanges []struct {
		Address string `json:"address"`
		Type    string `json:"type"`
		Change  struct {
			Actions []string       `json:"actions"`
			Before  map[string]any `json:"before"`
			After   map[string]any `json:"after"`
		} `json:"change"`
		ActionReason string `json:"action_reason"`
	} `json:"resource_changes"`
}

// denyDeletes is a policy as it is written for Terraform's plans: nothing goes without
// a replacement.
func denyDeletes(p terraformPlan) []string {
	var denied []string
	for _, r := range p.ResourceChanges {
		if slices.Equal(r.Change.Actions, []string{"delete"}) {
			denied = append(denied, fmt.Sprintf("%s is deleted (%s)", r.Address, r.ActionReason))
		}
	}
	return denied
}

// denyModels is another: images are made by known models alone.
func denyModels(p terraformPlan, model string) []string {
	var denied []string
	for _, r := range p.ResourceChanges {
		if r.Type == "image" && slices.Contains(r.Change.Actions, "create") && r.Change.After["model"] != model {
			denied = append(denied, r.Address)
		}
	}
	return denied
}

// gessoPlan is what a policy about money reads besides.
type gessoPlan struct {
	Cost struct {
		Amount float64 `json:"amount"`
		Known  bool    `json:"known"`
	} `json:"cost"`
	InDoubt int `json:"in_doubt"`
}

func denyCost(p gessoPlan, most float64) []string {
	if p.Cost.Amount > most || !p.Cost.Known {
		return []string{fmt.Sprintf("it costs %g", p.Cost.Amount)}
	}
	return nil
}

// TestPolicies: policies for Terraform's plans work on gesso's.
func TestPolicies(t *testing.T) {
	var text bytes.Buffer
	if err := document.Write(&text, document.MakePlan(plantest.Plan(), about())); err != nil {
		t.Fatal(err)
	}
	var theirs terraformPlan
	var ours gessoPlan
	if err := json.Unmarshal(text.Bytes(), &theirs); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text.Bytes(), &ours); err != nil {
		t.Fatal(err)
	}
	want := []string{plantest.Names[plan.Remove] + " is deleted (delete_because_no_resource_config)"}
	if diff := cmp.Diff(want, denyDeletes(theirs)); diff != "" {
		t.Errorf("deletes (-want +got):\n%s", diff)
	}
	if denied := denyModels(theirs, "flux-dev"); denied != nil {
		t.Errorf("models: %v", denied)
	}
	if denied := denyModels(theirs, "other"); len(denied) != 6 {
		t.Errorf("models: %v", denied)
	}
	if denied := denyCost(ours, 0.58); denied != nil {
		t.Errorf("cost: %v", denied)
	}
	if denied := denyCost(ours, 0.5); len(denied) != 1 || ours.InDoubt != 1 {
		t.Errorf("cost: %v, in doubt %d", denied, ours.InDoubt)
	}
}
