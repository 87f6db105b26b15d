package document_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/document"
	"gesso/runner/plan"
	"gesso/runner/plan/plantest"
	"gesso/runner/schema/schematest"
)

var update = flag.Bool("update", false, "rewrite the golden documents")

// golden holds a document to a file.
func golden(t *testing.T, name string, doc any) {
	t.Helper()
	var got bytes.Buffer
	if err := document.WritePage(&got, doc); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
	if strings.Contains(got.String(), plantest.Canary) {
		t.Errorf("%s tells a secret", name)
	}
}

// TestPlan is a plan with every action, as a document.
func TestPlan(t *testing.T) {
	doc := document.MakePlan(plantest.Plan(), about())
	golden(t, "plan.json", doc)
	var text bytes.Buffer
	if err := document.Write(&text, doc); err != nil {
		t.Fatal(err)
	}
	if err := schematest.Document("plan", text.Bytes()); err != nil {
		t.Error(err)
	}
}

func about() document.About {
	return document.About{
		Version:   "0.1.0",
		Variables: map[string]document.Variable{"style": {Value: json.RawMessage(`"flat"`)}, "word": {Sensitive: true}},
	}
}

// TestEffects: what Terraform's words say is there before and after is there, so that
// a policy which goes by the words finds it.
func TestEffects(t *testing.T) {
	want := map[plan.Action]string{
		plan.None: "no-op", plan.Generate: "create", plan.Regenerate: "delete,create", plan.Resume: "delete,create", plan.Reuse: "create", plan.Import: "create",
		plan.Move: "update", plan.Place: "update", plan.Restore: "update", plan.Keep: "update", plan.Derive: "update", plan.Review: "no-op", plan.Reject: "update", plan.InDoubt: "no-op", plan.Tainted: "no-op", plan.Unmade: "no-op",
		plan.Remove: "delete", plan.Forget: "forget",
	}
	actions := map[string]plan.Action{}
	for a, address := range plantest.Names {
		actions[address] = a
	}
	for _, r := range document.MakePlan(plantest.Plan(), about()).ResourceChanges {
		a, ok := actions[r.Address]
		if !ok {
			continue
		}
		did := strings.Join(r.Change.Actions, ",")
		if did != want[a] {
			t.Errorf("%s is %s, want %s", a, did, want[a])
		}
		before, after := did != "create", did != "delete" && did != "forget"
		if (r.Change.Before != nil) != before || (r.Change.After != nil) != after {
			t.Errorf("%s is %s: before %v, after %v", a, did, r.Change.Before, r.Change.After)
		}
		if r.Paid != (a == plan.Generate || a == plan.Regenerate) || r.Paid != (r.Cost.Pictures == 1) {
			t.Errorf("%s: paid %v, cost %v", a, r.Paid, r.Cost)
		}
	}
}

// TestMoveInPlace: a record that moves alone is none of Terraform's changes.
func TestMoveInPlace(t *testing.T) {
	c := plantest.Change(plan.Move)
	c.Path = c.Before.Path
	r := document.MakePlan(&plan.Plan{Changes: []*plan.Change{c}}, about()).ResourceChanges[0]
	if diff := cmp.Diff([]string{"no-op"}, r.Change.Actions); diff != "" || r.PreviousAddress != "image.old" || r.GessoAction != "move" {
		t.Errorf("%+v", r)
	}
}

// TestSamePlanSameBytes: a document is reproducible.
func TestSamePlanSameBytes(t *testing.T) {
	var first string
	for range 5 {
		var text bytes.Buffer
		if err := document.Write(&text, document.MakePlan(plantest.Plan(), about())); err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = text.String()
		}
		if text.String() != first {
			t.Fatal("the same plan is written otherwise")
		}
	}
}

// TestNothing: a plan of nothing is a document too.
func TestNothing(t *testing.T) {
	var text bytes.Buffer
	doc := document.MakePlan(&plan.Plan{}, document.About{Version: "0.1.0"})
	if err := document.Write(&text, doc); err != nil {
		t.Fatal(err)
	}
	if err := schematest.Document("plan", text.Bytes()); err != nil {
		t.Error(err)
	}
	if doc.Applyable || !doc.Complete || doc.Sandbox {
		t.Errorf("%s", &text)
	}
}
