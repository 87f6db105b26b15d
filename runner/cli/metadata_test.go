package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/cli"
)

// functions is what the two programs print, as far as it is compared.
type functions struct {
	FormatVersion string               `json:"format_version"`
	Signatures    map[string]signature `json:"function_signatures"`
}

type signature struct {
	Description string      `json:"description"`
	Returns     any         `json:"return_type"`
	Parameters  []parameter `json:"parameters"`
	Variadic    *parameter  `json:"variadic_parameter"`
}

// parameter leaves the description out: the wording is each program's own.
type parameter struct {
	Name     string `json:"name"`
	Nullable bool   `json:"is_nullable"`
	Type     any    `json:"type"`
}

// elsewhere is what Terraform's functions have and gesso's have not: they reckon
// with networks and passwords, not with pictures.
var elsewhere = []string{"bcrypt", "cidrhost", "cidrnetmask", "cidrsubnet", "cidrsubnets", "rsadecrypt"}

// otherSignatures is where a signature is not Terraform's, and why.
var otherSignatures = map[string]string{
	"csvdecode":      "takes options, for tables that are not quite regular",
	"distinct":       "takes tuples as they are, which says less of its type",
	"format":         "says that it is a string also where an argument is not known",
	"formatlist":     "says that it is a list of strings also where an argument is not known",
	"templatestring": "looks at the expression first, as Terraform does, and says so in its type",
}

func TestFunctionSignatures(t *testing.T) {
	ours := ownFunctions(t)
	if ours.FormatVersion != "1.0" || len(ours.Signatures) < 100 {
		t.Fatalf("%d functions, format %q", len(ours.Signatures), ours.FormatVersion)
	}
	for name, s := range ours.Signatures {
		if s.Description == "" || strings.Contains(name, "::") {
			t.Errorf("%s: %+v", name, s)
		}
	}
	theirs := terraformFunctions(t)
	for _, name := range elsewhere {
		delete(theirs.Signatures, name)
	}
	for name, want := range theirs.Signatures {
		got, ok := ours.Signatures[name]
		want.Description, got.Description = "", ""
		diff := cmp.Diff(want, got)
		switch reason := otherSignatures[name]; {
		case strings.Contains(name, "::"):
		case !ok:
			t.Errorf("%s is missing", name)
		case diff != "" && reason == "":
			t.Errorf("%s (-terraform +gesso):\n%s", name, diff)
		case diff == "" && reason != "":
			t.Errorf("%s is as Terraform's, but %q is said of it", name, reason)
		}
	}
	for name := range ours.Signatures {
		if _, ok := theirs.Signatures[name]; !ok {
			t.Errorf("%s is not a function of Terraform", name)
		}
	}
}

func ownFunctions(t *testing.T) functions {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := cli.Env{Args: []string{"metadata", "functions", "-json"}, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr}
	if code := cli.Run(context.Background(), env); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	return decodeFunctions(t, stdout.Bytes())
}

func terraformFunctions(t *testing.T) functions {
	t.Helper()
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("there is no terraform on the PATH to compare with")
	}
	cmd := exec.Command(terraform, "metadata", "functions", "-json")
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE=", "CHECKPOINT_DISABLE=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return decodeFunctions(t, out)
}

func decodeFunctions(t *testing.T, text []byte) functions {
	t.Helper()
	var f functions
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	return f
}
