package look

import (
	"context"
	"flag"
	"fmt"

	"gesso/runner/command"
	"gesso/runner/provider"
	"gesso/runner/report/graph"
	"gesso/runner/session"
)

// Graph is gesso graph.
func Graph(kinds provider.Kinds) *command.Command {
	o := &session.Options{NoInput: true}
	var kind string
	var mermaid bool
	return &command.Command{
		Name: "graph", Usage: "[options]",
		Summary: "draw what depends on what",
		Detail: `Prints a graph in the DOT language, as for gesso graph | dot -Tsvg > graph.svg. It
shows the blocks of the configuration: variables, local values, images, modules,
outputs and checks, with an arrow from each to what it uses; variables need no values.

With -type=plan it shows every image, instance by instance, with what apply would do
about it, and an arrow to each that comes first; what is paid for has a bold frame.`,
		Examples: []string{
			"gesso graph | dot -Tsvg > graph.svg",
			"gesso graph -type=plan -mermaid",
		},
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			set.StringVar(&kind, "type", "", "show the images of a plan: `plan`")
			set.BoolVar(&mermaid, "mermaid", false, "print a Mermaid flowchart, which Markdown can hold, instead of DOT")
		},
		Run: func(ctx context.Context, a *command.App, _ []string) int {
			graph, err := graphOf(ctx, session.New(a, kinds, o), kind)
			if err != nil {
				return a.End(err)
			}
			if mermaid {
				fmt.Fprint(a.Out, graph.Mermaid())
			} else {
				fmt.Fprint(a.Out, graph.DOT())
			}
			return command.ExitDone
		},
	}
}

// graphOf draws the wanted graph, and closes the session.
func graphOf(ctx context.Context, s *session.Session, kind string) (*graph.Graph, error) {
	defer s.Close()
	switch kind {
	case "":
		return blockGraph(s)
	case "plan":
		return planGraph(ctx, s)
	}
	return nil, command.Misuse(fmt.Sprintf("-type=%s is not known: there is -type=plan, and without it the blocks are shown", kind), "gesso graph -help")
}

func blockGraph(s *session.Session) (*graph.Graph, error) {
	diags := s.ReadPartial()
	if s.App.Diagnose(diags, s.Config.Sources) {
		return nil, command.ErrReported
	}
	return graph.OfBlocks(s.Config.Nodes()), nil
}

func planGraph(ctx context.Context, s *session.Session) (*graph.Graph, error) {
	diags, err := s.Open("graph", session.Looking)
	if err != nil {
		return nil, err
	}
	p, err := s.Plan(ctx, diags)
	if err != nil {
		return nil, err
	}
	s.Warn()
	return graph.OfPlan(p.Steps()), nil
}
