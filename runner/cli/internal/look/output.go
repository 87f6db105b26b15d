package look

import (
	"context"
	"flag"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"gesso/runner/command"
	"gesso/runner/decide/recalling"
	"gesso/runner/document"
	"gesso/runner/provider"
	"gesso/runner/report"
	"gesso/runner/report/literal"
	"gesso/runner/session"
	"gesso/spec/eval"
	"gesso/spec/near"
)

// Output is gesso output.
func Output(kinds provider.Kinds) *command.Command {
	o := &session.Options{}
	var raw bool
	return &command.Command{
		Name: "output", Usage: "[options] [NAME]",
		Summary: "print the configuration's outputs",
		Detail: `Prints the values of the outputs, or of one, from the configuration and the recorded
pictures. A sensitive one is shown only by name, with -json or with -raw.`,
		Examples: []string{
			"gesso output",
			"gesso output -raw cover  # one value for a script",
			"gesso output -json",
		},
		Args: 1,
		JSON: command.Document,
		Flags: func(set *flag.FlagSet) {
			o.Variables(set)
			set.BoolVar(&raw, "raw", false, "print one string, number or bool as it is, without a line break")
		},
		Run: func(_ context.Context, a *command.App, args []string) int {
			s := session.New(a, kinds, o)
			defer s.Close()
			diags, err := s.Open("output", session.Looking)
			if err != nil {
				return a.End(err)
			}
			expansion, more := s.Config.Expand(recalling.Recorded(s.State))
			if a.Diagnose(append(diags, more...), s.Config.Sources) {
				return command.ExitError
			}
			values, more := expansion.Outputs()
			if a.Diagnose(more, s.Config.Sources) {
				return command.ExitError
			}
			return printOutputs(a, values, args, raw)
		},
	}
}

func printOutputs(a *command.App, values []eval.OutputValue, args []string, raw bool) int {
	if len(args) == 1 {
		for _, v := range values {
			if v.Name == args[0] {
				return printOutput(a, v, raw)
			}
		}
		var names []string
		for _, v := range values {
			names = append(names, v.Name)
		}
		return a.Fail(command.Misuse(fmt.Sprintf("there is no output %q%s", args[0], near.Among(args[0], names)), "gesso output"))
	}
	switch {
	case raw:
		return a.Fail(command.Misuse("-raw prints one output, and needs its name", "gesso output -raw NAME"))
	case a.AsJSON():
		return printAllJSON(a, values)
	case len(values) == 0:
		fmt.Fprintln(a.Stdout, "The configuration has no outputs.")
	}
	report.Outputs(a.Out, values)
	return command.ExitDone
}

func printOutput(a *command.App, v eval.OutputValue, raw bool) int {
	if !a.AsJSON() && !raw {
		fmt.Fprintln(a.Out, literal.Of(v.Value, ""))
		return command.ExitDone
	}
	if !v.Value.IsWhollyKnown() {
		return unknownOutput(a, v)
	}
	if a.AsJSON() {
		value, err := document.MakeOutput(v)
		if err != nil {
			return a.Fail(err)
		}
		return a.Printed(document.Write(a.Stdout, value))
	}
	text, err := convert.Convert(v.Value, cty.String)
	if err != nil || text.IsNull() {
		return a.Fail(command.Misuse(fmt.Sprintf("the output %q is not a string, number or bool", v.Name), "gesso output -json "+v.Name))
	}
	fmt.Fprint(a.Out.Exact(), text.AsString())
	return command.ExitDone
}

func printAllJSON(a *command.App, values []eval.OutputValue) int {
	for _, v := range values {
		if !v.Value.IsWhollyKnown() {
			return unknownOutput(a, v)
		}
	}
	all, err := document.MakeOutputs(values)
	if err != nil {
		return a.Fail(err)
	}
	return a.Printed(document.Write(a.Stdout, all))
}

func unknownOutput(a *command.App, v eval.OutputValue) int {
	return a.Fail(command.Misuse(fmt.Sprintf("the output %q is not known before the pictures are made", v.Name), "gesso apply"))
}
