package provenance

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gesso/state"
)

var record = &state.Record{
	Request: &state.Request{Kind: "flux", Action: "generate", Prompt: "a \"red\" <fox> & 7 hens,\n\tin the snow", Model: "flux-dev", Size: "1024x1024"},
	Picture: state.Picture{Key: "k1:7", Artifact: "abc", Seed: "42", Task: "task-7", Generated: time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)},
}

var facts = Facts{
	Prompt: record.Request.Prompt, Action: "generate", Model: "flux-dev", Size: "1024x1024", Seed: "42", Task: "task-7", Key: "k1:7", Artifact: "abc",
	Made: Trained, Created: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Tool: "gesso 1.2.3",
}

func TestOf(t *testing.T) {
	for name, c := range map[string]struct {
		change func(r *state.Record, q *state.Request)
		want   func(f *Facts)
	}{
		"as it is":     {func(*state.Record, *state.Request) {}, func(*Facts) {}},
		"a secret":     {func(_ *state.Record, q *state.Request) { q.Prompt = "" }, func(f *Facts) { f.Prompt = "" }},
		"a sandbox's":  {func(_ *state.Record, q *state.Request) { q.Kind = "sandbox" }, func(f *Facts) { f.Made = Algorithm }},
		"a task's":     {func(r *state.Record, _ *state.Request) { r.Imported = true }, func(*Facts) {}},
		"a user's":     {func(r *state.Record, _ *state.Request) { r.Imported, r.Task = true, "" }, func(f *Facts) { *f = Facts{Artifact: "abc", Tool: f.Tool} }},
		"a long story": {func(_ *state.Record, q *state.Request) { q.Prompt = strings.Repeat("ü", maxPrompt) }, func(f *Facts) { f.Prompt = strings.Repeat("ü", maxPrompt/2) + "…" }},
	} {
		r, q, want := *record, *record.Request, facts
		r.Request = &q
		c.change(&r, &q)
		c.want(&want)
		if diff := cmp.Diff(want, Of(&r, "1.2.3")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestPacketAndParse(t *testing.T) {
	for _, want := range []Facts{facts, {Artifact: "abc", Tool: "gesso 1"}} {
		got, ours := Parse(want.Packet())
		if diff := cmp.Diff(want, got); diff != "" || !ours {
			t.Errorf("ours is %v: %s", ours, diff)
		}
	}
	if len(Facts{Prompt: cut(strings.Repeat("\"", 100_000))}.Packet()) > 60_000 {
		t.Error("a packet that no JPEG holds")
	}
}

// Of strangers' packets only the words of the IPTC are heard.
func TestParseOfOthers(t *testing.T) {
	other := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description xmlns:i="` + nsIPTC + `" xmlns:p="` + nsXMP + `" p:CreatorTool="Painter 5">` +
		`<i:DigitalSourceType>` + sourceTypes + `trainedAlgorithmicMedia</i:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta>`
	got, ours := Parse([]byte(other))
	if diff := cmp.Diff(Facts{Made: Trained, Tool: "Painter 5"}, got); diff != "" || ours {
		t.Errorf("ours is %v: %s", ours, diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(facts.Packet())
	f.Add([]byte("<a><b/></a>"))
	f.Fuzz(func(t *testing.T, packet []byte) {
		found, ours := Parse(packet)
		if again, really := Parse(packet); again != found || really != ours {
			t.Fatal("another answer the second time")
		}
		if back, _ := Parse(found.Packet()); back.Key != found.Key && len(found.Packet()) < MaxPacket {
			t.Fatalf("the key %q became %q", found.Key, back.Key)
		}
	})
}
