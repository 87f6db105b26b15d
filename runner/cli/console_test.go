package cli_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/cli"
)

// consoleConfig is what the expressions of TestConsole use, in the language of
// both programs.
const consoleConfig = `
variable "secret" {
  default   = "hunter2"
  sensitive = true
}
variable "object" { default = { a = 1, b = ["x"] } }
variable "no_list" {
  type    = list(string)
  default = null
}
variable "no_map" {
  type    = map(number)
  default = null
}
variable "no_set" {
  type    = set(object({ a = list(string) }))
  default = null
}
variable "no_object" {
  type    = object({ a = string })
  default = null
}
variable "no_tuple" {
  type    = tuple([string])
  default = null
}
locals { text = "local" }
`

// TestConsole compares how values are printed with testdata/console, which
// holds what terraform console prints: -update asks it.
func TestConsole(t *testing.T) {
	dir := consoleDir(t)
	text, err := os.ReadFile("testdata/console/expressions.txt")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/console/values.txt"
	expressions := strings.Split(strings.TrimSpace(string(text)), "\n")
	if *update {
		printed := printAll(expressions, func(expression string) string { return terraformConsole(t, dir, expression) })
		if err := os.WriteFile(golden, []byte(printed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got := printAll(expressions, func(expression string) string { return gessoConsole(t, dir, expression) })
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-terraform +gesso):\n%s", diff)
	}
}

// TestConsoleTwin asks the terraform that is there for all of it at once.
func TestConsoleTwin(t *testing.T) {
	dir := consoleDir(t)
	text, err := os.ReadFile("testdata/console/expressions.txt")
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, expression := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if !strings.HasPrefix(expression, "type(") && !strings.Contains(expression, "#") {
			values = append(values, expression)
		}
	}
	all := "[" + strings.Join(values, ", ") + "]"
	if diff := cmp.Diff(terraformConsole(t, dir, all), gessoConsole(t, dir, all)); diff != "" {
		t.Errorf("(-terraform +gesso):\n%s", diff)
	}
}

func consoleDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"main.tf": consoleConfig, "main.hcl": consoleConfig + `image "fox" { prompt = "a red fox" }`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func printAll(expressions []string, console func(string) string) string {
	var b strings.Builder
	for _, expression := range expressions {
		b.WriteString("> " + expression + "\n" + console(expression))
	}
	return b.String()
}

func gessoConsole(t *testing.T, dir, expression string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := cli.Env{Args: []string{"-chdir=" + dir, "console"}, Stdin: strings.NewReader(expression), Stdout: &stdout, Stderr: &stderr}
	if code := cli.Run(context.Background(), env); code != 0 {
		t.Errorf("%s: exit code %d: %s", expression, code, &stderr)
	}
	return stdout.String()
}

func terraformConsole(t *testing.T, dir, expression string) string {
	t.Helper()
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("there is no terraform on the PATH to compare with")
	}
	cmd := exec.Command(terraform, "-chdir="+dir, "console")
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE=", "CHECKPOINT_DISABLE=1")
	cmd.Stdin = strings.NewReader(expression + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("terraform on %s: %v", expression, err)
	}
	return string(out)
}
