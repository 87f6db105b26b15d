package manual

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestEverySectionHasItsTopic: nothing of a document is out of reach in a
// terminal, and nothing is there twice.
func TestEverySectionHasItsTopic(t *testing.T) {
	for document, text := range documents() {
		for _, section := range sections(text) {
			var by []string
			for _, topic := range Topics() {
				if topic.Document == document && slices.Contains(topic.sections, section.title) {
					by = append(by, topic.Name)
				}
			}
			if len(by) != 1 {
				t.Errorf("%s, %q is printed by the topics %q", document, section.title, by)
			}
		}
	}
	for _, topic := range Topics() {
		for _, wanted := range topic.sections {
			if !slices.ContainsFunc(sections(documents()[topic.Document]), func(s section) bool { return s.title == wanted }) {
				t.Errorf("%s: %s has no section %q", topic.Name, topic.Document, wanted)
			}
		}
	}
}

// TestTopicsFitATerminal: no line is wider than a terminal, and no mark of
// Markdown is left.
func TestTopicsFitATerminal(t *testing.T) {
	for _, topic := range Topics() {
		text := topic.Text()
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line); n > Width {
				t.Errorf("%s: a line has %d cells: %s", topic.Name, n, line)
			}
			if line != strings.TrimRight(line, " ") {
				t.Errorf("%s: a line ends in a space: %q", topic.Name, line)
			}
		}
		for _, mark := range []string{"`", "](", "**", "|--", "<!--", joined, "\n\n\n"} {
			if strings.Contains(text, mark) {
				t.Errorf("%s: %q is left in its text", topic.Name, mark)
			}
		}
		if utf8.RuneCountInString(topic.Summary) > Width-22 {
			t.Errorf("%s: its summary is too long for the list of topics", topic.Name)
		}
	}
}

func TestFind(t *testing.T) {
	if topic, ok := Find("money"); !ok || !strings.HasPrefix(topic.Text(), "Money\n=====\n") {
		t.Errorf("money is %v, %q", ok, topic.Text())
	}
	if _, ok := Find("Money"); ok {
		t.Error("names have another case")
	}
}

func TestLink(t *testing.T) {
	topic, _ := Find("money")
	for _, test := range []struct{ text, target, want string }{
		{"failures", "#failures", "failures"},
		{"Sandbox", "#sandbox", "Sandbox (gesso help rehearsing)"},
		{"modules", "../spec/README.md#modules", "modules (gesso help modules)"},
		{"state/README.md", "../state/README.md", "state/README.md"},
		{"examples", "../examples", "examples"},
		{"examples/accounts", "../examples/accounts/main.hcl", "examples/accounts"},
		{"the files", "../state/README.md", "the files (state/README.md)"},
		{"no colour", "https://no-color.org", "no colour (https://no-color.org)"},
	} {
		if got := topic.link(test.text, test.target); got != test.want {
			t.Errorf("[%s](%s) is %q, want %q", test.text, test.target, got, test.want)
		}
	}
}

// TestBlock: the reference of one type of block is a topic of its own, with the
// blocks inside it and nothing else.
func TestBlock(t *testing.T) {
	if got := Blocks(); !slices.Equal(got, []string{"gesso", "provider", "variable", "locals", "image", "output", "module", "check", "moved", "removed", "import"}) {
		t.Errorf("the types of blocks are %q", got)
	}
	topic, ok := Block("moved")
	text := topic.Text()
	if !ok || !strings.HasPrefix(text, "moved\n-----\n") || strings.Contains(text, "removed\n") || strings.Count(text, "\nto ") != 1 {
		t.Errorf("moved is %v:\n%s", ok, text)
	}
	topic, _ = Block("variable")
	if !strings.Contains(topic.Text(), "\nvalidation in variable\n") {
		t.Errorf("variable has no blocks inside:\n%s", topic.Text())
	}
	if _, ok := Block("lifecycle"); ok {
		t.Error("a block inside others is no topic")
	}
}
