package funcs_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write into testdata/expressions.txt what terraform answers")

// TestOracle asserts that expressions.txt says what Terraform does, where there is a terraform to ask. All expressions are locals of one
// module, so that two runs of terraform console answer for them all: one with their values, one with their types.
func TestOracle(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("there is no terraform on the PATH to compare with; the answers kept in testdata were compared when they were written")
	}
	expressions := readExpressions(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filesDir)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "oracle.tf"), module(expressions), 0o600); err != nil {
		t.Fatal(err)
	}

	values := decodeValues(t, console(t, terraform, dir, "base64encode(nonsensitive(jsonencode(local.values)))"))
	types := splitTypes(console(t, terraform, dir, "type(local.results)"))
	if len(values) != len(expressions) || len(types) != len(expressions) {
		t.Fatalf("%d values and %d types for %d expressions", len(values), len(types), len(expressions))
	}
	for i, e := range expressions {
		got := refused
		if values[i] != refused {
			got = types[i] + " " + values[i]
		}
		if got == e.want {
			continue
		}
		if !*update {
			t.Errorf("%s:%d: %s\nterraform: %s\n     kept: %s", expressionsFile, e.line, e.text, got, e.want)
		}
		expressions[i].want = got
	}
	if *update {
		writeExpressions(t, expressions)
	}
}

// module writes the expressions as locals. A result is a tuple with the value in it, or null for one that was refused.
func module(expressions []expression) []byte {
	var b, results, values bytes.Buffer
	fmt.Fprintf(&b, "locals %s\nlocals {\n", locals)
	for i, e := range expressions {
		fmt.Fprintf(&b, "r%d = try([%s\n], null)\n", i, e.text)
		fmt.Fprintf(&b, "v%d = try(local.r%d == null ? %q : jsonencode(local.r%d[0]), %q)\n", i, i, refused, i, refused)
		fmt.Fprintf(&results, "local.r%d,\n", i)
		fmt.Fprintf(&values, "local.v%d,\n", i)
	}
	fmt.Fprintf(&b, "results = [\n%s]\nvalues = [\n%s]\n}\n", &results, &values)
	return b.Bytes()
}

// console returns what terraform console prints for one expression.
func console(t *testing.T, terraform, dir, expr string) string {
	t.Helper()
	cmd := exec.Command(terraform, "console", "-no-color")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+home, "TF_CLI_CONFIG_FILE=", "CHECKPOINT_DISABLE=1")
	cmd.Stdin = strings.NewReader(expr + "\n")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("terraform console: %v\n%s%s", err, out, &stderr)
	}
	return string(out)
}

func decodeValues(t *testing.T, printed string) []string {
	t.Helper()
	text, err := base64.StdEncoding.DecodeString(strings.Trim(strings.TrimSpace(printed), `"`))
	if err != nil {
		t.Fatalf("terraform console printed %.2000s: %v", printed, err)
	}
	var values []string
	if err := json.Unmarshal(text, &values); err != nil {
		t.Fatal(err)
	}
	return values
}

// splitTypes takes the type of the tuple of all results apart: each begins on a line of its own, indented by four, and is "dynamic" or a tuple
// of one type.
func splitTypes(printed string) []string {
	var types []string
	var lines []string
	for _, line := range strings.Split(printed, "\n") {
		if !strings.HasPrefix(line, "    ") {
			continue
		}
		lines = append(lines, strings.TrimSpace(line))
		if outermost := line[4] != ' '; !outermost || !strings.HasSuffix(line, ",") {
			continue
		}
		text := strings.Join(lines, " ")
		text = strings.NewReplacer("([ ", "([", ", ])", "])", "({ ", "({", ", })", "})", "( ", "(", ", )", ")").Replace(text)
		types = append(types, strings.TrimSuffix(strings.TrimPrefix(text, "tuple(["), "]),"))
		lines = nil
	}
	return types
}

func writeExpressions(t *testing.T, expressions []expression) {
	t.Helper()
	var b bytes.Buffer
	for _, e := range expressions {
		for _, line := range e.comment {
			fmt.Fprintln(&b, line)
		}
		fmt.Fprintf(&b, "%s\n=> %s\n", e.text, e.want)
	}
	if err := os.WriteFile(expressionsFile, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
