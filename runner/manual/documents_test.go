package manual_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gesso/runner/manual"
)

// root is the module's folder, seen from this package's.
const root = "../.."

// documents are all texts in Markdown by their paths below the root.
func documents(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == ".gesso" || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".md":
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		texts[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", "spec/README.md", "runner/README.md", "state/README.md", ".github/CONTRIBUTING.md"} {
		if texts[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	return texts
}

// prose is a document without its blocks of code.
func prose(text string) string {
	return regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(text, "")
}

// TestLinks: each link leads to a file or folder that there is, and to a heading
// that it has.
func TestLinks(t *testing.T) {
	texts := documents(t)
	link := regexp.MustCompile(`\]\(([^)\s]*)\)`)
	for name, text := range texts {
		for _, match := range link.FindAllStringSubmatch(prose(text), -1) {
			if strings.Contains(match[1], "://") {
				continue
			}
			file, anchor, _ := strings.Cut(match[1], "#")
			target := name
			if file != "" {
				target = path.Join(path.Dir(name), file)
			}
			if _, err := os.Stat(filepath.Join(root, target)); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", name, match[1])
			} else if anchor != "" && !slices.Contains(manual.Anchors(texts[target]), anchor) {
				t.Errorf("%s: %s has no heading for the link to %s", name, target, match[1])
			}
		}
	}
}

// TestHeadings: a link to a heading can mean one only.
func TestHeadings(t *testing.T) {
	for name, text := range documents(t) {
		anchors := manual.Anchors(text)
		slices.Sort(anchors)
		for i := range anchors {
			if i > 0 && anchors[i] == anchors[i-1] {
				t.Errorf("%s has two headings #%s", name, anchors[i])
			}
		}
	}
}

// TestContents: the beginning of a document leads to each of its parts.
func TestContents(t *testing.T) {
	for name, text := range documents(t) {
		before, _, _ := strings.Cut(prose(text), "\n## ")
		for _, match := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(prose(text), -1) {
			anchor := manual.Anchors(match[0])[0]
			if name != "README.md" && !strings.Contains(before, "(#"+anchor+")") {
				t.Errorf("%s: its beginning has no link to %s", name, match[1])
			}
		}
	}
}

// TestWidth: prose is wrapped alike everywhere.
func TestWidth(t *testing.T) {
	const most = 100
	for name, text := range documents(t) {
		for line := range strings.Lines(prose(text)) {
			line = strings.TrimSuffix(line, "\n")
			if len([]rune(line)) > most && !strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "![") {
				t.Errorf("%s: a line is longer than %d: %s", name, most, line)
			}
			if strings.HasPrefix(line, "<<<<<<<") || strings.HasPrefix(line, ">>>>>>>") || line == "=======" {
				t.Errorf("%s: a conflict was left in it: %s", name, line)
			}
			if strings.TrimRight(line, " \t") != line {
				t.Errorf("%s: a line ends in a space: %s", name, line)
			}
		}
	}
}

// TestReadmeIsShort: it is read in a few minutes, and leads to the rest.
func TestReadmeIsShort(t *testing.T) {
	texts := documents(t)
	if n := strings.Count(texts["README.md"], "\n"); n > 150 {
		t.Errorf("README.md has %d lines, and may have 150", n)
	}
	for name := range texts {
		if name != "README.md" && !strings.HasPrefix(name, "examples/") && !strings.Contains(texts["README.md"], "("+name) {
			t.Errorf("README.md has no link to %s", name)
		}
	}
}

// settled are the words that had several meanings, and the verbs of the flow.
var settled = []string{
	"read", "parse", "decode", "link", "evaluate", "decide", "buy", "collect", "place", "record", "report",
	"settle", "judge", "take", "keep", "mend", "call", "pending", "lost", "gone", "order", "edit source",
}

// TestGlossary: each word is there once, in a table whose other cell says what it
// means.
func TestGlossary(t *testing.T) {
	_, glossary, _ := strings.Cut(documents(t)[".github/CONTRIBUTING.md"], "\n## Glossary\n")
	glossary, _, _ = strings.Cut(glossary, "\n## ")
	count := map[string]int{}
	for _, match := range regexp.MustCompile(`(?m)^\| ([^|]*) \| ([^|]*) \|$`).FindAllStringSubmatch(glossary, -1) {
		count[match[1]]++
	}
	for word, n := range count {
		if n > 1 && word != "word" {
			t.Errorf("the glossary has %q %d times", word, n)
		}
	}
	for _, word := range settled {
		if count[word] != 1 {
			t.Errorf("the glossary has no line for %q", word)
		}
	}
}
