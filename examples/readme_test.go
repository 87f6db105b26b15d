package examples_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The documents whose statements are tested here where they can be.
const (
	readme       = "../README.md"
	language     = "../spec/README.md"
	commands     = "../runner/README.md"
	contributing = "../.github/CONTRIBUTING.md"
)

func text(t *testing.T, document string) string {
	t.Helper()
	content, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// fenced returns a document's blocks of one language.
func fenced(t *testing.T, document, language string) []string {
	t.Helper()
	var blocks []string
	for _, match := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(text(t, document), -1) {
		blocks = append(blocks, match[1])
	}
	if len(blocks) == 0 {
		t.Fatalf("%s has no %s block", document, language)
	}
	return blocks
}

// TestReadmePlan makes the changes that the README tells of, and compares.
func TestReadmePlan(t *testing.T) {
	dir := fresh(t, "quickstart")
	gesso(t, "-chdir="+dir, "apply", "-auto-approve")
	config := filepath.Join(dir, "main.hcl")
	changed := strings.ReplaceAll(text(t, config), "the first stars", "the first bats")
	if err := os.WriteFile(config, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "assets", "heroes", "otto.png")); err != nil {
		t.Fatal(err)
	}
	got := gesso(t, "-chdir="+dir, "plan", "-var=clouds=1")
	if diff := cmp.Diff(fenced(t, readme, "text")[0], got); diff != "" {
		t.Errorf("the README's plan (-README +gesso):\n%s", diff)
	}
}

// TestReadmeQuotes: what the README shows of the quickstart is what it says.
func TestReadmeQuotes(t *testing.T) {
	config := text(t, "quickstart/main.hcl")
	for _, block := range fenced(t, readme, "hcl") {
		for image := range strings.SplitSeq(block, "\n\n#") {
			if !strings.Contains(config, image) {
				t.Errorf("examples/quickstart/main.hcl has nothing such as the README's\n%s", image)
			}
		}
	}
}

// TestDocumentedConfiguration: the blocks of the documents about the language and
// about conditions are one valid configuration.
func TestDocumentedConfiguration(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"main.hcl":       strings.Join(slices.Concat(fenced(t, language, "hcl"), fenced(t, commands, "hcl")), "\n"),
		"heroes.csv":     "id,description\naria,a singer\n",
		"start.png":      text(t, "quickstart/sketches/lighthouse.png"),
		"house/main.hcl": "variable \"name\" {}\nvariable \"colour\" {}\nimage \"crest\" {\n  prompt = \"${var.name} in ${var.colour}\"\n}\n",
	} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gesso(t, "-chdir="+dir, "validate")
	if plan := gesso(t, "-chdir="+dir, "plan"); !strings.Contains(plan, "Plan: 20 paid (20 generate)") {
		t.Errorf("the documents' configuration makes another plan:\n%s", tail(plan))
	}
}

// TestDocumentedCommands: runner/README.md names every command, and every option
// that its help has.
func TestDocumentedCommands(t *testing.T) {
	said := text(t, commands)
	listed := regexp.MustCompile(`(?m)^  ([a-z]+(?: [a-z]+)?)  +[a-z]`)
	option := regexp.MustCompile(`(?m)^  (-[a-z-]+)`)
	help := gesso(t, "help")
	list, rest, _ := strings.Cut(help, "\n\nTopics")
	for _, match := range option.FindAllStringSubmatch(rest, -1) {
		if !strings.Contains(said, "`"+match[1]) {
			t.Errorf("%s does not name the option %s", commands, match[1])
		}
	}
	for _, match := range listed.FindAllStringSubmatch(list, -1) {
		command := match[1]
		if !regexp.MustCompile("(?m)^\\| `" + command + "[` ]").MatchString(said) {
			t.Errorf("%s has no row for the command %s", commands, command)
		}
		if command == "help" {
			continue
		}
		_, options, _ := strings.Cut(gesso(t, append([]string{"help"}, strings.Fields(command)...)...), "\nOptions:\n")
		for _, match := range option.FindAllStringSubmatch(options, -1) {
			if !strings.Contains(said, "`"+match[1]) {
				t.Errorf("%s does not name the option %s of %s", commands, match[1], command)
			}
		}
	}
}

// TestDocumentedExitCodes: each exit code has a row that says what it means.
func TestDocumentedExitCodes(t *testing.T) {
	said := text(t, commands)
	codes := regexp.MustCompile(`(?m)^\tExit\w+ += (\d+)`).FindAllStringSubmatch(text(t, "../runner/command/exit.go"), -1)
	if len(codes) < 7 {
		t.Fatalf("runner/command/exit.go has %d exit codes: the test looks for the wrong thing", len(codes))
	}
	for _, match := range codes {
		if !strings.Contains(said, "\n| "+match[1]+" | ") {
			t.Errorf("%s has no row for the exit code %s", commands, match[1])
		}
	}
}

// TestDocumentedDependencies: each module that go.mod requires for gesso itself
// has a row that says why.
func TestDocumentedDependencies(t *testing.T) {
	said := text(t, contributing)
	for line := range strings.Lines(text(t, "../go.mod")) {
		fields := strings.Fields(strings.TrimPrefix(line, "require"))
		if len(fields) != 2 || !strings.HasPrefix(fields[1], "v") {
			continue // an indirect one has a comment, and other lines are no requirement
		}
		if !strings.Contains(said, "\n| `"+fields[0]+"` |") {
			t.Errorf("go.mod requires %s, and %s has no row for it", fields[0], contributing)
		}
	}
}
