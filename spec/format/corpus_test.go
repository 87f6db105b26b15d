package format_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/format"
)

var update = flag.Bool("update", false, "write what Source makes of testdata/*.hcl beside it")

// ugliest returns the corpus by name: testdata's files, without .hcl.
func ugliest(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.hcl")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files in testdata, %v", len(files), err)
	}
	corpus := map[string][]byte{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		corpus[strings.TrimSuffix(filepath.Base(file), ".hcl")] = src
	}
	return corpus
}

// TestCorpus: every NAME.hcl of testdata becomes NAME.want. That terraform
// thinks so too is TestOracle's.
func TestCorpus(t *testing.T) {
	for name, src := range ugliest(t) {
		got, diags := format.Source(src, name+".hcl")
		if diags.HasErrors() {
			t.Errorf("%s: %v", name, diags)
			continue
		}
		kept := filepath.Join("testdata", name+".want")
		if *update {
			if err := os.WriteFile(kept, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(kept)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
