package cli

import (
	"context"
	"flag"
	"fmt"

	"gesso/runner/report"
)

func graphCommand() *command {
	o := &options{noInput: true}
	var kind string
	var mermaid bool
	return &command{
		name: "graph", usage: "[options]",
		summary: "draw what depends on what",
		detail: `Prints a graph in the DOT language, as for gesso graph | dot -Tsvg > graph.svg. It
shows the blocks of the configuration: variables, local values, images, modules,
outputs and checks, with an arrow from each to what it uses; variables need no values.

With -type=plan it shows every image, instance by instance, with what apply would do
about it, and an arrow to each that comes first; what is paid for has a bold frame.`,
		flags: func(set *flag.FlagSet) {
			o.variables(set)
			set.StringVar(&kind, "type", "", "show the images of a plan: `plan`")
			set.BoolVar(&mermaid, "mermaid", false, "print a Mermaid flowchart, which Markdown can hold, instead of DOT")
		},
		run: func(ctx context.Context, a *app, _ []string) int {
			graph, err := a.graph(ctx, o, kind)
			if err != nil {
				return a.end(err)
			}
			if mermaid {
				fmt.Fprint(a.out, graph.Mermaid())
			} else {
				fmt.Fprint(a.out, graph.DOT())
			}
			return exitDone
		},
	}
}

func (a *app) graph(ctx context.Context, o *options, kind string) (*report.Graph, error) {
	switch kind {
	case "":
		return a.blockGraph(o)
	case "plan":
		return a.planGraph(ctx, o)
	}
	return nil, &usageError{fmt.Sprintf("-type=%s is not known: there is -type=plan, and without it the blocks are shown", kind), "gesso graph -help"}
}

func (a *app) blockGraph(o *options) (*report.Graph, error) {
	in := a.inputs(o)
	in.Partial = true
	config, diags := a.readConfig(in)
	defer config.Close()
	if a.diagnose(diags, config.Sources) {
		return nil, errReported
	}
	return report.BlockGraph(config.Nodes()), nil
}

func (a *app) planGraph(ctx context.Context, o *options) (*report.Graph, error) {
	s, diags, err := a.open(o, "graph", looking)
	defer s.close()
	if err != nil {
		return nil, err
	}
	p, err := s.plan(ctx, diags, false)
	if err != nil {
		return nil, err
	}
	return report.PlanGraph(p.Steps()), nil
}
