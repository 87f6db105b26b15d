package spec

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"gesso/spec/backend"
	"gesso/spec/lang"
)

// walkSchemas visits each schema below s, with the schemas around it.
func walkSchemas(s *lang.Schema, around []*lang.Schema, visit func(s *lang.Schema, around []*lang.Schema)) {
	for _, inner := range s.Blocks {
		visit(inner, around)
		walkSchemas(inner, append(slices.Clone(around), inner), visit)
	}
}

// TestArgumentsAreRead writes each argument of the table into a configuration,
// with a value that no argument can have. What is not read is not complained of.
func TestArgumentsAreRead(t *testing.T) {
	walkSchemas(lang.Language(kinds("")), nil, func(s *lang.Schema, around []*lang.Schema) {
		arguments := s.Arguments
		if s.Others != nil {
			arguments = append(arguments, s.Others)
		}
		for _, a := range arguments {
			text, line := withArgument(append(slices.Clone(around), s), a)
			_, diags := loadDir(write(t, map[string]string{"main.hcl": text, "portraits/main.hcl": `variable "name" {}`}), Inputs{})
			if !complainsOf(diags, line) {
				t.Errorf("nothing reads the argument %s of %s:\n%s\n%s", a.Name, s.Type, text, render(diags))
			}
		}
	})
}

// conditions are arguments without which what is inside of a block is not looked at.
var conditions = map[string]string{"provider": `endpoint = "sandbox"`}

// withArgument is a configuration with the blocks, one in the other, and in the
// innermost the argument; and that argument's line.
func withArgument(blocks []*lang.Schema, wrong *lang.Argument) (string, int) {
	var b strings.Builder
	for i, s := range blocks {
		b.WriteString(s.Type)
		for range s.Labels {
			name := "flux" // the one that a provider can have, and as good as any other
			if s == lang.Backend {
				name = backend.S3
			}
			b.WriteString(" " + strconv.Quote(name))
		}
		b.WriteString(" {\n")
		if text := conditions[s.Type]; text != "" && i < len(blocks)-1 {
			b.WriteString(text + "\n")
		}
		for _, a := range s.Required() {
			if a != wrong {
				fmt.Fprintln(&b, a.Example)
			}
		}
	}
	line := strings.Count(b.String(), "\n") + 1
	fmt.Fprintf(&b, "%s = var.nowhere\n%s", wrong.Name, strings.Repeat("}\n", len(blocks)))
	return b.String(), line
}

func complainsOf(diags hcl.Diagnostics, line int) bool {
	return slices.ContainsFunc(diags, func(d *hcl.Diagnostic) bool {
		hidden := strings.Contains(d.Detail, fmt.Sprintf("The line main.hcl:%d ", line))
		return d.Severity == hcl.DiagError && (hidden || d.Subject != nil && d.Subject.Start.Line == line)
	})
}

// TestArgumentsAreInTheTable finds what the text of spec, config, link and eval
// reads of a block: a name that the table lacks would never be there.
func TestArgumentsAreInTheTable(t *testing.T) {
	known := map[string]bool{}
	know := func(s *lang.Schema, _ []*lang.Schema) {
		known[s.Type] = true
		for _, a := range s.Arguments {
			known[a.Name] = true
		}
	}
	walkSchemas(lang.Language(kinds("")), nil, know)
	know(lang.Dynamic, nil)
	own, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := own
	for _, below := range []string{"config", "eval", "link"} {
		more, err := filepath.Glob(below + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, argument := range reads(file) {
			found++
			if !known[argument] {
				t.Errorf("%s reads %q, and no block of the table has it", name, argument)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d reads were found: the test looks for the wrong thing", found)
	}
}

// reads are the names that a file indexes the arguments of blocks by.
func reads(file *ast.File) []string {
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		index, ok := n.(*ast.IndexExpr)
		if !ok {
			return true
		}
		of, selects := index.X.(*ast.SelectorExpr)
		literal, constant := index.Index.(*ast.BasicLit)
		if selects && constant && (of.Sel.Name == "Attributes" || of.Sel.Name == "Arguments") {
			names = append(names, strings.Trim(literal.Value, `"`))
		}
		return true
	})
	return names
}

func TestTableIsWhole(t *testing.T) {
	phrase := regexp.MustCompile("^[a-z`\"].*[^.]$")
	walkSchemas(lang.Language(kinds("")), nil, func(s *lang.Schema, _ []*lang.Schema) {
		if !phrase.MatchString(s.Description) {
			t.Errorf("%s: the description %q is no phrase", s.Type, s.Description)
		}
		for i, a := range s.Arguments {
			if !phrase.MatchString(a.Description) || a.TypeName() == "" {
				t.Errorf("%s.%s: description %q, type %q", s.Type, a.Name, a.Description, a.TypeName())
			}
			if a.Required != (a.Example != "") || a.Required && a.Default != "" {
				t.Errorf("%s.%s: what is required has an example and no default, and nothing else has one", s.Type, a.Name)
			}
			if a.Required && !strings.HasPrefix(a.Example, a.Name+" = ") {
				t.Errorf("%s.%s: %s is no example of it", s.Type, a.Name, a.Example)
			}
			if slices.IndexFunc(s.Arguments, func(b *lang.Argument) bool { return b.Name == a.Name }) != i {
				t.Errorf("%s.%s is there twice", s.Type, a.Name)
			}
		}
	})
}

// The reference of the language stands between these.
const (
	referenceBegins = "<!-- reference: go test ./spec -run TestReference -update -->\n"
	referenceEnds   = "<!-- end of reference -->\n"
)

// TestReference compares the README's reference of blocks and arguments with the
// table that decodes them.
func TestReference(t *testing.T) {
	const name = "README.md"
	readme, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(readme), referenceBegins)
	got, after, ends := strings.Cut(rest, referenceEnds)
	if !begins || !ends {
		t.Fatalf("spec/%s has no place for the reference", name)
	}
	want := "\n" + reference() + "\n"
	if *update {
		if err := os.WriteFile(name, []byte(before+referenceBegins+want+referenceEnds+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the reference (-table +README; -update rewrites it):\n%s", diff)
	}
}

// reference is the table in Markdown: a heading for each type of block, and a
// table of its arguments.
func reference() string {
	var blocks []string
	walkSchemas(lang.Language(kinds("")), nil, func(s *lang.Schema, around []*lang.Schema) {
		blocks = append(blocks, referenceOf(s, around))
	})
	return strings.Join(blocks, "\n")
}

func referenceOf(s *lang.Schema, around []*lang.Schema) string {
	var b strings.Builder
	header := "`" + s.Type
	for _, label := range s.Labels {
		header += " " + strconv.Quote(label)
	}
	fmt.Fprintf(&b, "###%s %s`", strings.Repeat("#", len(around)), header)
	if len(around) > 0 {
		fmt.Fprintf(&b, " in `%s`", around[len(around)-1].Type)
	}
	description := strings.ToUpper(s.Description[:1]) + s.Description[1:]
	if s.Repeats && len(around) > 0 {
		description += ". It can be repeated"
	}
	fmt.Fprintf(&b, "\n\n%s\n", lines(description+".", 100))
	if s.Others != nil || len(s.Arguments) > 0 {
		b.WriteString("\n| argument | type | default | meaning |\n|---|---|---|---|\n")
	}
	if s.Others != nil {
		fmt.Fprintf(&b, "| any | %s | | %s |\n", s.Others.TypeName(), cell(s.Others.Description))
	}
	for _, a := range s.Arguments {
		byDefault := " "
		switch {
		case a.Required:
			byDefault = " required "
		case a.Default != "":
			byDefault = " `" + a.Default + "` "
		}
		fmt.Fprintf(&b, "| `%s` | %s |%s| %s |\n", a.Name, a.TypeName(), byDefault, cell(a.Description))
	}
	return b.String()
}

// lines breaks a text into lines of so many characters at most.
func lines(text string, most int) string {
	var b strings.Builder
	length := 0
	for word := range strings.FieldsSeq(text) {
		n := len([]rune(word))
		switch {
		case length == 0:
		case length+1+n > most:
			b.WriteByte('\n')
			length = 0
		default:
			b.WriteByte(' ')
			length++
		}
		b.WriteString(word)
		length += n
	}
	return b.String()
}

// cell keeps a bar from ending a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
