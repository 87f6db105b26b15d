package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/manual"
	"gesso/runner/sandbox"
)

// TestHelpPrintsEveryTopic: each is reached by its name, which is that of no
// command, and printed as it is.
func TestHelpPrintsEveryTopic(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	for _, topic := range manual.Topics() {
		if diff := cmp.Diff(topic.Text(), p.run(0, "help", topic.Name)); diff != "" {
			t.Errorf("gesso help %s (-topic +gesso):\n%s", topic.Name, diff)
		}
		p.run(1, topic.Name) // it is no command
	}
}

// commandsOf are the names of all commands, as help lists them.
func commandsOf(p *project) []string {
	list, _, _ := strings.Cut(p.run(0, "help"), "\n\nTopics")
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^  ([a-z]+(?:[ -][a-z]+)*)  +[a-z]`).FindAllStringSubmatch(list, -1) {
		names = append(names, match[1])
	}
	return names
}

// TestHelpOfEveryCommand: each has an example that begins with it, and each variable
// that it goes by is documented.
func TestHelpOfEveryCommand(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	document, err := os.ReadFile(filepath.Join(root, "runner/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	names := commandsOf(p)
	if len(names) < 16 {
		t.Fatalf("help lists %q: the test looks for the wrong thing", names)
	}
	for _, name := range names {
		help := p.run(0, append([]string{"help"}, strings.Fields(name)...)...)
		if !strings.HasPrefix(help, "Usage: gesso "+name) {
			t.Errorf("gesso help %s is about another command:\n%s", name, help)
		}
		for line := range strings.Lines(help) {
			if len([]rune(line)) > 91 {
				t.Errorf("gesso help %s: a line is longer than 90: %s", name, line)
			}
		}
		if _, examples, _ := strings.Cut(help, "\nExamples:\n"); !strings.Contains(examples, "gesso "+name) {
			t.Errorf("gesso help %s has no example of it", name)
		}
		if unnamed := regexp.MustCompile(`(?m)^  -\S+=(value|string|int|float|duration|uint)\b`).FindString(help); unnamed != "" {
			t.Errorf("gesso help %s does not say what stands behind%s: its usage needs a word in backquotes", name, unnamed)
		}
		_, environment, _ := strings.Cut(help, "\nEnvironment:\n")
		for _, match := range regexp.MustCompile(`(?m)^  ([A-Z_]+)`).FindAllStringSubmatch(environment, -1) {
			if !strings.Contains(string(document), "`"+match[1]+"`") {
				t.Errorf("runner/README.md does not tell of %s, which gesso help %s names", match[1], name)
			}
		}
	}
}

// TestManualPages: each page is roff of man(7) and nothing of a text is taken for a
// request; where there is a formatter it has nothing against it.
func TestManualPages(t *testing.T) {
	p := newProject(t, sandbox.Options{})
	p.run(0, "help", "-man=pages")
	names, err := filepath.Glob(filepath.Join(p.dir, "pages", "*"))
	if err != nil || len(names) < 2*16 {
		t.Fatalf("%d pages: %v", len(names), err)
	}
	request := regexp.MustCompile(`^\.(TH "|SH [A-Z ]+$|TP$|PP$|nf$|fi$)`)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(text), ".TH \"GESSO") || !strings.Contains(string(text), "\n.SH NAME\n") {
			t.Errorf("%s does not begin as a manual page", name)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, ".") && !request.MatchString(strings.TrimSuffix(line, "\n")) || strings.HasPrefix(line, "'") {
				t.Errorf("%s: %q is taken for a request", filepath.Base(name), line)
			}
		}
	}
	if _, err := exec.LookPath("groff"); err != nil {
		t.Log("there is no groff, so nobody formats the pages")
		return
	}
	said, err := exec.Command("groff", append([]string{"-man", "-Tutf8", "-ww", "-z"}, names...)...).CombinedOutput()
	if err != nil || len(said) > 0 {
		t.Errorf("groff: %v\n%s", err, said)
	}
}
