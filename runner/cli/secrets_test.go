package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gesso/runner/cli"
	"gesso/runner/flux"
	"gesso/runner/sandbox"
	"gesso/spec/funcs"
	"gesso/spec/lang"
)

// The secrets of these tests. Six characters of one in a row are a leak.
const (
	secretText   = `Q7zX"kpWv93/mJ4tR8\yL2`
	secretNumber = "739184650217"
	secretPart   = 6
)

const secretVariables = `
variable "secret" { sensitive = true }
variable "token" {
  type      = string
  ephemeral = true
}
variable "number" {
  type      = number
  sensitive = true
}
locals {
  s    = var.secret
  list = [var.secret, "${var.secret}!"]
  map  = { a = var.secret, b = [var.secret] }
  keys = sensitive({ (nonsensitive(sensitive("plain"))) = 1 })
}
`

// quiet runs a command in a directory and fails the test if it tells a secret.
func quiet(t *testing.T, dir string, args ...string) {
	t.Helper()
	quietly(t, dir, "", args...)
}

// quietly is quiet with a trace of a level, or none. It returns what is said.
func quietly(t *testing.T, dir, level string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	cli.Run(context.Background(), cli.Env{
		Args: append([]string{"-chdir=" + dir}, args...), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
		Environ: []string{"GESSO_VAR_secret=" + secretText, "GESSO_VAR_token=" + secretText, "GESSO_VAR_number=" + secretNumber, endpointVariable + "=sandbox", "GESSO_LOG=" + level},
	})
	if at := leakIn(out.String()); at >= 0 {
		text := out.String()
		t.Errorf("%v tells a secret: …%s…", args, text[max(0, at-600):min(len(text), at+200)])
	}
	return out.String()
}

// leakIn returns where a text has a part of a secret, or -1.
func leakIn(text string) int {
	for _, secret := range []string{secretText, secretNumber} {
		for i := 0; i+secretPart <= len(secret); i++ {
			if at := strings.Index(text, secret[i:i+secretPart]); at >= 0 {
				return at
			}
		}
	}
	return -1
}

// calls lists what a function may be called with, right or wrong.
func calls(name string) []string {
	var all []string
	for _, arguments := range []string{
		`local.s`, `var.token`, `var.number`, `local.list`, `local.map`, `[local.s]`,
		`local.s, local.s`, `"x", local.s`, `local.s, "x"`, `1, local.s`, `local.s, 1`, `local.list, local.s`, `local.list, "x"`, `local.map, "x"`,
		`{ a = 1 }, local.s`, `["x"], local.s`, `var.number, var.number`, `"2020-01-01T00:00:00Z", local.s`, `".", local.s`,
		`local.s, local.s, local.s`, `"x", "/(/", local.s`, `"x", local.s, "y"`, `{ a = 1 }, "b", local.s`, `local.map, "b", 5`, `local.s, local.list`,
	} {
		all = append(all, fmt.Sprintf("%s(%s)", name, arguments))
	}
	for _, loop := range []string{
		`[for x in local.list : %s(x)]`, `[for x in split("/", local.s) : %s(x)]`, `{ for x in local.list : x => %s(x, x) }`,
		`[for x in toset(local.list) : %s("x", x)]`, `"%%{ for x in local.list }${%s(x)}%%{ endfor }"`, `try(%s(local.s), %[1]s("y", local.s))`,
	} {
		all = append(all, fmt.Sprintf(loop, name))
	}
	return all
}

// TestNoFunctionTellsASecret calls every function with secrets of every kind,
// and with what is wrong in every place.
func TestNoFunctionTellsASecret(t *testing.T) {
	if raced {
		t.Skip("a large table of what one goroutine does")
	}
	t.Parallel()
	table := funcs.Table(nil, time.Now, nil)
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(table)) {
		if strings.Contains(name, "::") || name == "nonsensitive" {
			continue
		}
		for _, call := range calls(name) {
			lines = append(lines, fmt.Sprintf("  x%d = %s\n", len(lines), call))
		}
	}
	lines = append(lines, "  k0 = { for x in concat(local.list, local.list) : x => 1 }\n", "  k1 = { a = 1 }[local.s]\n", "  k2 = local.list[local.s]\n", "  k3 = local.s + 1\n", "  k4 = local.s.x\n", "  k5 = \"${local.map}\"\n")
	for chunk := range slices.Chunk(lines, 600) { // of a thousand mistakes the rest would not be shown
		dir := t.TempDir()
		writeIn(t, dir, "main.hcl", secretVariables+"locals {\n"+strings.Join(chunk, "")+"}\n")
		quiet(t, dir, "validate")
		quiet(t, dir, "validate", "-json")
	}
}

// suspects are what an argument is given: a secret as it is, in each type, and
// in what a rule may quote.
var suspects = []string{
	`local.s`, `"${local.s}/../x"`, `["${local.s}"]`, `{ (local.s) = local.s }`, `[for x in local.list : x][0]`, `var.number`, `-var.number`, `var.token`, `"http://${local.s}"`, `file(local.s)`,
}

// TestNoArgumentTellsASecret gives every argument of the language secrets.
func TestNoArgumentTellsASecret(t *testing.T) {
	if raced {
		t.Skip("a large table of what one goroutine does")
	}
	t.Parallel()
	seen := 0
	var visit func(s *lang.Schema, around func(string) string)
	visit = func(s *lang.Schema, around func(string) string) {
		arguments := slices.Clone(s.Arguments)
		if s.Others != nil {
			arguments = append(arguments, &lang.Argument{Name: "other"})
		}
		for _, a := range arguments {
			for _, value := range suspects {
				body := "  " + a.Name + " = " + value + "\n"
				for _, needed := range s.Arguments {
					if needed.Required && needed.Name != a.Name {
						body += "  " + needed.Example + "\n"
					}
				}
				seen++
				dir := t.TempDir()
				writeIn(t, dir, "main.hcl", secretVariables+around(body))
				quiet(t, dir, "validate", "-json")
				quiet(t, dir, "plan", "-input=false")
				if seen%4 == 0 {
					quiet(t, dir, "plan", "-json")
				}
				quietFiles(t, dir)
			}
		}
		for _, inner := range s.Blocks {
			visit(inner, func(body string) string { return around(block(inner, body)) })
		}
	}
	visit(&lang.Schema{Blocks: lang.Language([]*lang.Kind{flux.Language().With(sandbox.Block())}).Blocks}, func(body string) string { return body })
	if seen < 500 {
		t.Errorf("only %d arguments were tried", seen)
	}
}

// block writes a block with a body.
func block(s *lang.Schema, body string) string {
	label := ""
	if len(s.Labels) > 0 {
		label = ` "flux"`
	}
	head := ""
	if s.Type == "image" && !strings.Contains(body, "prompt =") {
		head = "  prompt = \"p\"\n"
	}
	if s.Type == "provider" && !strings.Contains(body, "endpoint =") {
		head = "  endpoint = \"sandbox\"\n"
	}
	return s.Type + label + " {\n" + head + body + "}\n"
}

// quietFiles fails the test if a file that gesso wrote holds a secret.
func quietFiles(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && (leakIn(string(text)) >= 0 || leakIn(path) >= 0) {
			t.Errorf("%s holds a secret", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func writeIn(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
