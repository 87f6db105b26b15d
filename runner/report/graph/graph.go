// Package graph draws the dependencies of a configuration or of a plan, as DOT and as
// Mermaid.
//
// It decides nothing: the caller says what there is and what becomes of it. Text from
// outside is quoted for the language that it is put into.
//
//	fmt.Print(graph.OfPlan(p.Steps()).Mermaid())
package graph

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gesso/runner/plan"
	"gesso/runner/report/quote"
	"gesso/spec/config"
)

// Graph is a dependency graph.
type Graph struct {
	nodes []node
}

// node is a box of a graph. It has an arrow to each node that it depends on.
type node struct {
	name  string // unique
	label string // may have several lines
	group string // name of the frame around it; "": none
	paid  bool
	needs []string
}

// OfBlocks returns the graph of a configuration's blocks, with a frame around each module.
func OfBlocks(nodes []config.Node) *Graph {
	g := &Graph{}
	for _, n := range nodes {
		label := strings.TrimPrefix(n.Address, n.Module+".")
		g.nodes = append(g.nodes, node{name: n.Address, label: label, group: n.Module, needs: n.Needs})
	}
	g.sort()
	return g
}

// OfPlan returns the graph of a plan's images, each with its action.
func OfPlan(steps []plan.Step) *Graph {
	g := &Graph{}
	for _, s := range steps {
		label := s.Address + "\n" + s.Action.String()
		if s.Action == plan.None {
			label = s.Address + "\nunchanged"
		}
		g.nodes = append(g.nodes, node{name: s.Address, label: label, paid: s.Action.Paid(), needs: s.Needs})
	}
	return g
}

// sort orders the nodes by group, so that the drawing is always the same.
func (g *Graph) sort() {
	slices.SortStableFunc(g.nodes, func(a, b node) int { return cmp.Compare(a.group, b.group) })
}

// grouped calls open and end around the nodes of each group, and each for every node.
func (g *Graph) grouped(open func(group string), each func(i int, n node), end func(group string)) {
	for i, n := range g.nodes {
		first := i == 0 || g.nodes[i-1].group != n.group
		last := i == len(g.nodes)-1 || g.nodes[i+1].group != n.group
		if first && n.group != "" {
			open(n.group)
		}
		each(i, n)
		if last && n.group != "" {
			end(n.group)
		}
	}
}

// DOT returns the graph for Graphviz, in the form of terraform graph.
func (g *Graph) DOT() string {
	var b strings.Builder
	b.WriteString("digraph G {\n  rankdir = \"RL\";\n  node [shape = rect, fontname = \"sans-serif\"];\n")
	indent := "  "
	g.grouped(func(group string) {
		b.WriteString("  subgraph " + dotText("cluster_"+group) + " {\n    label = " + dotText(group) + "\n    fontname = \"sans-serif\"\n")
		indent = "    "
	}, func(_ int, n node) {
		b.WriteString(indent + dotText(n.name) + " [label=" + dotText(n.label))
		if n.paid {
			b.WriteString(", style=bold")
		}
		b.WriteString("];\n")
	}, func(string) {
		b.WriteString("  }\n")
		indent = "  "
	})
	for _, n := range g.nodes {
		for _, needed := range n.needs {
			b.WriteString("  " + dotText(n.name) + " -> " + dotText(needed) + ";\n")
		}
	}
	return b.String() + "}\n"
}

// dotText quotes a string for DOT. A label may have several lines.
func dotText(text string) string {
	text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(quote.Clean(text))
	return `"` + text + `"`
}

// Mermaid returns the graph as a flowchart, which many sites show in Markdown.
func (g *Graph) Mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart RL\n")
	names := map[string]string{}
	for i, n := range g.nodes {
		names[n.name] = "n" + strconv.Itoa(i)
	}
	indent := "  "
	groups := 0
	g.grouped(func(group string) {
		b.WriteString("  subgraph g" + strconv.Itoa(groups) + "[" + mermaidText(group) + "]\n")
		groups++
		indent = "    "
	}, func(_ int, n node) {
		b.WriteString(indent + names[n.name] + "[" + mermaidText(n.label) + "]\n")
		if n.paid {
			b.WriteString(indent + "style " + names[n.name] + " stroke-width:3px\n")
		}
	}, func(string) {
		b.WriteString("  end\n")
		indent = "  "
	})
	for _, n := range g.nodes {
		for _, needed := range n.needs {
			b.WriteString("  " + names[n.name] + " --> " + names[needed] + "\n")
		}
	}
	return b.String()
}

// mermaidText quotes a label for Mermaid: characters with a meaning are written as numbers.
func mermaidText(text string) string {
	return `"` + strings.NewReplacer(
		`#`, "#35;", `"`, "#34;", "`", "#96;", `\`, "#92;", `<`, "#60;", `>`, "#62;", `&`, "#38;", "\n", "<br/>",
	).Replace(quote.Clean(text)) + `"`
}
