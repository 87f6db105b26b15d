package schema_test

import (
	"flag"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/document"
	"gesso/runner/gallery"
	"gesso/runner/machine"
	"gesso/runner/plan"
	"gesso/runner/provider"
	"gesso/runner/schema"
	"gesso/runner/takes"
	"gesso/runner/timeline"
)

var update = flag.Bool("update", false, "write the schemas from the types")

// documents are all that gesso prints as one document, and of which type it is.
var documents = map[string]struct {
	title string
	typ   reflect.Type
}{
	"audit":        {"gesso audit -json", reflect.TypeFor[document.Audit]()},
	"diff":         {"gesso diff -json A B", reflect.TypeFor[document.Differences]()},
	"functions":    {"gesso metadata functions -json", reflect.TypeFor[document.Functions]()},
	"gallery":      {"gesso gallery -json", reflect.TypeFor[gallery.Gallery]()},
	"inspect":      {"gesso inspect -json FILE...", reflect.TypeFor[document.Inspection]()},
	"home":         {"gesso home -json", reflect.TypeFor[document.Home]()},
	"history":      {"gesso history -json", reflect.TypeFor[document.History]()},
	"language":     {"gesso schema -json", reflect.TypeFor[document.Language]()},
	"models":       {"gesso models -json", reflect.TypeFor[document.Models]()},
	"outputs":      {"gesso output -json", reflect.TypeFor[map[string]document.Output]()},
	"plan":         {"gesso show -json FILE", reflect.TypeFor[document.Plan]()},
	"review":       {"gesso review -json", reflect.TypeFor[document.Review]()},
	"state":        {"gesso show -json, gesso state show -json ADDRESS", reflect.TypeFor[document.State]()},
	"state-list":   {"gesso state list -json", reflect.TypeFor[document.StateList]()},
	"store-copy":   {"gesso store push -json DIR, gesso store pull -json DIR", reflect.TypeFor[document.StoreCopy]()},
	"store-gc":     {"gesso store gc -json", reflect.TypeFor[document.StoreGC]()},
	"store-verify": {"gesso store verify -json", reflect.TypeFor[document.StoreVerify]()},
	"taint":        {"gesso taint -json ADDRESS..., gesso untaint -json ADDRESS...", reflect.TypeFor[document.Marks]()},
	"takes":        {"gesso takes -json ADDRESS", reflect.TypeFor[document.Takes]()},
	"validate":     {"gesso validate -json, and any document's place after an error", reflect.TypeFor[document.Verdict]()},
	"version":      {"gesso version -json", reflect.TypeFor[document.VersionInfo]()},
}

// lines are the lines of gesso plan -json, apply -json and destroy -json by their types.
var lines = map[string]reflect.Type{
	machine.TypeVersion:       reflect.TypeFor[machine.Version](),
	machine.TypePlannedChange: reflect.TypeFor[machine.PlannedChange](),
	machine.TypeDecision:      reflect.TypeFor[machine.Decision](),
	machine.TypeStrayCall:     reflect.TypeFor[machine.StrayCall](),
	machine.TypeChangeSummary: reflect.TypeFor[machine.ChangeSummary](),
	machine.TypeOutputs:       reflect.TypeFor[machine.Outputs](),
	machine.TypeDiagnostic:    reflect.TypeFor[machine.Diagnostic](),
	machine.TypeLog:           reflect.TypeFor[machine.Log](),
	machine.TypeThrottled:     reflect.TypeFor[machine.Throttled](),
	machine.TypeApplyStart:    reflect.TypeFor[machine.Apply](),
	machine.TypeApplyProgress: reflect.TypeFor[machine.Apply](),
	machine.TypeApplyComplete: reflect.TypeFor[machine.Apply](),
	machine.TypeApplyErrored:  reflect.TypeFor[machine.Apply](),
	machine.TypeApplySkipped:  reflect.TypeFor[machine.Apply](),
	machine.TypeHomeWaiting:   reflect.TypeFor[machine.HomeHeld](),
	machine.TypeHomeTakenOver: reflect.TypeFor[machine.HomeHeld](),
	machine.TypeHomeDeposed:   reflect.TypeFor[machine.HomeHeld](),
}

// events is the name of the schema of lines.
const events = "events"

// narrowed has what a field's type does not tell: closed sets, mostly.
var narrowed = map[string]map[string]any{
	"FormatVersion":              {"pattern": `^1\.[0-9]+$`},
	"Head.Level":                 oneOf("info", "warn", "error"),
	"Diagnostic.Severity":        oneOf(document.Error, document.Warning),
	"ResourceChange.Mode":        oneOf("managed"),
	"Resource.Mode":              oneOf("managed"),
	"Home.Kind":                  oneOf(document.FolderHome, "local", "s3"),
	"ResourceChange.Index":       {"type": []string{"integer", "string"}},
	"Resource.Index":             {"type": []string{"integer", "string"}},
	"Resource.ResourceKey":       {"type": []string{"integer", "string", "null"}},
	"ResourceChange.GessoAction": oneOf(actions()...),
	"Change.GessoAction":         oneOf(actions()...),
	"Hook.GessoAction":           oneOf(actions()...),
	"Stray.GessoAction":          oneOf(plan.Resume.String(), plan.InDoubt.String()),
	"Change.Actions":             {"items": oneOf("no-op", "create", "update", "delete", "forget")},
	"OutputChange.Actions":       {"items": oneOf("no-op", "create", "update")},
	"Change.Action":              oneOf(effects()...),
	"Hook.Action":                oneOf(effects()...),
	"Hook.Stage":                 oneOf("starting", "submitting", "queued", "downloading"),
	"Hook.State":                 oneOf("done", "unchanged", "failed", "tainted", "in doubt", "left out", "skipped", "paid", "unmade"),
	"Hook.Charge":                oneOf(provider.NotCharged.String(), provider.PerhapsCharged.String(), provider.AlreadyPaid.String()),
	"Hook.Percent":               {"minimum": 0, "maximum": 100},
	"OpenCall.State":             oneOf(document.CallInDoubt, document.CallToCollect, document.CallLost),
	"Reason.Cause":               oneOf(causes()...),
	"Changes.Operation":          oneOf("plan", "apply", "destroy", "undo", "adopt", "restore", "import"),
	"RecordedChange.What":        oneOf(string(timeline.Made), string(timeline.Replaced), string(timeline.Moved), string(timeline.Placed), string(timeline.Derived), string(timeline.Reviewed), string(timeline.Noted), string(timeline.Removed)),
	"Image.Status":               oneOf(statuses()...),
	"StatusCount.Status":         oneOf(statuses()...),
	"Word.Change":                oneOf("=", "-", "+"),
	"Review.Verdict":             oneOf("approve", "reject"),
	"Take.Verdict":               oneOf("approve", "reject"),
	"Planned.Action":             oneOf(actions()...),
	"Take.How":                   oneOf(string(takes.Bought), string(takes.Extra), string(takes.Rival), string(takes.Adopted), string(takes.Painted)),
	"Derivation.Action":          oneOf(acts()...),
	"Note.Kind":                  oneOf(noteKinds()...),
}

func oneOf(words ...string) map[string]any { return map[string]any{"enum": words} }

func actions() []string {
	var words []string
	for _, a := range plan.Actions() {
		words = append(words, a.String())
	}
	return words
}

func statuses() []string {
	var words []string
	for _, s := range gallery.Statuses() {
		words = append(words, string(s))
	}
	return words
}

func acts() []string {
	var words []string
	for _, a := range plan.Acts() {
		words = append(words, string(a))
	}
	return words
}

// effects are Terraform's words for what an event's change does.
func effects() []string {
	words := []string{"move", "import"}
	for e := document.NoOp; e <= document.Forget; e++ {
		words = append(words, e.String())
	}
	return words
}

func causes() []string {
	var words []string
	for c := plan.New; c <= plan.Waits; c++ {
		words = append(words, c.String())
	}
	return words
}

// TestDocuments holds each document's schema to its type.
func TestDocuments(t *testing.T) {
	for name, d := range documents {
		w := newWriter(t)
		body := w.of(d.typ)
		if d.typ.Kind() == reflect.Struct {
			body = w.object(d.typ)
			delete(w.defs, definition(d.typ))
			if properties := body["properties"].(map[string]any); properties["format_version"] == nil {
				t.Errorf("%s has no format_version", name)
			}
		}
		compare(t, name, w.document(name, d.title, body))
	}
}

// TestEvents holds the schema of lines to their types.
func TestEvents(t *testing.T) {
	w := newWriter(t)
	var refs []any
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		schema := w.object(lines[name])
		schema["properties"].(map[string]any)["type"] = map[string]any{"const": name}
		w.defs[name+"_line"] = schema
		refs = append(refs, map[string]any{"$ref": "#/$defs/" + name + "_line"})
	}
	compare(t, events, w.document(events, "a line of gesso plan -json, apply -json and destroy -json", map[string]any{"oneOf": refs}))
}

// TestNames: a schema is there for each document, and for nothing else.
func TestNames(t *testing.T) {
	want := append(slices.Collect(maps.Keys(documents)), events)
	slices.Sort(want)
	if diff := cmp.Diff(want, schema.Names()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, name := range want {
		if text, ok := schema.Text(name); !ok || text == "" {
			t.Errorf("%s has no text", name)
		}
	}
	if _, ok := schema.Text("../schema"); ok {
		t.Error("a path is a name")
	}
}

// noteKinds are all that a note can be.
func noteKinds() []string {
	var words []string
	for _, k := range plan.NoteKinds() {
		words = append(words, string(k))
	}
	return words
}
