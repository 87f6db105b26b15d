package completion_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/command"
	"gesso/runner/completion"
)

// program is one with commands of every kind.
func program() completion.Program {
	return completion.Program{
		Topics: []string{"money"},
		Words:  map[string][]string{"STATUS": {"new", "changed", "removed"}},
		Commands: []*command.Command{
			{Name: "plan", Usage: "[options]", Summary: "say what would be done", Flags: func(set *flag.FlagSet) {
				set.Func("var", "a `NAME=VALUE`", func(string) error { return nil })
				set.String("var-file", "", "a `FILE`")
				set.String("target", "", "a `PATTERN`")
				set.String("type", "", "`dot|mermaid`")
				set.String("only", "", "some `STATUS`")
				set.Int("n", 0, "a number `N`")
				set.Bool("destroy", false, "the other way")
			}},
			{Name: "show", Usage: "[ADDRESS]", Args: 1},
			{Name: "output", Usage: "[options] [NAME]", Args: 1},
			{Name: "state list", Usage: "[ADDRESS]", Args: 1},
			{Name: "state mv", Usage: "ADDRESS ADDRESS", Args: 2},
			{Name: "import", Usage: "ADDRESS ID", Args: 2},
			{Name: "look", Usage: "[ADDRESS | FILE]", Args: 1},
			{Name: "rm", Usage: "[options] ADDRESS...", Args: -1},
			{Name: "fmt", Usage: "[options] [FILE|DIR|-]...", Args: -1},
			{Name: "workspace select", Usage: "NAME", Args: 1},
			{Name: "__secret", Hidden: true},
			{Name: "help", Usage: "[COMMAND|TOPIC]", Args: -1},
		},
	}
}

const stateFile = `{"gesso":"state","version":1}
{"address":"image.hero[\"a b\"]"}
{"address":"image.hero[\"c\"]"}
{"address":"image.solo"}
{"address":"module.house[\"x\"].image.crest"}
{"gesso":"end"}
`

// folder makes a directory with these files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestComplete(t *testing.T) {
	dir := folder(t, map[string]string{
		"gesso.state":   stateFile,
		"main.hcl":      "image \"new\" {\n}\noutput \"cover\" { value = 1 }\nvariable \"style\" {}\nmodule house {\n}\n  image \"indented\" {}\n",
		"broken.hcl":    "image \"unfinished",
		"b.hclvars":     "",
		"sub/x.hclvars": "",
		".hidden":       "",
	})
	sources := completion.Sources{Dir: dir, Workspaces: func(string) []string { return []string{"default", "night"} }}
	hero := []string{`image.hero["a b"]`, `image.hero["c"]`}
	for _, test := range []struct {
		words   []string
		current string
		want    []string
	}{
		{nil, "", []string{"plan", "show", "output", "state", "import", "look", "rm", "fmt", "workspace", "help"}},
		{nil, "st", []string{"state"}},
		{nil, "-c", []string{"-chdir="}},
		{nil, "__", nil},
		{[]string{"state"}, "", []string{"list", "mv"}},
		{[]string{"state", "nope"}, "", nil},
		{[]string{"nope"}, "", nil},
		{[]string{"plan"}, "-d", []string{"-destroy"}},
		{[]string{"plan"}, "--var", []string{"--var=", "--var-file="}},
		{[]string{"plan"}, "-he", []string{"-help"}},
		{[]string{"plan"}, "", nil},
		{[]string{"plan"}, "-type=", []string{"-type=dot", "-type=mermaid"}},
		{[]string{"plan", "-type"}, "m", []string{"mermaid"}},
		{[]string{"plan"}, "-only=", []string{"-only=new", "-only=changed", "-only=removed"}},
		{[]string{"plan", "-only"}, "new,c", []string{"new,changed"}},
		{[]string{"plan", "-only"}, "new,changed,", []string{"new,changed,removed"}},
		{[]string{"plan"}, "-destroy=", []string{"-destroy=true", "-destroy=false"}},
		{[]string{"plan", "-n"}, "", nil},
		{[]string{"plan"}, "-var=", []string{"-var=style="}},
		{[]string{"plan"}, "-var=style=o", nil},
		{[]string{"plan"}, "-nope=", nil},
		{[]string{"plan"}, "-var-file=", []string{"-var-file=b.hclvars", "-var-file=broken.hcl", "-var-file=gesso.state", "-var-file=main.hcl", "-var-file=sub/"}},
		{[]string{"plan", "-var-file"}, "sub/", []string{"sub/x.hclvars"}},
		{[]string{"plan", "-var-file"}, ".h", []string{".hidden"}},
		{[]string{"plan"}, "-target=image.s", []string{"-target=image.solo"}},
		{[]string{"plan", "-target", "image.solo", "-destroy"}, "-target=image.n", []string{"-target=image.new"}},
		{[]string{"show"}, "image.h", append([]string{"image.hero"}, hero...)},
		{[]string{"show"}, `image.hero["c`, []string{`image.hero["c"]`}},
		{[]string{"show"}, "module", []string{"module.house", `module.house["x"].image.crest`}},
		{[]string{"show"}, "", append([]string{"image.hero", "image.new", "image.solo", "module.house"}, append(hero, `module.house["x"].image.crest`)...)},
		{[]string{"show", "image.solo"}, "image", nil},
		{[]string{"state", "mv", "image.solo"}, "image.so", []string{"image.solo"}},
		{[]string{"state", "list"}, "image.so", []string{"image.solo"}},
		{[]string{"import"}, "image.n", []string{"image.new"}},
		{[]string{"import", "image.new"}, "", nil},
		{[]string{"look"}, "m", []string{"module.house", `module.house["x"].image.crest`, "main.hcl"}},
		{[]string{"look"}, "image.n", []string{"image.new"}},
		{[]string{"rm", "image.solo", "image.new"}, "image.n", []string{"image.new"}},
		{[]string{"output"}, "", []string{"cover"}},
		{[]string{"output", "-n"}, "", []string{"cover"}},
		{[]string{"fmt", "main.hcl"}, "b", []string{"b.hclvars", "broken.hcl"}},
		{[]string{"fmt", "-"}, "m", []string{"main.hcl"}},
		{[]string{"fmt", "--"}, "-", []string{"-"}},
		{[]string{"workspace", "select"}, "n", []string{"night"}},
		{[]string{"help"}, "m", []string{"money"}},
		{[]string{"help"}, "sta", []string{"state"}},
		{[]string{"help", "state"}, "m", []string{"mv"}},
		{[]string{"-chdir=" + filepath.Join(dir, "sub"), "plan", "-var-file"}, "", []string{"x.hclvars"}},
		{[]string{"-chdir", filepath.Join(dir, "nowhere"), "show"}, "", nil},
	} {
		var got []string
		for _, c := range program().Complete(test.words, test.current, sources) {
			got = append(got, c.Value)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q, %q (-want +got):\n%s", test.words, test.current, diff)
		}
	}
}

// Of many instances the blocks are offered first, and a block of several is open:
// more may follow.
func TestCompleteManyInstances(t *testing.T) {
	state := "{\"gesso\":\"state\",\"version\":1}\n{\"address\":\"image.solo\"}\n"
	for _, key := range "abcdefghijklmnopqrstuvwxyz" {
		state += "{\"address\":\"image.hero[\\\"" + string(key) + "\\\"]\"}\n"
	}
	sources := completion.Sources{Dir: folder(t, map[string]string{"gesso.state": state})}
	want := []completion.Candidate{{Value: "image.hero", Open: true}, {Value: "image.solo"}}
	if diff := cmp.Diff(want, program().Complete([]string{"show"}, "im", sources)); diff != "" {
		t.Error(diff)
	}
	if all := program().Complete([]string{"show"}, "image.h", sources); len(all) != 27 {
		t.Errorf("%d candidates, want the block and 26 instances: %v", len(all), all)
	}
}
