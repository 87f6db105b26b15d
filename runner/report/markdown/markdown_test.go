package markdown

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extensionast "github.com/yuin/goldmark/extension/ast"
	markdowntext "github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"gesso/runner/plan"
	"gesso/state"
)

// page is what a text is to a reader of GitHub's Markdown.
type page struct {
	rows    []string // of the table, without its head, as they are shown
	fences  []string
	prose   string // what stands outside of code
	strange []string
}

// own are the pieces of HTML that a comment is made with.
var own = regexp.MustCompile(`^(?:<!-- gesso plan(?:: [^<>]*)? -->|</?code>|<details><summary><code>[^<>]*</code></summary>|</details>)\n?$`)

func read(source string) page {
	src := []byte(source)
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(markdowntext.NewReader(src))
	var p page
	code := false
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *extensionast.TableRow:
			p.rows = append(p.rows, string(n.Lines().Value(src))+fmt.Sprint(n.ChildCount()))
		case *ast.FencedCodeBlock:
			p.fences = append(p.fences, string(n.Lines().Value(src)))
		case *ast.RawHTML:
			html := string(n.Segments.Value(src))
			code = html == "<code>"
			if !own.MatchString(html) {
				p.strange = append(p.strange, html)
			}
		case *ast.HTMLBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				if html := string(line.Value(src)); !own.MatchString(html) {
					p.strange = append(p.strange, html)
				}
			}
		case *ast.Text:
			if !code {
				p.prose += string(n.Value(src)) + "\n"
			}
		case *ast.Link, *ast.AutoLink, *ast.Image, *ast.CodeSpan, *ast.CodeBlock, *ast.List, *ast.Blockquote, *extensionast.Strikethrough, *ast.ThematicBreak:
			p.strange = append(p.strange, n.Kind().String())
		case *ast.Heading:
			if n.Level != 3 {
				p.strange = append(p.strange, "heading")
			}
		}
		return ast.WalkContinue, nil
	})
	return p
}

// evil are texts that mean something to somebody on the way.
var evil = []string{"a | b", "`x`", "```", "``` ```\n```", "~~~", "@octocat", "#1", "GH-12", "org/repo#1", "https://evil.example", "www.evil.example", "a@b.example",
	"<script>alert(1)</script>", "</details>", "</code>", "<!--", "-->", "[x](https://evil.example)", "![x](y)", "**bold**", "_it_", "\\|", "\\`", "| --- |", "# h", "- x", "1. x", "&lt;",
	"\r\n\r\n# h", "\x00", "\u202e", "\u2028# h", "5d41402abc4b2a76b9719d911017c592aaaaaaaa", ":tada:", "$x$", "~~no~~", "    code", "\t"}

func change(address, prompt string) *plan.Change {
	price := 0.5
	return &plan.Change{Address: address, Action: plan.Generate, Reasons: []plan.Reason{{Cause: plan.New}}, Price: &price,
		Request: state.Request{Prompt: prompt, Model: "m"}, Path: prompt, Declared: &plan.Declaration{Block: strings.Split(address, "[")[0], Terms: &plan.Terms{Attempts: 1}}}
}

func check(t interface {
	Helper()
	Errorf(string, ...any)
}, source string, rows int) {
	t.Helper()
	p := read(source)
	if len(p.strange) > 0 {
		t.Errorf("it holds %q:\n%s", p.strange, source)
	}
	if len(p.rows) != rows {
		t.Errorf("%d rows, want %d:\n%s", len(p.rows), rows, source)
	}
	for _, row := range p.rows {
		if !strings.HasSuffix(row, "5") {
			t.Errorf("a row of other than five cells: %s", row)
		}
	}
	if regexp.MustCompile(`[@#<>]|://|www\.|[0-9a-f]{20}`).MatchString(p.prose) {
		t.Errorf("outside of code stands %s", p.prose)
	}
}

// TestNothingActs puts evil texts everywhere that a plan has texts.
func TestNothingActs(t *testing.T) {
	for _, bad := range evil {
		made := change("image.a["+bad+"]", bad)
		changed := change("image.b", "x "+bad)
		changed.Action = plan.Regenerate
		changed.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: bad, New: "x " + bad}}
		lines := change("image.c", bad+"\n"+bad)
		lines.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: "a\n" + bad, New: bad + "\n" + bad}}
		tainted := change("image.d", bad)
		tainted.Action, tainted.Reasons = plan.Tainted, []plan.Reason{{Cause: plan.Unmet, New: bad}}
		made.Provider, made.Currency = bad, bad
		p := &plan.Plan{Changes: []*plan.Change{made, changed, lines, tainted},
			Strays: []plan.Call{{Address: bad, Call: state.Call{Task: bad, Request: state.Request{Prompt: bad}, Endpoint: bad}}}}
		check(t, Plan(p, bad, GitHub), 5)
	}
}

func TestNothingActsAtRandom(t *testing.T) {
	texts := rapid.StringOf(rapid.OneOf(rapid.SampledFrom([]rune("`|<>@#&*_~[]()!\\-\n\r \t:/.\"'$aw0")), rapid.Rune()))
	rapid.Check(t, func(t *rapid.T) {
		made := change("image.a["+texts.Draw(t, "key")+"]", texts.Draw(t, "prompt"))
		made.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: texts.Draw(t, "old"), New: made.Request.Prompt}}
		check(t, Plan(&plan.Plan{Changes: []*plan.Change{made}}, texts.Draw(t, "about"), GitHub), 1)
	})
}

// TestItFits makes plans that are larger than a comment: what is paid is there first,
// and what is not there is counted.
func TestItFits(t *testing.T) {
	p := &plan.Plan{}
	for i := range 3000 {
		c := change(fmt.Sprintf("image.a%d", i), strings.Repeat("狐狸 ", 100))
		if i%2 == 0 {
			c.Action, c.Reasons = plan.Remove, []plan.Reason{{Cause: plan.Undeclared}}
		}
		p.Changes = append(p.Changes, c)
	}
	for _, limit := range []int{1, 1000, 5000, GitHub, GitLab} {
		source := Plan(p, "", limit)
		if n := utf8.RuneCountInString(source); n > max(limit, 600) {
			t.Errorf("%d characters do not fit into %d", n, limit)
		}
		for _, want := range []string{"<!-- gesso plan -->\n", "**1500 paid (1500 generate), 1500 free (1500 remove), 0 unchanged.** Estimated cost: **750**."} {
			if !strings.Contains(source, want) {
				t.Errorf("at %d there is no %q in\n%.500s", limit, want, source)
			}
		}
		rows := len(read(source).rows)
		check(t, source, rows)
		switch listed := strings.Count(source, "| remove |"); {
		case limit < GitLab && listed > 0:
			t.Errorf("at %d there are free changes, and not all of the paid ones", limit)
		case limit == GitLab && rows != 3000:
			t.Errorf("at %d there are %d rows", limit, rows)
		case rows < 3000 && !strings.Contains(source, fmt.Sprintf("And %d more, %d of them paid: %g.", 3000-rows, 1500-rows, 0.5*float64(1500-rows))):
			t.Errorf("at %d what is left out is not counted:\n%s", limit, source[max(0, len(source)-300):])
		}
	}
}

func TestSensitive(t *testing.T) {
	c := change("image.a", "hunter2")
	c.Declared.Sensitive, c.Path = []string{"prompt", "source"}, "a.png"
	c.Declared.Source.File = "hunter2.png"
	c.Reasons = []plan.Reason{{Cause: plan.Changed, Argument: "prompt", Old: "hunter1", New: "hunter2", Sensitive: true}}
	if source := Plan(&plan.Plan{Changes: []*plan.Change{c}}, "", GitHub); strings.Contains(source, "hunter") || !strings.Contains(source, "(sensitive)") {
		t.Error(source)
	}
}
