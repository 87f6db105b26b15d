package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWarnings finds every warning that the program makes by its summary: each is in
// the table, and nothing else is.
func TestWarnings(t *testing.T) {
	found := map[string]bool{CheckFailed.Summary: true}
	root := "../.."
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name != "." && strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, summary := range summaries(n) {
				found[summary] = true
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range Warnings {
		if !found[w.Summary] {
			t.Errorf("%s: nothing warns of %q", w.ID, w.Summary)
		}
		delete(found, w.Summary)
		if !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(w.ID) || !strings.HasSuffix(w.Meaning, ".") {
			t.Errorf("%q means %q", w.ID, w.Meaning)
		}
	}
	for summary := range found {
		t.Errorf("the warning %q has no id", summary)
	}
	if !slices.IsSorted(WarningIDs()) {
		t.Error("the table is not sorted by id")
	}
}

// summaries are those of the warnings that a piece of code makes: of a call of
// WarningAt, of a provider's problem with Warning: true, and of an assignment that
// gives a diagnostic another severity and a summary.
func summaries(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "WarningAt" && len(n.Args) > 1 {
			return literal(n.Args[1])
		}
	case *ast.CompositeLit:
		fields := map[string]ast.Expr{}
		for _, e := range n.Elts {
			if pair, ok := e.(*ast.KeyValueExpr); ok {
				if name, ok := pair.Key.(*ast.Ident); ok {
					fields[name.Name] = pair.Value
				}
			}
		}
		if warns, ok := fields["Warning"].(*ast.Ident); ok && warns.Name == "true" {
			return literal(fields["Summary"])
		}
		if s, ok := fields["Severity"].(*ast.SelectorExpr); ok && s.Sel.Name == "DiagWarning" {
			if said := literal(fields["Summary"]); said != nil {
				return said
			}
			return []string{"of a summary that no one can look up"} // a function that makes warnings hides them from this test
		}
	case *ast.AssignStmt:
		if s, ok := n.Rhs[0].(*ast.SelectorExpr); ok && s.Sel.Name == "DiagWarning" && len(n.Rhs) > 1 {
			return literal(n.Rhs[1])
		}
	}
	return nil
}

func literal(e ast.Expr) []string {
	text, ok := e.(*ast.BasicLit)
	if !ok {
		return nil
	}
	s, err := strconv.Unquote(text.Value)
	if err != nil {
		return nil
	}
	return []string{s}
}

// TestTheReadmeTellsEveryWarning keeps the document's table and the program's own from
// drifting apart.
func TestTheReadmeTellsEveryWarning(t *testing.T) {
	text, err := os.ReadFile("../../runner/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| id | when |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var want []string
	for _, w := range Warnings {
		meaning := strings.TrimSuffix(w.Meaning, ".")
		want = append(want, "| `"+w.ID+"` | "+strings.ToLower(meaning[:1])+meaning[1:]+" |")
	}
	if diff := cmp.Diff(want, strings.Split(table, "\n")); diff != "" {
		t.Errorf("the table in runner/README.md (-want +got):\n%s", diff)
	}
}
