package spec

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"golang.org/x/tools/txtar"

	"gesso/spec/diag"
	"gesso/spec/eval"
)

var update = flag.Bool("update", false, "rewrite the wanted diagnostics in testdata")

// TestDiagnostics loads and expands each archive of testdata/diagnostics: files
// of a configuration, perhaps a file "inputs" (lines of var, var-file, env,
// version or partial), and "want", what must be said about them.
func TestDiagnostics(t *testing.T) {
	archives, err := filepath.Glob("testdata/diagnostics/*.txtar")
	if err != nil || len(archives) < 60 {
		t.Fatalf("%d archives, error %v", len(archives), err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got, want := diagnose(t, archive)
			if *update {
				rewrite(t, name, archive, got)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// diagnose returns what is said about an archive, and what should be.
func diagnose(t *testing.T, archive *txtar.Archive) (got, want string) {
	files := map[string]string{}
	var in Inputs
	for _, f := range archive.Files {
		switch f.Name {
		case "want":
			want = string(f.Data)
		case "inputs":
			in = parseInputs(t, f.Data)
		default:
			files[f.Name] = string(f.Data)
		}
	}
	dir := write(t, files)
	for n, a := range in.Assignments {
		if a.File != "" {
			in.Assignments[n].File = filepath.Join(dir, a.File)
		}
	}
	config, diags := loadDir(dir, in)
	if !diags.HasErrors() {
		x, more := config.Expand(nil)
		diags = append(append(diags, more...), judged(x)...)
	}
	checkPlaces(t, config, diags)
	return strings.ReplaceAll(render(diags), dir, "DIR"), want
}

// judged is what is said about the conditions of an expansion, as a plan says it.
func judged(x *eval.Expansion) hcl.Diagnostics {
	var refused hcl.Diagnostics
	for _, i := range x.Instances {
		refused = append(append(refused, i.Refused()...), i.Unsatisfiable()...)
	}
	return diag.InFileOrder(append(diag.MergeRepeated(refused), x.Checks()...))
}

func parseInputs(t *testing.T, data []byte) Inputs {
	in := Inputs{Version: "0.1.0"}
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		what, rest, _ := strings.Cut(s.Text(), " ")
		name, value, _ := strings.Cut(rest, "=")
		switch what {
		case "var":
			in.Assignments = append(in.Assignments, Assignment{Name: name, Value: value})
		case "var-file":
			in.Assignments = append(in.Assignments, Assignment{File: rest})
		case "env":
			in.Environ = append(in.Environ, rest)
		case "partial":
			in.Partial = true
		case "version":
			in.Version = rest
		default:
			t.Fatalf("inputs: what is %q?", what)
		}
	}
	return in
}

// render writes one line a diagnostic, with the instance that it is about.
func render(diags hcl.Diagnostics) string {
	var b strings.Builder
	for _, d := range diags {
		severity := "error"
		if d.Severity == hcl.DiagWarning {
			severity = "warning"
		}
		place := "-"
		if d.Subject != nil {
			place = d.Subject.String()
		}
		fmt.Fprintf(&b, "%s %s: %s; %s%s\n", severity, place, d.Summary, strings.ReplaceAll(d.Detail, "\n", `\n`), instanceOf(d.EvalContext))
	}
	return b.String()
}

// instanceOf is the each.key or count.index that a message can show.
func instanceOf(ctx *hcl.EvalContext) string {
	for ; ctx != nil; ctx = ctx.Parent() {
		for name, attribute := range map[string]string{"each": "key", "count": "index"} {
			if v, ok := ctx.Variables[name]; ok && v.Type().IsObjectType() {
				return fmt.Sprintf(" [%s.%s = %#v]", name, attribute, v.GetAttr(attribute))
			}
		}
	}
	return ""
}

// checkPlaces asserts that each place lies inside of a file that can be quoted.
func checkPlaces(t testing.TB, config *eval.Config, diags hcl.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		for _, rng := range []*hcl.Range{d.Subject, d.Context} {
			if rng == nil {
				continue
			}
			src, ok := config.Sources[rng.Filename]
			if !ok {
				t.Errorf("%s: %s is no file", d.Summary, rng.Filename)
				continue
			}
			start, end := rng.Start, rng.End
			if start.Byte < 0 || end.Byte < start.Byte || end.Byte > len(src) || start.Line < 1 || start.Column < 1 {
				t.Errorf("%s: %#v is not inside of %d bytes", d.Summary, rng, len(src))
				continue
			}
			if line := 1 + bytes.Count(src[:start.Byte], []byte("\n")); line != start.Line {
				t.Errorf("%s: byte %d is on line %d, not %d", d.Summary, start.Byte, line, start.Line)
			}
		}
		if d.Detail == "" || !strings.HasSuffix(strings.TrimSuffix(d.Detail, ")"), ".") && !strings.HasSuffix(d.Detail, "?") {
			t.Errorf("%s: the detail %q is no full sentence", d.Summary, d.Detail)
		}
		if strings.HasSuffix(d.Summary, ".") {
			t.Errorf("the summary %q has a full stop", d.Summary)
		}
	}
}

func rewrite(t *testing.T, name string, archive *txtar.Archive, got string) {
	files := archive.Files[:0]
	for _, f := range archive.Files {
		if f.Name != "want" {
			files = append(files, f)
		}
	}
	archive.Files = append(files, txtar.File{Name: "want", Data: []byte(got)})
	if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
