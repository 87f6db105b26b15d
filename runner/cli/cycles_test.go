package cli_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mostOfACycle is how much of a package, by lines, its largest cycle of files may
// be. Files that all need each other can neither be read, nor tested, nor moved one
// by one. A package of fewer lines than smallPackage is read as a whole.
const (
	mostOfACycle = 0.7
	smallPackage = 1000
)

// TestCycles: a file leads to another if it uses what that declares at the top level
// of their package, methods apart.
func TestCycles(t *testing.T) {
	t.Parallel()
	packages := map[string][]source{}
	for _, s := range sources(t) {
		packages[s.pkg] = append(packages[s.pkg], s)
	}
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		lines, all := map[string]int{}, 0
		for _, s := range packages[pkg] {
			lines[s.name] = s.lines
			all += s.lines
		}
		if all < smallPackage {
			continue
		}
		for _, cycle := range components(uses(pkg, packages[pkg])) {
			in := 0
			for _, name := range cycle {
				in += lines[name]
			}
			if len(cycle) > 1 && float64(in) > mostOfACycle*float64(all) {
				slices.Sort(cycle)
				t.Errorf("%d of %d files of %s, with %d of its %d lines, are one cycle: %s", len(cycle), len(lines), pkg, in, all, strings.Join(cycle, " "))
			}
		}
	}
}

// uses tells which files of a package each of them uses. Packages of others are not
// looked into: what is known through their types alone is left out.
func uses(pkg string, files []source) map[string][]string {
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: strangers{}, Error: func(error) {}}
	var parsed []*ast.File
	for _, s := range files {
		parsed = append(parsed, s.file)
	}
	set := files[0].set
	checked, _ := config.Check(pkg, set, parsed, info) // its errors are about others' packages
	fileOf := func(at token.Pos) string {
		name, err := filepath.Rel(root, set.Position(at).Filename)
		if err != nil {
			return ""
		}
		return filepath.ToSlash(name)
	}
	needs := map[string][]string{}
	for _, s := range files {
		needs[s.name] = nil
	}
	for ident, object := range info.Uses {
		if object.Pkg() != checked || object.Parent() != checked.Scope() {
			continue
		}
		from, to := fileOf(ident.Pos()), fileOf(object.Pos())
		if from != to && !slices.Contains(needs[from], to) {
			needs[from] = append(needs[from], to)
		}
	}
	return needs
}

// strangers are other packages, of which nothing is known.
type strangers struct{}

func (strangers) Import(name string) (*types.Package, error) {
	p := types.NewPackage(name, path.Base(name))
	p.MarkComplete()
	return p, nil
}

// components are the strongly connected parts of a graph.
func components(needs map[string][]string) [][]string {
	var found [][]string
	number, low := map[string]int{}, map[string]int{}
	var open []string
	var visit func(name string)
	visit = func(name string) {
		number[name] = len(number) + 1
		low[name] = number[name]
		open = append(open, name)
		for _, other := range needs[name] {
			if number[other] == 0 {
				visit(other)
				low[name] = min(low[name], low[other])
			} else if slices.Contains(open, other) {
				low[name] = min(low[name], number[other])
			}
		}
		if low[name] != number[name] {
			return
		}
		i := slices.Index(open, name)
		found = append(found, slices.Clone(open[i:]))
		open = open[:i]
	}
	for _, name := range slices.Sorted(maps.Keys(needs)) {
		if number[name] == 0 {
			visit(name)
		}
	}
	return found
}
