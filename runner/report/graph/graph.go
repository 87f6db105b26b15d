// Package graph draws what needs what, of a configuration or of a plan, as DOT and as
// Mermaid.
//
// It decides nothing: what there is and what becomes of it is said by who asks. Texts from
// outside are quoted for the language that they stand in.
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

// Graph is a picture of what needs what.
type Graph struct {
	nodes []node
}

// node is a box of a graph. An arrow leads from it to each that it needs.
type node struct {
	name  string // unlike any other's
	label string // lines of text
	group string // the name of the frame around it, "" for none
	paid  bool
	needs []string
}

// OfBlocks shows the blocks of a configuration, with a frame around those of
// each module.
func OfBlocks(nodes []config.Node) *Graph {
	g := &Graph{}
	for _, n := range nodes {
		label := strings.TrimPrefix(n.Address, n.Module+".")
		g.nodes = append(g.nodes, node{name: n.Address, label: label, group: n.Module, needs: n.Needs})
	}
	g.sort()
	return g
}

// OfPlan shows the images of a plan, each with its action.
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

// sort puts the nodes of each group together, in an order that is always the
// same.
func (g *Graph) sort() {
	slices.SortStableFunc(g.nodes, func(a, b node) int { return cmp.Compare(a.group, b.group) })
}

// grouped calls open and close around the nodes of each group.
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

// DOT is the graph for Graphviz, in the form that terraform graph has.
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

// dotText is a string of the DOT language. A label in it may have lines.
func dotText(text string) string {
	text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(quote.Clean(text))
	return `"` + text + `"`
}

// Mermaid is the graph as a flowchart, which Markdown on many sites shows.
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

// mermaidText is a label of the Mermaid language, in which what has a meaning
// there is written by its number.
func mermaidText(text string) string {
	return `"` + strings.NewReplacer(
		`#`, "#35;", `"`, "#34;", "`", "#96;", `\`, "#92;", `<`, "#60;", `>`, "#62;", `&`, "#38;", "\n", "<br/>",
	).Replace(quote.Clean(text)) + `"`
}
