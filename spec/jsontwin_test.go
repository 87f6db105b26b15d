package spec

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"golang.org/x/tools/txtar"

	"gesso/spec/lang"
)

// TestJSONTwins says every configuration of the scenarios, the examples and the
// golden diagnostics in the JSON syntax too: what was right means the same, and
// what was wrong is wrong.
func TestJSONTwins(t *testing.T) {
	right, wrong := 0, 0
	for name, files := range configurations(t) {
		if name == "nul_byte.txtar" {
			continue // which stands in JSON as an escape
		}
		twins, err := inJSON(files)
		if err != nil {
			continue // what does not parse, or says what JSON cannot, has no twin
		}
		t.Run(name, func(t *testing.T) {
			want, got := loadTwin(t, files), loadTwin(t, twins)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-native +JSON:\n%s", diff)
			}
			if want == nil {
				wrong++
			} else {
				right++
			}
		})
	}
	if right < 60 || wrong < 60 {
		t.Errorf("only %d right configurations were compared, and %d wrong ones", right, wrong)
	}
}

// configurations are all that the tests have, by name.
func configurations(t *testing.T) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, pattern := range []string{"testdata/diagnostics/*.txtar", "../runner/cli/testdata/script/*.txtar"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range names {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			for _, f := range archive.Files {
				if f.Name != "want" && f.Name != "inputs" {
					files[f.Name] = string(f.Data)
				}
			}
			all[filepath.Base(name)] = files
		}
	}
	examples, err := filepath.Glob("../examples/*/main.hcl")
	if err != nil || len(examples) == 0 {
		t.Fatalf("examples: %v", err)
	}
	for _, main := range examples {
		all[filepath.Dir(main)] = exampleFiles(t, filepath.Dir(main))
	}
	return all
}

// exampleFiles are what an example consists of. What a run leaves in its folder,
// as .gitignore has it, is none of that: the README's first command runs one in
// place, and its second is the tests.
func exampleFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	left := []string{".gesso", "gesso.state", "assets"}
	files := map[string]string{}
	tree := os.DirFS(dir)
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case slices.Contains(left, name) && entry.IsDir():
			return fs.SkipDir
		case slices.Contains(left, name) || entry.IsDir():
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// loadTwin is what a configuration means, or nil for a wrong one.
func loadTwin(t *testing.T, files map[string]string) []string {
	config, diags := loadDir(write(t, files), Inputs{Version: "0.1.0"})
	defer config.Close()
	checkPlaces(t, config, diags)
	if diags.HasErrors() {
		return nil
	}
	x, diags := config.Expand(nil)
	checkPlaces(t, config, diags)
	if diags.HasErrors() {
		return nil
	}
	meaning := details(t, x)
	for _, i := range x.Instances {
		meaning = append(meaning, i.Block.Provider.String(), render(i.Refused()))
		for _, trigger := range i.Triggers {
			meaning = append(meaning, trigger.Name+" "+trigger.Hash)
		}
		if i.Import != nil {
			meaning = append(meaning, i.Import.ID())
		}
	}
	var warnings []string
	for _, d := range append(diags, x.Checks()...) {
		warnings = append(warnings, d.Summary)
	}
	slices.Sort(warnings)
	// Places are other ones, and so is what quotes a line of a file.
	return slices.DeleteFunc(append(meaning, warnings...), func(s string) bool { return strings.Contains(s, "main.hcl") })
}

// inJSON says the *.hcl files in JSON, and keeps the others.
func inJSON(files map[string]string) (map[string]string, error) {
	twins := map[string]string{}
	for name, text := range files {
		if !strings.HasSuffix(name, ".hcl") {
			twins[name] = text
			continue
		}
		file, diags := hclsyntax.ParseConfig([]byte(text), name, hcl.InitialPos)
		if diags.HasErrors() {
			return nil, diags
		}
		object, err := bodyInJSON(file.Body.(*hclsyntax.Body), text, "")
		if err != nil {
			return nil, err
		}
		said, err := json.Marshal(object)
		if err != nil {
			return nil, err
		}
		twins[name+".json"] = string(said)
	}
	return twins, nil
}

var (
	errNoTwin = errors.New("JSON has no way to say it")

	// bare are the arguments that are references or words, by block; constants
	// those that are read before there are templates.
	bare = map[string][]string{
		"image": {"depends_on", "provider"}, "module": {"depends_on", "provider", "providers"},
		"lifecycle": {"ignore_changes", "replace_triggered_by"}, "variable": {"type"},
		"moved": {"from", "to"}, "removed": {"from"}, "import": {"to"}, "dynamic": {"iterator"},
	}
	constants = map[string][]string{
		"variable": {"default", "description", "sensitive", "ephemeral", "nullable"}, "output": {"description", "sensitive", "ephemeral"},
		"lifecycle": {"prevent_destroy", "create_before_destroy", "destroy", "on_drift"}, "module": {"source"},
		"gesso": {"required_version", "modules"}, "provider": {"alias"},
	}
)

func bodyInJSON(body *hclsyntax.Body, src, block string) (map[string]any, error) {
	object := map[string]any{}
	for name, attr := range body.Attributes {
		value, err := exprInJSON(attr.Expr, src, slices.Contains(bare[block], name), slices.Contains(constants[block], name))
		if err != nil {
			return nil, err
		}
		object[name] = value
	}
	for _, b := range body.Blocks {
		inner, err := bodyInJSON(b.Body, src, b.Type)
		if err != nil {
			return nil, err
		}
		if object[b.Type] == nil {
			object[b.Type] = []any{}
		}
		list, ok := object[b.Type].([]any)
		if !ok {
			return nil, errNoTwin // an argument and a block of one name
		}
		var labelled any = inner
		for _, label := range slices.Backward(b.Labels) {
			labelled = map[string]any{label: labelled}
		}
		object[b.Type] = append(list, labelled)
	}
	return object, nil
}

func exprInJSON(expr hclsyntax.Expression, src string, bare, constant bool) (any, error) {
	rng := expr.Range()
	text := src[rng.Start.Byte:rng.End.Byte]
	switch {
	case constant:
		value, diags := expr.Value(nil)
		if diags.HasErrors() {
			return nil, diags
		}
		said, err := ctyjson.Marshal(value, value.Type())
		return json.RawMessage(said), err
	case !bare:
		return "${" + text + "}", nil
	}
	if tuple, ok := expr.(*hclsyntax.TupleConsExpr); ok {
		list := []any{}
		for _, element := range tuple.Exprs {
			said, err := exprInJSON(element, src, true, false)
			if err != nil {
				return nil, err
			}
			list = append(list, said)
		}
		return list, nil
	}
	if object, ok := expr.(*hclsyntax.ObjectConsExpr); ok {
		all := map[string]any{}
		for _, item := range object.Items {
			key := item.KeyExpr.Range()
			said, err := exprInJSON(item.ValueExpr, src, true, false)
			if err != nil {
				return nil, err
			}
			all[src[key.Start.Byte:key.End.Byte]] = said
		}
		return all, nil
	}
	if _, quoted := expr.(*hclsyntax.TemplateExpr); quoted {
		return nil, errNoTwin // a string where a reference belongs is a mistake, and right in JSON
	}
	return text, nil
}

// Every argument that is listed as bare or constant is one of the language.
func TestJSONTwinsKnowTheLanguage(t *testing.T) {
	known := map[string]bool{}
	note := func(s *lang.Schema, _ []*lang.Schema) {
		for _, a := range s.Arguments {
			known[s.Type+"."+a.Name] = true
		}
	}
	walkSchemas(lang.Language(kinds("")), nil, note)
	note(lang.Dynamic, nil)
	for _, list := range []map[string][]string{bare, constants} {
		for _, block := range slices.Sorted(maps.Keys(list)) {
			for _, name := range list[block] {
				if !known[block+"."+name] {
					t.Errorf("there is no argument %s.%s", block, name)
				}
			}
		}
	}
}
