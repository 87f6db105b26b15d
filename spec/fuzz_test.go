package spec

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// FuzzLoad loads any files as a configuration, its values, a module that it may
// call as ./m, and a part of it in the JSON syntax: nothing panics, each place lies inside of its file, everything is the same the second
// time, and what loads expands to the same twice.
func FuzzLoad(f *testing.F) {
	archives, err := filepath.Glob("testdata/diagnostics/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		var main, values, module, json string
		for _, file := range archive.Files {
			switch file.Name {
			case "main.hcl":
				main = string(file.Data)
			case "gesso.hclvars":
				values = string(file.Data)
			case "m/main.hcl":
				module = string(file.Data)
			case "main.hcl.json":
				json = string(file.Data)
			}
		}
		f.Add(main, values, module, json)
	}
	f.Add("image \"a\" {\n  count = 3\n  prompt = \"p ${count.index}\"\n  source = count.index == 0 ? \"x.png\" : image.a[count.index - 1]\n}\n", "", "", "{}")
	f.Add("locals {\n  h = { a = 1, b = 2 }\n}\nimage \"a\" {\n  for_each = local.h\n  prompt = jsonencode(each.value)\n  tags = { x = each.key }\n}\noutput \"o\" {\n  value = { for k, i in image.a : k => [i.path, i.url][0] }\n}\n", "x = 1\n", "", "")
	f.Fuzz(func(t *testing.T, main, values, module, json string) {
		if len(main)+len(values)+len(module)+len(json) > 1<<16 {
			t.Skip()
		}
		files := map[string]string{"main.hcl": main, "gesso.hclvars": values, "m/main.hcl": module}
		if json != "" {
			files["more.hcl.json"] = json
		}
		dir := write(t, files)
		first, again := loadOnce(t, dir), loadOnce(t, dir)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Error(diff)
		}
		checkPartial(t, dir, first)
	})
}

// checkPartial asserts that a configuration is judged alike without the values
// of required variables, if none of them is missing.
func checkPartial(t *testing.T, dir string, whole [2]string) {
	config, diags := loadDir(dir, Inputs{Partial: true})
	defer config.Close()
	if !diags.HasErrors() {
		_, diags = config.Expand(nil)
	}
	checkPlaces(t, config, diags)
	if !strings.Contains(whole[0], "required variable") && render(diags) != whole[0] {
		t.Errorf("without values: %s", cmp.Diff(whole[0], render(diags)))
	}
}

// loadOnce returns what loading and expanding says, and the instances.
func loadOnce(t *testing.T, dir string) [2]string {
	config, diags := loadDir(dir, Inputs{})
	defer config.Close()
	checkPlaces(t, config, diags)
	if diags.HasErrors() {
		return [2]string{render(diags)}
	}
	x, diags := config.Expand(nil)
	checkPlaces(t, config, diags)
	y, more := config.Expand(nil)
	if diff := cmp.Diff(render(diags), render(more)); diff != "" {
		t.Errorf("expanded again: %s", diff)
	}
	if diff := cmp.Diff(summary(x), summary(y)); diff != "" {
		t.Errorf("expanded again: %s", diff)
	}
	return [2]string{render(diags), summary(x)}
}
