package format_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/spec/format"
)

// TestOracle: Source gives the same bytes as terraform fmt, for the corpus and
// for some hundred texts that nobody wrote.
func TestOracle(t *testing.T) {
	texts := ugliest(t)
	random := ugly()
	for i := range 300 {
		texts[fmt.Sprintf("random_%03d", i)] = []byte(random.Example(i))
	}
	for name, want := range terraformFmt(t, texts) {
		got, diags := format.Source(texts[name], name+".hcl")
		if diags.HasErrors() {
			t.Errorf("%s: %v", name, diags)
			continue
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-terraform +gesso):\n%s\n%q", name, diff, texts[name])
		}
	}
}

// terraformFmt returns what terraform makes of texts by name. It skips the test
// where there is no terraform. One run for all: it takes longer to start than to
// format.
func terraformFmt(t *testing.T, texts map[string][]byte) map[string][]byte {
	t.Helper()
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("there is no terraform on the PATH to compare with; testdata/*.want were compared when they were written")
	}
	dir := t.TempDir()
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name+".tf"), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(terraform, "fmt", "-no-color", "-list=false", dir)
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE=", "CHECKPOINT_DISABLE=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("terraform fmt: %v\n%s", err, out)
	}
	formatted := map[string][]byte{}
	for name := range texts {
		text, err := os.ReadFile(filepath.Join(dir, name+".tf"))
		if err != nil {
			t.Fatal(err)
		}
		formatted[name] = text
	}
	return formatted
}
