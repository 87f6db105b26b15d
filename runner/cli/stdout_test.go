//go:build linux

package cli_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"gesso/runner/sandbox"
)

const stdoutConfig = `
provider "flux" { poll_interval = "10ms" }
image "fox" {
  prompt = "fox"
  size   = "1024x1024"
}
output "o" { value = [for i in range(1000) : "value number ${i}"] }
`

// printing are command lines that print a result, at least one of each command.
var printing = [][]string{
	{"validate"}, {"validate", "-json"}, {"plan"}, {"plan", "-detailed-exitcode"}, {"plan", "-destroy"},
	{"apply", "-auto-approve", "-replace=image.fox"}, {"destroy", "-auto-approve"},
	{"show"}, {"show", "image.fox"}, {"output"}, {"output", "-json"}, {"output", "o"}, {"output", "-json", "o"}, {"output", "-raw", "short"},
	{"console"}, {"graph"}, {"graph", "-mermaid"}, {"graph", "-type=plan"}, {"state", "list"}, {"state", "show", "image.fox"}, {"state", "mv", "-dry-run", "image.fox", "image.owl"}, {"state", "rm", "-dry-run", "image.fox"},
	{"state", "merge", "-help"}, {"import", "-help"}, {"init", "-help"}, {"models"}, {"completion", "bash"}, {"taint", "image.fox"}, {"untaint", "-help"}, {"adopt", "-help"}, {"restore", "-dry-run", "image.fox"}, {"history"}, {"history", "image.fox"}, {"diff", "1"}, {"undo", "-dry-run"}, {"takes", "image.fox"}, {"takes", "-json", "image.fox"}, {"select", "-dry-run", "image.fox", "1"}, {"resolve"}, {"audit"}, {"audit", "-json"}, {"review"}, {"review", "-json"}, {"gallery"}, {"gallery", "-json"}, {"gallery", "-out=-"}, {"gallery", "-sheet=sheet.png"}, {"inspect", "images/fox.png"}, {"inspect", "-json", "images/fox.png"},
	{"store", "verify"}, {"store", "gc"}, {"store", "push", "pushed"}, {"store", "pull", "pushed"},
	{"workspace", "list"}, {"workspace", "show"}, {"workspace", "select", "default"}, {"force-unlock"}, {"home"}, {"home", "-json"},
	{"workspace", "new", "-help"}, {"workspace", "delete", "-help"}, // which can be done once
	{"sandbox", "-help"}, {"fmt"}, {"fmt", "-diff", "-write=false"}, {"fmt", "-check"}, {"fmt", "-"}, {"fmt", "-diff", "-"},
	{"metadata", "functions", "-json"}, {"schema", "-json"}, {"version"}, {"-version"}, {"help"}, {"help", "plan"}, {"-help"}, {"plan", "-help"},
}

// TestStandardOutput: no command ends well whose result is not there. A full disk
// is told, a reader that went away is not, and nobody's pictures are bought or
// removed by a plan that was not printed.
func TestStandardOutput(t *testing.T) {
	if raced {
		t.Skip("a large table of what one goroutine does")
	}
	t.Parallel()
	p := newProject(t, sandbox.Options{})
	p.write("main.hcl", stdoutConfig+"output \"short\" {\n  value =    \"short\"\n}\n") // not in canonical form
	p.run(0, "apply", "-auto-approve")
	p.charged(1)
	reader, closed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	defer closed.Close()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	before := string(p.read("main.hcl"))
	for _, args := range printing {
		for out, word := range map[*os.File]string{full: "standard output cannot be written: no space left on device\n", closed: ""} {
			if word == "" && slices.Contains(args, "-auto-approve") {
				continue // who approved beforehand may go away: apply_pipe.txtar
			}
			var stderr bytes.Buffer
			cmd := p.command(args...)
			cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input(args)), out, &stderr
			if code := exitCode(cmd.Run()); code != 1 {
				t.Errorf("gesso %q > %s: exit code %d, want 1", args, out.Name(), code)
			}
			said := stderr.String()
			if word == "" && said != "" || !strings.Contains(said, word) || strings.Count(said, "gesso: error:") > 1 {
				t.Errorf("gesso %q > %s says:\n%s", args, out.Name(), said)
			}
			p.write("main.hcl", before) // fmt did its work
		}
	}
	p.silent()
	p.holds(1)
}

// input is what a command reads.
func input(args []string) string {
	if args[0] == "fmt" {
		return "a   = 1\n"
	}
	return "1 + 1\n"
}

// TestStandardOutputOfEveryCommand keeps the list above whole.
func TestStandardOutputOfEveryCommand(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	_, list, _ := strings.Cut(p.run(0, "help"), "Commands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	for line := range strings.Lines(list) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "  ")
		found := false
		for _, args := range printing {
			found = found || strings.HasPrefix(strings.Join(args, " ")+" ", name+" ")
		}
		if !found {
			t.Errorf("no command line of the list is one of gesso %s", name)
		}
	}
}
