package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gesso/runner/cli"
	"gesso/runner/schema/schematest"
)

// secretImages have secrets in all that an image is made of, and failures of each kind.
const secretImages = secretVariables + `
variable "word" { default = "a" }
provider "flux" {
  endpoint = "sandbox"
  token    = var.secret
  sandbox { moderate = ["refused"] }
}
image "plain"   { prompt = "${var.word} ${var.secret}" }
image "refused" { prompt = "refused ${var.secret}" }
image "later"   { prompt = "${var.secret} ${image.plain.sha256}" }
image "edited" {
  prompt = var.secret
  model  = "flux-kontext-pro"
  source = image.plain
}
image "judged" {
  prompt = "${var.secret}!"
  lifecycle {
    postcondition {
      condition     = self.width == 1 || var.secret == ""
      error_message = "It is wide."
    }
  }
}
image "web" {
  prompt = var.secret
  model  = "flux-kontext-pro"
  source = "http://127.0.0.1:1/${var.secret}.png"
}
output "secret" {
  value     = var.secret
  sensitive = true
}
check "x" {
  assert {
    condition     = var.secret == image.plain.sha256
    error_message = "No."
  }
}
`

// TestNoJSONTellsASecret runs everything that prints JSON where secrets are in all that
// it could tell of.
func TestNoJSONTellsASecret(t *testing.T) {
	dir := t.TempDir()
	writeIn(t, dir, "main.hcl", secretImages)
	for _, args := range [][]string{
		{"validate", "-json"}, {"plan", "-json"}, {"apply", "-json", "-auto-approve"}, {"plan", "-json"}, {"plan", "-json", "-var=word=b"},
		{"plan", "-json", "-replace=image.edited"}, {"apply", "-json", "-auto-approve", "-var=word=b"}, {"show", "-json"}, {"state", "list", "-json"},
		{"audit", "-json"}, {"destroy", "-json", "-auto-approve"}, {"audit", "-json"},
	} {
		quiet(t, dir, args...)
	}
	quietFiles(t, dir)
}

// TestExamplesAsJSON validates what is printed of each example's whole life.
func TestExamplesAsJSON(t *testing.T) {
	if raced {
		t.Skip("what it runs is raced elsewhere")
	}
	t.Parallel()
	examples, err := filepath.Glob(filepath.Join(root, "examples", "*", "main.hcl"))
	if err != nil || len(examples) == 0 {
		t.Fatalf("no example found: %v", err)
	}
	for _, example := range examples {
		t.Run(filepath.Base(filepath.Dir(example)), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(filepath.Dir(example))); err != nil {
				t.Fatal(err)
			}
			for _, left := range []string{".gesso", "gesso.state", "assets"} {
				_ = os.RemoveAll(filepath.Join(dir, left))
			}
			for _, step := range []struct {
				args  string
				check func([]byte) error
			}{
				{"validate -json", asDescribed("validate")}, {"plan -json -max-images=2", schematest.Lines}, {"apply -json -auto-approve -max-images=2", schematest.Lines},
				{"plan -json", schematest.Lines}, {"show -json", asDescribed("state")}, {"state list -json", asDescribed("state-list")}, {"audit -json", asDescribed("audit")},
				{"store verify -json", asDescribed("store-verify")}, {"store gc -json", asDescribed("store-gc")},
				{"plan -json -destroy", schematest.Lines}, {"destroy -json -auto-approve", schematest.Lines},
			} {
				var stdout, stderr bytes.Buffer
				cli.Run(t.Context(), cli.Env{
					Args: append([]string{"-chdir=" + dir}, strings.Fields(step.args)...), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
					Environ: []string{endpointVariable + "=sandbox"},
				})
				if err := step.check(stdout.Bytes()); err != nil || stderr.Len() > 0 {
					t.Errorf("gesso %s: %v\n%s", step.args, err, &stderr)
				}
			}
		})
	}
}

// asDescribed validates a document of a name.
func asDescribed(name string) func([]byte) error {
	return func(text []byte) error { return schematest.Document(name, text) }
}
