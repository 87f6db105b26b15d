package cli

import (
	"context"
	"flag"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/runner/decide"
	"gesso/runner/document"
	"gesso/runner/report"
	"gesso/spec/eval"
)

func outputCommand() *command {
	o := &options{}
	var asJSON, raw bool
	return &command{
		name: "output", usage: "[options] [NAME]",
		summary: "print the configuration's outputs",
		detail: `Prints the values of the outputs, or of one, from the configuration and the recorded
pictures. A sensitive one is shown only by name, with -json or with -raw.`,
		args: 1,
		flags: func(set *flag.FlagSet) {
			o.variables(set)
			set.BoolVar(&asJSON, "json", false, "print as JSON")
			set.BoolVar(&raw, "raw", false, "print one string, number or bool as it is, without a line break")
		},
		run: func(_ context.Context, a *app, args []string) int {
			s, diags, err := a.open(o, "output", looking)
			defer s.close()
			if err != nil {
				return a.end(err)
			}
			expansion, more := s.config.Expand(decide.Recorded(s.state))
			if a.diagnose(append(diags, more...), s.config.Sources) {
				return exitError
			}
			values, more := expansion.Outputs()
			if a.diagnose(more, s.config.Sources) {
				return exitError
			}
			return a.printOutputs(values, args, asJSON, raw)
		},
	}
}

func (a *app) printOutputs(values []eval.OutputValue, args []string, asJSON, raw bool) int {
	if len(args) == 1 {
		for _, v := range values {
			if v.Name == args[0] {
				return a.printOutput(v, asJSON, raw)
			}
		}
		return a.fail(&usageError{fmt.Sprintf("there is no output %q", args[0]), "gesso output"})
	}
	switch {
	case raw:
		return a.fail(&usageError{"-raw prints one output, and needs its name", "gesso output -raw NAME"})
	case asJSON:
		return a.printAllJSON(values)
	case len(values) == 0:
		fmt.Fprintln(a.Stdout, "The configuration has no outputs.")
	}
	report.Outputs(a.out, values)
	return exitDone
}

func (a *app) printOutput(v eval.OutputValue, asJSON, raw bool) int {
	if !asJSON && !raw {
		fmt.Fprintln(a.out, report.Value(v.Value, ""))
		return exitDone
	}
	if !v.Value.IsWhollyKnown() {
		return a.unknownOutput(v)
	}
	if asJSON {
		value, err := document.MakeOutput(v)
		if err != nil {
			return a.fail(err)
		}
		return a.printed(document.Write(a.Stdout, value))
	}
	text, err := convert.Convert(v.Value, cty.String)
	if err != nil || text.IsNull() {
		return a.fail(&usageError{fmt.Sprintf("the output %q is not a string, number or bool", v.Name), "gesso output -json " + v.Name})
	}
	fmt.Fprint(a.out.Exact(), text.AsString())
	return exitDone
}

func (a *app) printAllJSON(values []eval.OutputValue) int {
	for _, v := range values {
		if !v.Value.IsWhollyKnown() {
			return a.unknownOutput(v)
		}
	}
	all, err := document.MakeOutputs(values)
	if err != nil {
		return a.fail(err)
	}
	return a.printed(document.Write(a.Stdout, all))
}

func (a *app) unknownOutput(v eval.OutputValue) int {
	return a.fail(&usageError{fmt.Sprintf("the output %q is not known before the pictures are made", v.Name), "gesso apply"})
}

// printed is the exit code of what was written, or not. An error of standard
// output itself is told at the end of every command.
func (a *app) printed(err error) int {
	if err != nil && a.out.Err() == nil {
		return a.fail(err)
	}
	return exitDone
}
