package funcs_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"gesso/spec/bound"
	"gesso/spec/folder"
	"gesso/spec/funcs"
)

// TestOddTables reads tables and documents as programs on other machines write them.
func TestOddTables(t *testing.T) {
	scope := newScope(t)
	for _, test := range []struct{ expr, want string }{
		{`csvdecode("id,p\r1,a fox\r2,a cat\r")`, `[{"id":"1","p":"a fox"},{"id":"2","p":"a cat"}]`},
		{`csvdecode("id,p\r1,a fox\r2,a cat\n")`, `[{"id":"1","p":"a fox"},{"id":"2","p":"a cat"}]`},
		{`csvdecode("id,p\r\n1,a fox\r\n")`, `[{"id":"1","p":"a fox"}]`},
		{`csvdecode("\ufeffid,p\n1,a\n")`, `[{"id":"1","p":"a"}]`},
		{`csvdecode("a,b,c\n--\n1,2,3,,\n4,5,6,7\n", { lenient = true })`, `[{"a":"--","b":"","c":""},{"a":"1","b":"2","c":"3"},{"a":"4","b":"5","c":"6,7"}]`},
		{`csvdecode("a,b\n1,2\n", { lenient = false })`, `[{"a":"1","b":"2"}]`},
		{`jsondecode("\ufeff[1]")`, `[1]`},
		{`yamldecode("\ufeffa: 1\rb: 2\r")`, `{"a":1,"b":2}`},
		{`yamldecode("a: &x {k: 1}\nb:\n  <<: *x\n  l: 2\nc: [*x, *x]\n")`, `{"a":{"k":1},"b":{"k":1,"l":2},"c":[{"k":1},{"k":1}]}`},
		{`yamldecode("a: !!str 5\nb: !!int \"7\"\n")`, `{"a":"5","b":"7"}`},
	} {
		v, err := evaluate("jsonencode("+test.expr+")", scope)
		if err != nil {
			t.Errorf("%s: %v", test.expr, err)
		} else if got, _ := v.Unmark(); got.AsString() != test.want {
			t.Errorf("%s is %s, want %s", test.expr, got.AsString(), test.want)
		}
	}
	for _, text := range []string{`yamldecode("a: 1\n---\nb: 2\n")`, `yamldecode("a: *x\n")`, `csvdecode("a,b\n1\n")`, `csvdecode("a,b\n1\n", {})`} {
		if v, err := evaluate(text, scope); err == nil {
			t.Errorf("%s is %#v, want an error", text, v)
		}
	}
}

// TestDecomposedNames opens what fileset lists where a Mac has written the names, in files and in folders, by every function of files.
// A file of the very name goes before one that is only written alike.
func TestDecomposedNames(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"ne\u0301/cafe\u0301.txt": "apart", "both/e\u0301.txt": "apart", "both/\u00e9.txt": "together"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := folder.NewFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	scope := &hcl.EvalContext{Functions: funcs.Table(files, time.Now, nil)}
	for _, test := range []struct{ expr, want string }{
		{`join(" ", fileset(".", "**/caf*.txt"))`, "n\u00e9/caf\u00e9.txt"},
		{`join(" ", fileset("né", "café.*"))`, "caf\u00e9.txt"},
		{`file(one(fileset(".", "n*/*.txt")))`, "apart"},
		{`base64decode(filebase64("né/café.txt"))`, "apart"},
		{`tostring(filesha256("né/café.txt") == sha256("apart"))`, "true"},
		{`templatefile("né/café.txt", {})`, "apart"},
		{`tostring(fileexists("né/café.txt"))`, "true"},
		{`tostring(fileexists("né/cafè.txt"))`, "false"},
		{`file("both/é.txt")`, "together"},
	} {
		v, err := evaluate(test.expr, scope)
		if err != nil {
			t.Errorf("%s: %v", test.expr, err)
		} else if v.AsString() != test.want {
			t.Errorf("%s is %q, want %q", test.expr, v.AsString(), test.want)
		}
	}
}

// TestFilesetIsBounded searches folders that link to each other, of which there are more ways than anybody can go, and with patterns that
// stand for as many.
func TestFilesetIsBounded(t *testing.T) {
	dir := t.TempDir()
	const folders = "abcdefghij"
	for _, from := range folders {
		if err := os.Mkdir(filepath.Join(dir, string(from)), 0o755); err != nil {
			t.Fatal(err)
		}
		for _, to := range folders {
			if from == to {
				continue
			}
			if err := os.Symlink("../"+string(to), filepath.Join(dir, string(from), string(to))); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := folder.NewFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	for _, pattern := range []string{"**/*.png", "**/a/**/b/**/c/**/*", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"} {
		stop := make(chan struct{})
		close(stop)
		meter := new(bound.Meter)
		if pattern != "**/*.png" {
			meter.Heed(stop) // an interrupt ends the search as well
		}
		table := funcs.Table(files, time.Now, meter)
		v, err := table["fileset"].Call([]cty.Value{cty.StringVal("."), cty.StringVal(pattern)})
		if err == nil && !meter.Interrupted() {
			t.Errorf("%s found %#v", pattern, v)
		}
	}
}
