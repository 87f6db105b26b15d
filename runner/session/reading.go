package session

import (
	"flag"
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"gesso/runner/command"
	"gesso/runner/plan"
	"gesso/runner/report"
	"gesso/runner/report/markdown"
	"gesso/runner/report/mistake"
)

// Reading adds the options that say how a plan and its warnings are printed.
func (o *Options) Reading(set *flag.FlagSet) {
	command.Choice(set, "compact", "print a line for each change; with -compact=false a block for each (default: a block, like ones folded, and on a terminal lines where there are many)", &o.Form, report.Compact, report.Whole)
	command.Choice(set, "compact-warnings", "print a line for each cause of warnings", &o.Warnings, report.Short, report.Told)
}

// Drawing adds -markdown, for commands that show a plan and do nothing else.
func (o *Options) Drawing(set *flag.FlagSet) {
	set.BoolFunc("markdown", "print the plan as a comment on a pull request, in Markdown that fits GitHub; -markdown=gitlab and -markdown=N allow other lengths", func(text string) (err error) {
		if text == "false" {
			o.Markdown = 0
			return nil
		}
		o.Markdown, err = markdown.Limit(text)
		return err
	})
}

// Show prints a plan and then its warnings.
func (s *Session) Show(p *plan.Plan) {
	if s.Options.Markdown > 0 {
		about := s.App.Dir
		if about == "." {
			about = ""
		}
		fmt.Fprint(s.App.Out.Exact(), markdown.Plan(p, about, s.Options.Markdown))
	} else {
		report.PlanAs(s.App.Out, p, s.Options.Form)
	}
	s.Warn()
}

// Warn prints the warnings of the last plan, for commands that do not show it. It prints
// each warning once.
func (s *Session) Warn() {
	if len(s.warnings) == 0 {
		return
	}
	if stream := s.App.Stream(); stream != nil {
		stream.Diagnose(mistake.Described(s.warnings, s.Config.Sources))
	} else {
		report.Warnings(s.App.Err, s.warnings, s.Config.Sources, s.Options.Warnings)
	}
	s.warnings = nil
}

// keep prints errors and returns command.ErrReported; warnings are kept until the plan is
// shown.
func (s *Session) keep(diags hcl.Diagnostics) error {
	if diags.HasErrors() || s.App.GivenUp(diags) {
		s.App.Diagnose(diags, s.Config.Sources)
		return command.ErrReported
	}
	s.warnings = diags
	return nil
}
