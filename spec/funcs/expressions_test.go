package funcs_test

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"gesso/spec/bound"
	"gesso/spec/folder"
	"gesso/spec/funcs"
)

const (
	expressionsFile = "testdata/expressions.txt"
	filesDir        = "testdata/files"
	refused         = "refused"
	home            = "/home/gesso" // of pathexpand
)

// An expression is an entry of expressions.txt: the expression, perhaps of many lines, and a line "=> " with what Terraform makes of it.
type expression struct {
	line    int      // where it begins
	comment []string // the lines above it that are no expression
	text    string
	want    string // the type and the value as JSON, or "refused"
}

// locals are the values that the expressions may refer to, as Terraform reads them and as gesso does.
const locals = `{
  template  = "hi $${name}"
  object    = { template = "hey $${name}", list = ["yo $${name}"] }
  number    = 5
  nothing   = null
  plain     = "plain"
  whole     = "$${value}"
  broken    = "$${"
  recursive = "$${templatefile(\"value.tmpl\", { value = 1 })}"
}`

func readExpressions(t *testing.T) []expression {
	t.Helper()
	f, err := os.Open(expressionsFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []expression
	var next expression
	var lines []string
	scanner := bufio.NewScanner(f)
	for n := 1; scanner.Scan(); n++ {
		line := scanner.Text()
		want, ends := strings.CutPrefix(line, "=> ")
		switch {
		case ends:
			next.text, next.want = strings.Join(lines, "\n"), want
			all = append(all, next)
			next, lines = expression{}, nil
		case len(lines) == 0 && (line == "" || strings.HasPrefix(line, "#")):
			next.comment = append(next.comment, line)
		default:
			if len(lines) == 0 {
				next.line = n
			}
			lines = append(lines, line)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// newScope is a scope with every function, the files of testdata and the locals.
func newScope(t *testing.T) *hcl.EvalContext {
	t.Helper()
	t.Setenv("HOME", home)
	files, err := folder.NewFiles(filesDir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	scope := &hcl.EvalContext{Functions: funcs.Table(files, time.Now, new(bound.Meter))}
	v, err := evaluate(locals, scope)
	if err != nil {
		t.Fatal(err)
	}
	scope.Variables = map[string]cty.Value{"local": v}
	return scope
}

// evaluate evaluates an expression as if it stood in a file, where a line ends it.
func evaluate(text string, scope *hcl.EvalContext) (cty.Value, error) {
	expr, diags := hclsyntax.ParseExpression([]byte(text+"\n"), "test", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	v, diags := expr.Value(scope)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return v, nil
}

// answer is what expressions.txt would say of text in scope, and why it is refused if it is.
func answer(text string, scope *hcl.EvalContext) (string, error) {
	v, err := evaluate(text, scope)
	if err != nil {
		return refused, err
	}
	v, _ = v.UnmarkDeep()
	if !v.IsWhollyKnown() {
		return "unknown", nil
	}
	encoded, err := stdlib.JSONEncode(v)
	if err != nil {
		return refused, err
	}
	return typeText(v.Type()) + " " + encoded.AsString(), nil
}

// typeText writes a type as the type function of Terraform's console does, but on one line.
func typeText(ty cty.Type) string {
	switch {
	case ty.IsListType():
		return "list(" + typeText(ty.ElementType()) + ")"
	case ty.IsSetType():
		return "set(" + typeText(ty.ElementType()) + ")"
	case ty.IsMapType():
		return "map(" + typeText(ty.ElementType()) + ")"
	case ty.IsTupleType():
		var elements []string
		for _, element := range ty.TupleElementTypes() {
			elements = append(elements, typeText(element))
		}
		return "tuple([" + strings.Join(elements, ", ") + "])"
	case ty.IsObjectType():
		var attributes []string
		for _, name := range slices.Sorted(maps.Keys(ty.AttributeTypes())) {
			attributes = append(attributes, name+": "+typeText(ty.AttributeType(name)))
		}
		return "object({" + strings.Join(attributes, ", ") + "})"
	}
	return ty.FriendlyName()
}

func TestExpressions(t *testing.T) {
	scope := newScope(t)
	known := differences()
	for _, e := range readExpressions(t) {
		got, err := answer(e.text, scope)
		want := e.want
		if d, ok := known[e.text]; ok {
			if d.gesso == e.want {
				t.Errorf("%s:%d: %s is no difference any more", expressionsFile, e.line, e.text)
			}
			want = d.gesso
			delete(known, e.text)
		}
		if got != want {
			t.Errorf("%s:%d: %s\n got: %s\nwant: %s\n err: %v", expressionsFile, e.line, e.text, got, want, err)
		}
		if err != nil && strings.Contains(err.Error(), "panic") {
			t.Errorf("%s:%d: %s panics: %.300v", expressionsFile, e.line, e.text, err)
		}
	}
	for text := range known {
		t.Errorf("the difference %s is not in %s", text, expressionsFile)
	}
}

// TestExpressionsCoverTheTable asserts that no function is without an expression.
func TestExpressionsCoverTheTable(t *testing.T) {
	var all strings.Builder
	for _, e := range readExpressions(t) {
		fmt.Fprintln(&all, e.text)
	}
	for name := range funcs.Table(nil, time.Now, nil) {
		if name == "plantimestamp" || strings.HasPrefix(name, "core::") {
			continue // Terraform's console has no plan
		}
		if !strings.Contains(all.String(), name+"(") {
			t.Errorf("no expression calls %s", name)
		}
	}
}
