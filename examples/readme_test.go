package examples_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readme is the README, whose statements are tested here where they can be.
func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// fenced returns the README's blocks of one language.
func fenced(t *testing.T, language string) []string {
	t.Helper()
	var blocks []string
	for _, match := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(readme(t), -1) {
		blocks = append(blocks, match[1])
	}
	if len(blocks) == 0 {
		t.Fatalf("the README has no %s block", language)
	}
	return blocks
}

// TestReadmePlan makes the changes that the README tells of, and compares.
func TestReadmePlan(t *testing.T) {
	dir := fresh(t, "quickstart")
	gesso(t, "-chdir="+dir, "apply", "-auto-approve")
	config := filepath.Join(dir, "main.hcl")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.ReplaceAll(string(text), "the first stars", "the first bats")
	if err := os.WriteFile(config, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "assets", "heroes", "otto.png")); err != nil {
		t.Fatal(err)
	}
	got := gesso(t, "-chdir="+dir, "plan", "-var=clouds=1")
	if diff := cmp.Diff(fenced(t, "text")[0], got); diff != "" {
		t.Errorf("the README's plan (-README +gesso):\n%s", diff)
	}
}

// TestReadmeConfiguration: the README's blocks are one valid configuration.
func TestReadmeConfiguration(t *testing.T) {
	dir := t.TempDir()
	sketch, err := os.ReadFile("quickstart/sketches/lighthouse.png")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"main.hcl":   strings.Join(fenced(t, "hcl"), "\n"),
		"heroes.csv": "id,description\naria,a singer\n",
		"start.png":  string(sketch),

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
	if plan := gesso(t, "-chdir="+dir, "plan"); !strings.Contains(plan, "Plan: 19 paid (19 generate)") {
		t.Errorf("the README's configuration makes another plan:\n%s", tail(plan))
	}
}

// TestReadmeCommands: the README names every command, and every option that
// its help has.
func TestReadmeCommands(t *testing.T) {
	text := readme(t)
	listed := regexp.MustCompile(`(?m)^  ([a-z]+(?: [a-z]+)?)  +[a-z]`)
	option := regexp.MustCompile(`(?m)^  (-[a-z-]+)`)
	help := gesso(t, "help")
	commands, _, _ := strings.Cut(help, "Options before")
	for _, match := range listed.FindAllStringSubmatch(commands, -1) {
		command := match[1]
		if !regexp.MustCompile("`" + command + "[` ]").MatchString(text) {
			t.Errorf("the README does not name the command %s", command)
		}
		if command == "help" {
			continue
		}
		_, options, _ := strings.Cut(gesso(t, append([]string{"help"}, strings.Fields(command)...)...), "\nOptions:\n")
		for _, match := range option.FindAllStringSubmatch(options, -1) {
			if !strings.Contains(text, "`"+match[1]) {
				t.Errorf("the README does not name the option %s of %s", match[1], command)
			}
		}
	}
}

// TestReadmeDependencies: each module that go.mod requires for gesso itself has
// a row that says why.
func TestReadmeDependencies(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	text := readme(t)
	for line := range strings.Lines(string(mod)) {
		fields := strings.Fields(strings.TrimPrefix(line, "require"))
		if len(fields) != 2 || !strings.HasPrefix(fields[1], "v") {
			continue // an indirect one has a comment, and other lines are no requirement
		}
		if !strings.Contains(text, "\n| `"+fields[0]+"` |") {
			t.Errorf("go.mod requires %s, and the README's table has no row for it", fields[0])
		}
	}
}
