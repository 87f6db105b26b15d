package cli_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the module's folder, seen from this package's.
const root = "../.."

// layers is every package of the program and which others of it each may
// import. The data goes one way: main, cli, report, runner, then what is intended
// (plan), and below it what exists (state, and state/disk that keeps it) and what
// may be bought (budget). Who decides what is intended (decide) knows what is
// declared (spec) and the picture formats; a run asks it by an interface. Beside the
// plan stand the pace of its run (traffic) and what a run uploads (upload). An
// audit needs only what exists. A runner meets a provider through runner/provider
// alone, so that another provider is another folder; only cli knows which there
// are.
var layers = map[string][]string{}

// reserved is who alone may import a package of the standard library, or of
// somebody else by the beginning of its path. A pattern that ends in /... is a
// package and all below it.
var reserved = map[string][]string{
	"net/http":                     {"gesso/runner/flux/...", "gesso/runner/provider/providertest", "gesso/runner/sandbox/..."},
	"os/exec":                      nil,
	"github.com/hashicorp/hcl/":    {"gesso/spec/...", "gesso/runner/decide", "gesso/runner/report", "gesso/runner/cli"},
	"github.com/zclconf/go-cty":    {"gesso/spec/...", "gesso/runner/document", "gesso/runner/report", "gesso/runner/cli"},
	"github.com/charmbracelet/x/":  {"gesso/runner/report"},
	"github.com/gofrs/flock":       {"gesso/state/disk"},
	"golang.org/x/image/":          {"gesso/runner/picture", "gesso/runner/sandbox/internal/paint"},
	"golang.org/x/term":            {"gesso/runner/command", "gesso/runner/report", "gesso/runner/cli/..."},
	"github.com/cenkalti/backoff/": {"gesso/runner/flux"},
}

// The most lines of a package, a file and a function, without tests. What is longer
// is either a table or does two things.
const (
	mostPackageLines  = 3000
	mostFileLines     = 500
	mostFunctionLines = 60
)

// source is one Go file of the program, without the tests.
type source struct {
	name  string // slash-separated, below the root
	pkg   string // import path
	lines int
	set   *token.FileSet
	file  *ast.File
}

// sources parses every Go file of the program itself.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	set := token.NewFileSet()
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, filepath.Join(root, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		lines := set.File(file.FileStart).LineCount()
		all = append(all, source{name, path.Join("gesso", path.Dir(name)), lines, set, file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (s source) imports(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, spec := range s.file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, imported)
	}
	return paths
}

// in reports whether a file is in a package, or with /... below one.
func (s source) in(pattern string) bool {
	above, below := strings.CutSuffix(pattern, "/...")
	return s.pkg == above || below && strings.HasPrefix(s.pkg, above+"/")
}

func TestLayers(t *testing.T) {
	unused := map[string]bool{} // layers that no package uses: the table may allow no more than there is
	for pkg, allowed := range layers {
		unused[pkg] = true
		for _, other := range allowed {
			unused[pkg+" -> "+other] = true
		}
	}
	for _, s := range sources(t) {
		allowed, known := layers[s.pkg]
		if !known {
			t.Errorf("%s: the package %s is not in the table of layers", s.name, s.pkg)
		}
		delete(unused, s.pkg)
		for _, imported := range s.imports(t) {
			if imported == "gesso" || strings.HasPrefix(imported, "gesso/") {
				delete(unused, s.pkg+" -> "+imported)
				if !slices.Contains(allowed, imported) {
					t.Errorf("%s: %s must not import %s", s.name, s.pkg, imported)
				}
			}
			for prefix, importers := range reserved {
				if strings.HasPrefix(imported, prefix) && !slices.ContainsFunc(importers, s.in) {
					t.Errorf("%s: %s must not import %s, which is for %q", s.name, s.pkg, imported, importers)
				}
			}
		}
	}
	for _, entry := range slices.Sorted(maps.Keys(unused)) {
		t.Errorf("the table of layers has %s, and no file needs it", entry)
	}
}

// TestOnlyMainExits: everything else returns, so that it can be tested and so
// that what it deferred is done.
func TestOnlyMainExits(t *testing.T) {
	ends := []string{"os.Exit", "log.Fatal", "log.Fatalf", "log.Fatalln", "syscall.Exit", "runtime.Goexit"}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := selector.X.(*ast.Ident)
			if ok && slices.Contains(ends, pkg.Name+"."+selector.Sel.Name) && s.name != "main.go" {
				t.Errorf("%s: %s.%s ends the process", s.set.Position(n.Pos()), pkg.Name, selector.Sel.Name)
			}
			return true
		})
	}
}

func TestSizes(t *testing.T) {
	lines := map[string]int{} // by package
	for _, s := range sources(t) {
		lines[s.pkg] += s.lines
		if s.name == "main.go" && s.lines > 31 {
			t.Errorf("main.go has %d lines, and ties the program to the process in at most 30", s.lines)
		}
		if s.lines > mostFileLines {
			t.Errorf("%s has %d lines, the limit is %d", s.name, s.lines, mostFileLines)
		}
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; n > mostFunctionLines {
				t.Errorf("%s: %s has %d lines, the limit is %d", s.set.Position(f.Pos()), f.Name.Name, n, mostFunctionLines)
			}
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(lines)) {
		if lines[pkg] > mostPackageLines {
			t.Errorf("the package %s has %d lines, the limit is %d", pkg, lines[pkg], mostPackageLines)
		}
	}
}

// TestTopLevel: the first look at the tree tells what there is.
func TestTopLevel(t *testing.T) {
	want := []string{"README.md", "examples", "go.mod", "go.sum", "main.go", "runner", "spec", "state"}
	built := []string{".*", "gesso", "*.test", "*.prof"} // as .gitignore has them
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		ignored := slices.ContainsFunc(built, func(pattern string) bool {
			matched, err := path.Match(pattern, name)
			return matched && err == nil
		})
		if !ignored && !slices.Contains(want, name) {
			t.Errorf("%s does not belong at the top level, which holds %s and dot-files", name, strings.Join(want, ", "))
		}
	}
}
