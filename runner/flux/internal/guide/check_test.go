package guide

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every row of the API's table: for each model, sizes and what is said of them.
func TestCheckSizes(t *testing.T) {
	const (
		fine     = ""
		disputed = "warning: Disputed size"
		wrong    = "error: Unsupported size"
		missing  = "warning: Missing size"
	)
	first := map[string]string{
		"": fine, "1024x1024": fine, "1024x1792": disputed, "256x1440": disputed, "16:9": disputed,
		"100x100": wrong, "1000x1000": wrong, "1472x1024": wrong, "7:5": wrong, "big": wrong, "1024X1024": wrong,
	}
	ultra := map[string]string{"": fine, "16:9": fine, "5:4": fine, "1024x1024": wrong, "7:5": wrong}
	ratio := map[string]string{"": fine, "1:1": fine, "16:9": fine, "9:21": fine, "5:4": disputed, "4:5": disputed, "1024x1024": wrong, "100x100": wrong, "7:5": wrong, "16:09": wrong}
	second := map[string]string{"": missing, "64x96": disputed, "4096x4096": disputed, "1:1": fine, "16:9": fine, "5:4": disputed, "4:5": disputed, "100x100": wrong, "32x64": wrong, "7:5": wrong}
	table := map[string]map[string]string{
		"":                   first,
		"flux-dev":           first,
		"flux-pro":           first,
		"flux-pro-1.1":       {"": fine, "256x1440": fine, "1024x1024": fine, "1024x1792": wrong, "16:9": wrong, "224x256": wrong, "257x256": wrong},
		"flux-pro-1.1-ultra": ultra,
		"flux-kontext-pro":   ratio,
		"flux-kontext-max":   ratio,
		"flux-2-flex":        second,
		"flux-2-pro":         second,
		"flux-2-max":         second,
		"flux-2-klein":       second,
	}
	for _, name := range Models() {
		if table[name] == nil {
			t.Errorf("%s has no row in the test", name)
		}
	}
	for name, row := range table {
		for size, want := range row {
			if got := verdicts(name, size, false); got != want {
				t.Errorf("%s with %q: got %q, want %q", name, size, got, want)
			}
		}
	}
}

func TestCheckEdits(t *testing.T) {
	const (
		fine   = ""
		unsure = "warning: Model may not edit"
		wrong  = "error: Model cannot edit"
	)
	table := map[string]string{
		"": unsure, "flux-dev": unsure, "flux-pro": unsure, "flux-pro-1.1": wrong, "flux-pro-1.1-ultra": wrong,
		"flux-kontext-pro": fine, "flux-kontext-max": fine,
		"flux-2-flex": unsure, "flux-2-pro": fine, "flux-2-max": unsure, "flux-2-klein": unsure,
	}
	for name, want := range table {
		got := strings.TrimPrefix(verdicts(name, "", true), "warning: Missing size")
		if got = strings.TrimPrefix(got, ", "); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// verdicts lists what Check has to say, and whether each is a warning.
func verdicts(name, size string, edit bool) string {
	var all []string
	for _, p := range Check(name, size, edit) {
		level := "error"
		if p.Warning {
			level = "warning"
		}
		all = append(all, level+": "+p.Summary)
	}
	return strings.Join(all, ", ")
}

// An unknown model is one warning, whatever else is strange about the request.
func TestCheckUnknownModel(t *testing.T) {
	for name, want := range map[string]string{
		"flux-pro-1.2":     "flux-pro-1.1",
		"Flux Dev":         "flux-dev",
		"flux_kontext_pro": "flux-kontext-pro",
		"flux-2-kleine":    "flux-2-klein",
		"sdxl":             "",
	} {
		problems := Check(name, "huge", true)
		if len(problems) != 1 || !problems[0].Warning || problems[0].Argument != "model" {
			t.Errorf("%s: got %v", name, problems)
			continue
		}
		if got := suggestion(problems[0].Detail); got != want {
			t.Errorf("%s: suggests %q, want %q", name, got, want)
		}
	}
}

// What a size suggests is a size that some guide allows, or nothing.
func TestCheckSuggestsSizes(t *testing.T) {
	tests := []struct{ model, size, want string }{
		{"flux-pro-1.1", "1024X768", "1024x768"},
		{"flux-pro-1.1", " 1024 × 768 ", "1024x768"},
		{"flux-pro-1.1", "1000x1000", "992x992"},
		{"flux-pro-1.1", "100x9999", "256x1440"},
		{"flux-pro-1.1", "16:9", ""},
		{"flux-kontext-pro", "16/9", "16:9"},
		{"flux-kontext-pro", "1920x1080", "16:9"},
		{"flux-kontext-pro", "1000x1001", "1:1"},
		{"flux-kontext-pro", "big", ""},
		{"flux-2-klein", "100x7", "96x64"},
		{"flux-2-klein", "9999999x64", ""},
	}
	for _, test := range tests {
		problems := Check(test.model, test.size, false)
		if len(problems) != 1 || problems[0].Warning {
			t.Errorf("%s with %q: got %v", test.model, test.size, problems)
			continue
		}
		got := suggestion(problems[0].Detail)
		if got != test.want {
			t.Errorf("%s with %q: suggests %q, want %q", test.model, test.size, got, test.want)
		}
		if m, _ := find(test.model); got != "" && !m.possible(got) {
			t.Errorf("%s does not take its own suggestion %q", test.model, got)
		}
	}
}

func suggestion(detail string) string {
	_, rest, _ := strings.Cut(detail, `Did you mean "`)
	word, _, _ := strings.Cut(rest, `"?`)
	return word
}

// Details are whole sentences, written once here as they are shown.
func TestCheckTexts(t *testing.T) {
	var got []string
	for _, p := range append(Check("flux-pro-1.1", "16:9", true), Check("", "16:9", true)...) {
		got = append(got, p.Argument+": "+p.Detail)
	}
	want := []string{
		`size: The model "flux-pro-1.1" does not take the size "16:9". It takes WIDTHxHEIGHT with both sides from 256 to 1440 pixels and multiples of 32.`,
		`model: The image has a source, and the model "flux-pro-1.1" cannot edit pictures. Use a model that can, such as flux-kontext-pro, flux-kontext-max or flux-2-pro, or remove the source.`,
		`size: The provider's guides differ on whether the model "flux-dev" takes the size "16:9". The older one says WIDTHxHEIGHT with both sides from 256 to 1440 pixels and multiples of 32; the newer one says one of 1024x1024, 1024x1792, 1792x1024, or one of the ratios 21:9, 16:9, 4:3, 3:2, 1:1, 3:4, 2:3, 9:16, 9:21. The request is sent as it is, and the provider decides.`,
		`source: The image has a source, and the provider's guides do not agree that the model "flux-dev" can edit pictures. The request is sent as it is, and the provider decides; flux-kontext-pro, flux-kontext-max and flux-2-pro surely can.`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}
