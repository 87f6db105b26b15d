package manual_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPackagesAreListed: whoever looks for something finds where it is.
func TestPackagesAreListed(t *testing.T) {
	text := part(t, ".github/CONTRIBUTING.md", "## Layers")
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "internal" || name == "examples"):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || name == "main.go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		if pkg := path.Dir(name); !strings.Contains(text, "`"+pkg+"`") && !strings.Contains(text, "`"+path.Base(pkg)+"`") {
			t.Errorf(".github/CONTRIBUTING.md does not list the package %s", pkg)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPackagesAreListedOnce: two rows about one package say two things of it.
func TestPackagesAreListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| (`.*`) \\|").FindAllStringSubmatch(part(t, ".github/CONTRIBUTING.md", "## Layers"), -1) {
		for pkg := range strings.SplitSeq(row[1], ", ") {
			if seen[pkg] {
				t.Errorf(".github/CONTRIBUTING.md lists %s twice", pkg)
			}
			seen[pkg] = true
		}
	}
	if len(seen) < 50 {
		t.Errorf("%d packages are listed: the test looks for the wrong thing", len(seen))
	}
}

// TestListedPackagesExist: no document sends anybody to what was moved away.
func TestListedPackagesExist(t *testing.T) {
	for name, text := range documents(t) {
		for _, match := range regexp.MustCompile("`((?:runner|spec|state)(?:/[a-z]+)*)`").FindAllStringSubmatch(prose(text), -1) {
			if _, err := os.Stat(filepath.Join(root, match[1])); err != nil {
				t.Errorf("%s: there is no %s", name, match[1])
			}
		}
	}
}
