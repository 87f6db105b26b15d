package spec

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBackendOf: who needs nothing but the backend finds what a configuration has.
func TestBackendOf(t *testing.T) {
	local := &BackendConfig{Kind: "local", Values: map[string]string{"path": "/mnt/team"}}
	for name, test := range map[string]struct {
		files map[string]string
		want  *BackendConfig
		err   string
	}{
		"none":                   {map[string]string{"a.hcl": `image "backend" { prompt = "x" }`}, nil, ""},
		"one":                    {map[string]string{"a.hcl": `image "a" {}`, "b.hcl": "gesso {\nbackend \"local\" { path = \"/mnt/team\" }\n}"}, local, ""},
		"by its other name":      {map[string]string{"b.hcl": "gesso {\nbackend \"dir\" { path = \"/mnt/team\" }\n}"}, local, ""},
		"in JSON":                {map[string]string{"b.hcl.json": `{"gesso":{"backend":{"local":{"path":"/mnt/team"}}}}`}, local, ""},
		"beside what is broken":  {map[string]string{"a.hcl": `image {{`, "b.hcl": "gesso {\nbackend \"local\" { path = \"/mnt/team\" }\n}"}, local, ""},
		"in what is broken":      {map[string]string{"b.hcl": `gesso { backend "local" { path = "/mnt/team" `}, nil, "b.hcl does not tell where the project is kept"},
		"of no kind":             {map[string]string{"b.hcl": "gesso {\nbackend { path = \"/mnt/team\" }\n}"}, nil, "b.hcl:2 does not tell where the project is kept"},
		"of an unknown kind":     {map[string]string{"b.hcl": "gesso {\nbackend \"consul\" {}\n}"}, nil, "Unsupported backend type"},
		"twice":                  {map[string]string{"a.hcl": "gesso {\nbackend \"local\" {}\n}", "b.hcl": "gesso {\nbackend \"s3\" {}\n}"}, nil, "Duplicate backend block"},
		"with a secret":          {map[string]string{"a.hcl": "gesso {\nbackend \"s3\" {\ntoken = \"HIDDEN\"\n}\n}"}, nil, "a.hcl:2: Credentials"},
		"with a variable":        {map[string]string{"a.hcl": "gesso {\nbackend \"s3\" { bucket = var.b }\n}"}, nil, "Variables not allowed"},
		"in a directory of none": {nil, nil, ""},
	} {
		got, err := BackendOf(write(t, test.files))
		if (test.err == "") != (err == nil) || err != nil && (!strings.Contains(err.Error(), test.err) || strings.Contains(err.Error(), "HIDDEN")) {
			t.Errorf("%s: %v; want %q", name, err, test.err)
		}
		if got != nil {
			got.Range = local.Range
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestBackendOfLargeFiles: of a large file only what can have the block is parsed.
func TestBackendOfLargeFiles(t *testing.T) {
	images := strings.Repeat("image \"a\" {\n  prompt = \"${local.style}, a heron\"\n}\n", 500)
	for name, broken := range map[string]string{"sound": "", "with a mistake elsewhere": "image \"b\" {\n  prompt = = 1\n}\n"} {
		got, err := BackendOf(write(t, map[string]string{"main.hcl": images + broken + images + "gesso {\n  backend \"local\" {\n    path = \"/mnt/team\"\n  }\n}\n" + images}))
		if err != nil || got == nil || got.Values["path"] != "/mnt/team" || got.Range.Start.Line < 3000 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
