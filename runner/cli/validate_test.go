package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/cli"
)

// verdict is what the two programs print, as far as it is compared: the words
// are each program's own.
type verdict struct {
	FormatVersion string `json:"format_version"`
	Valid         bool   `json:"valid"`
	ErrorCount    int    `json:"error_count"`
	Diagnostics   []struct {
		Severity string  `json:"severity"`
		Range    place   `json:"range"`
		Snippet  excerpt `json:"snippet"`
	} `json:"diagnostics"`
}

type place struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

type position struct{ Line, Column, Byte int }

type excerpt struct {
	Context   string `json:"context"`
	Code      string `json:"code"`
	StartLine int    `json:"start_line"`
	From      int    `json:"highlight_start_offset"`
	To        int    `json:"highlight_end_offset"`
	Call      any    `json:"function_call"`
	Values    []struct {
		Traversal string `json:"traversal"`
	} `json:"values"`
}

// twin is a configuration of both programs, with mistakes that both find.
const twin = `variable "style" {
  type = object({ name = string, tags = list(string) })
}

locals {
  colours = { ink = "ü", oil = 1 }
  missing = "${local.colours.chalk} and ${local.colours.ink}"
  index   = local.colours[
    "water"
  ]
	tabs    = "naïve ${[1, 2]}"
  call    = upper("a", local.colours)
  number  = tonumber(local.colours)
  unknown = var.stile
  typed   = var.style.nme
  fine    = { for tag in var.style.tags : tag => length(tag) }
}

output "whole" {
  value = { a = 1 }.b
}

output "far" {
  value = join(",", local.colours.nothing)
}
`

// TestValidateTwin asserts that whatever reads terraform validate -json reads
// gesso's as well: the same mistakes are at the same places, quoted alike.
func TestValidateTwin(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("there is no terraform on the PATH to compare with")
	}
	dir, own := t.TempDir(), t.TempDir() // else gesso warns that it does not read main.tf
	for _, name := range []string{filepath.Join(dir, "main.tf"), filepath.Join(own, "main.hcl")} {
		if err := os.WriteFile(name, []byte(twin), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(terraform, "-chdir="+dir, "validate", "-json")
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE=", "CHECKPOINT_DISABLE=1")
	theirs, err := cmd.Output()
	if len(theirs) == 0 {
		t.Fatal(err)
	}
	ours := validateJSON(t, own, 1)
	if diff := cmp.Diff(shape(t, theirs), shape(t, ours)); diff != "" {
		t.Errorf("the shape (-terraform +gesso):\n%s", diff)
	}
	want, got := decodeVerdict(t, theirs), decodeVerdict(t, ours)
	if len(want) < 8 {
		t.Errorf("terraform finds only %d mistakes", len(want))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-terraform +gesso):\n%s", diff)
	}
}

func validateJSON(t *testing.T, dir string, code int) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := cli.Env{Args: []string{"-chdir=" + dir, "validate", "-json"}, Stdin: bytes.NewReader(nil), Stdout: &stdout, Stderr: &stderr}
	if got := cli.Run(context.Background(), env); got != code || stderr.Len() > 0 {
		t.Fatalf("exit code %d, want %d: %s", got, code, &stderr)
	}
	return stdout.Bytes()
}

// decodeVerdict returns the diagnostics by line and column, as neither program
// promises an order.
func decodeVerdict(t *testing.T, text []byte) map[position]any {
	t.Helper()
	var v verdict
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	if v.FormatVersion != "1.0" || v.Valid || v.ErrorCount != len(v.Diagnostics) {
		t.Errorf("version %q, valid %t, %d errors of %d", v.FormatVersion, v.Valid, v.ErrorCount, len(v.Diagnostics))
	}
	found := map[position]any{}
	for _, d := range v.Diagnostics {
		found[d.Range.Start] = d
	}
	return found
}

// shape is the document without what it says: the path and the type of
// everything in it.
func shape(t *testing.T, text []byte) map[string]bool {
	t.Helper()
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	addShape(found, "", document)
	return found
}

func addShape(found map[string]bool, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			addShape(found, path+"."+name, value)
		}
	case []any:
		found[path+"[]"] = true
		for _, element := range v {
			addShape(found, path+"[]", element)
		}
	default:
		found[fmt.Sprintf("%s %T", path, v)] = true
	}
}
