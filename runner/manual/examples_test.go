package manual_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestExamplesOfPackages: what a package's page shows of the package itself is there, under
// that name, for others to use.
func TestExamplesOfPackages(t *testing.T) {
	seen := 0
	for _, dir := range packages(t) {
		name, page, exported := exportedBy(t, dir)
		call := regexp.MustCompile(`\b` + name + `\.([A-Z]\w*)`)
		for line := range strings.SplitSeq(page, "\n") {
			if !strings.HasPrefix(line, "\t") {
				continue // no example
			}
			for _, match := range call.FindAllStringSubmatch(line, -1) {
				if seen++; !exported[match[1]] {
					t.Errorf("%s: its page shows %s, which there is not", dir, match[0])
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("the pages show %d names: the test looks for the wrong thing", seen)
	}
}

// packages are the folders of all packages but the examples, from the root.
func packages(t *testing.T) []string {
	t.Helper()
	var dirs []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || name == "." {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || name == "examples" {
			return fs.SkipDir
		}
		if files, err := filepath.Glob(filepath.Join(root, name, "*.go")); err != nil || len(files) > 0 {
			dirs = append(dirs, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

// exportedBy returns a package's name, the text of its page, and what it exports at the top
// level.
func exportedBy(t *testing.T, dir string) (name, page string, exported map[string]bool) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	set := token.NewFileSet()
	for _, file := range names {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(set, file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, parsed)
	}
	pkg, err := doc.NewFromFiles(set, files, path.Join("gesso", dir))
	if err != nil {
		t.Fatal(err)
	}
	exported = map[string]bool{}
	note := func(values []*doc.Value, funcs []*doc.Func) {
		for _, v := range values {
			for _, one := range v.Names {
				exported[one] = true
			}
		}
		for _, f := range funcs {
			exported[f.Name] = true
		}
	}
	note(slices.Concat(pkg.Consts, pkg.Vars), pkg.Funcs)
	for _, typ := range pkg.Types {
		exported[typ.Name] = true
		note(slices.Concat(typ.Consts, typ.Vars), typ.Funcs)
	}
	return pkg.Name, pkg.Doc, exported
}
