package graph

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gesso/runner/plan"
	"gesso/spec/config"
)

// hostile are nodes whose addresses have what the two languages have meanings
// for.
func hostile() *Graph {
	return OfPlan([]plan.Step{
		{Address: `image.hero["a \"b\" \\"]`, Action: plan.Generate},
		{Address: `image.hero["ü 😀 <b>&amp;#35;` + "`" + `"]`, Action: plan.None, Needs: []string{`image.hero["a \"b\" \\"]`}},
		{Address: `image.hero["\\N;]->{}"]`, Action: plan.Remove},
		{Address: "image.end", Action: plan.Regenerate, Needs: []string{`image.hero["\\N;]->{}"]`, `image.hero["a \"b\" \\"]`}},
	})
}

func nested() *Graph {
	return OfBlocks([]config.Node{
		{Address: "image.fox", Needs: []string{"module.m.output.path", "var.style"}},
		{Address: "module.m"},
		{Address: "module.m.image.inner", Module: "module.m", Needs: []string{"module.m"}},
		{Address: "module.m.output.path", Module: "module.m", Needs: []string{"module.m.image.inner"}},
		{Address: "var.style"},
	})
}

// What a line of a graph can be. Everything but the words of the languages is
// quoted.
var (
	dotQuoted = `"((?:[^"\\]|\\.)*)"`
	dotNode   = regexp.MustCompile(`^ +` + dotQuoted + ` \[label=` + dotQuoted + `(?:, style=bold)?\];$`)
	dotEdge   = regexp.MustCompile(`^ +` + dotQuoted + ` -> ` + dotQuoted + `;$`)
	dotGroup  = regexp.MustCompile(`^ +subgraph ` + dotQuoted + ` \{$`)
	dotOther  = regexp.MustCompile(`^(?:digraph G \{| *\}| +(?:label|rankdir|fontname) = ` + dotQuoted + `;?|  node \[shape = rect, fontname = "sans-serif"\];)$`)

	mermaidNode  = regexp.MustCompile(`^ +(n\d+)\["([^"` + "`" + `<>\\]|<br/>)*"\]$`)
	mermaidEdge  = regexp.MustCompile(`^ +(n\d+) --> (n\d+)$`)
	mermaidOther = regexp.MustCompile(`^(?:flowchart RL| +subgraph g\d+\["[^"<>]+"\]| +end| +style n\d+ stroke-width:3px)$`)
)

func TestDOT(t *testing.T) {
	for name, g := range map[string]*Graph{"hostile": hostile(), "nested": nested(), "empty": {}} {
		text := g.DOT()
		nodes, open := map[string]string{}, 0
		edges := 0
		for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			open += btoi(strings.HasSuffix(line, "{")) - btoi(strings.TrimSpace(line) == "}")
			if m := dotNode.FindStringSubmatch(line); m != nil {
				nodes[m[1]] = undot(m[2])
			} else if m := dotEdge.FindStringSubmatch(line); m != nil {
				edges++
				if _, ok := nodes[m[1]]; !ok {
					t.Errorf("%s: %s is no node", name, m[1])
				}
				if _, ok := nodes[m[2]]; !ok {
					t.Errorf("%s: %s is no node", name, m[2])
				}
			} else if !dotGroup.MatchString(line) && !dotOther.MatchString(line) {
				t.Errorf("%s: what is %s", name, line)
			}
		}
		checkGraph(t, name, g, nodes, edges)
		if open != 0 {
			t.Errorf("%s: %d braces are open at the end of\n%s", name, open, text)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func undot(text string) string {
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n").Replace(text)
}

func checkGraph(t *testing.T, name string, g *Graph, nodes map[string]string, edges int) {
	t.Helper()
	labels := map[string]bool{}
	for _, label := range nodes {
		labels[label] = true
	}
	wanted := 0
	for _, n := range g.nodes {
		wanted += len(n.needs)
		if !labels[n.label] {
			t.Errorf("%s: no node has the label %q", name, n.label)
		}
	}
	if len(nodes) != len(g.nodes) || edges != wanted {
		t.Errorf("%s: %d nodes and %d edges, want %d and %d", name, len(nodes), edges, len(g.nodes), wanted)
	}
}

func TestMermaid(t *testing.T) {
	number := regexp.MustCompile(`#\d+;`)
	for name, g := range map[string]*Graph{"hostile": hostile(), "nested": nested(), "empty": {}} {
		nodes := map[string]string{}
		edges := 0
		for _, line := range strings.Split(strings.TrimSuffix(g.Mermaid(), "\n"), "\n") {
			if m := mermaidNode.FindStringSubmatch(line); m != nil {
				label := line[strings.Index(line, `"`)+1 : strings.LastIndex(line, `"`)]
				label = strings.ReplaceAll(label, "<br/>", "\n")
				nodes[m[1]] = number.ReplaceAllStringFunc(label, func(code string) string {
					n, err := strconv.Atoi(code[1 : len(code)-1])
					if err != nil {
						t.Error(err)
					}
					return string(rune(n))
				})
			} else if m := mermaidEdge.FindStringSubmatch(line); m != nil {
				edges++
				if nodes[m[1]] == "" || nodes[m[2]] == "" {
					t.Errorf("%s: an edge without a node: %s", name, line)
				}
			} else if !mermaidOther.MatchString(line) {
				t.Errorf("%s: what is %s", name, line)
			}
		}
		checkGraph(t, name, g, nodes, edges)
	}
}

func TestGraphGroups(t *testing.T) {
	want := `digraph G {
  rankdir = "RL";
  node [shape = rect, fontname = "sans-serif"];
  "image.fox" [label="image.fox"];
  "module.m" [label="module.m"];
  "var.style" [label="var.style"];
  subgraph "cluster_module.m" {
    label = "module.m"
    fontname = "sans-serif"
    "module.m.image.inner" [label="image.inner"];
    "module.m.output.path" [label="output.path"];
  }
  "image.fox" -> "module.m.output.path";
  "image.fox" -> "var.style";
  "module.m.image.inner" -> "module.m";
  "module.m.output.path" -> "module.m.image.inner";
}
`
	if diff := cmp.Diff(want, nested().DOT()); diff != "" {
		t.Error(diff)
	}
}
