package cli

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"gesso/runner/plan"
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
			expansion, more := s.config.Expand(plan.Recorded(s.state))
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
		return a.fail(&usageError{fmt.Sprintf("the output %q is not known before the pictures are made", v.Name), "gesso apply"})
	}
	if asJSON {
		text, err := ctyjson.Marshal(v.Value, v.Value.Type())
		if err != nil {
			return a.fail(err)
		}
		fmt.Fprintf(a.Stdout, "%s\n", report.JSON(text))
		return exitDone
	}
	text, err := convert.Convert(v.Value, cty.String)
	if err != nil || text.IsNull() {
		return a.fail(&usageError{fmt.Sprintf("the output %q is not a string, number or bool", v.Name), "gesso output -json " + v.Name})
	}
	fmt.Fprint(a.out.Exact(), text.AsString())
	return exitDone
}

// jsonOutput is an output as programs read it. Its shape is Terraform's.
type jsonOutput struct {
	Sensitive bool            `json:"sensitive"`
	Type      json.RawMessage `json:"type"`
	Value     json.RawMessage `json:"value"`
}

func (a *app) printAllJSON(values []eval.OutputValue) int {
	all := map[string]jsonOutput{}
	for _, v := range values {
		if !v.Value.IsWhollyKnown() {
			return a.fail(&usageError{fmt.Sprintf("the output %q is not known before the pictures are made", v.Name), "gesso apply"})
		}
		ty, err := ctyjson.MarshalType(v.Value.Type())
		if err != nil {
			return a.fail(err)
		}
		value, err := ctyjson.Marshal(v.Value, v.Value.Type())
		if err != nil {
			return a.fail(err)
		}
		all[v.Name] = jsonOutput{v.Sensitive, ty, value}
	}
	text, err := json.Marshal(all)
	if err != nil {
		return a.fail(err)
	}
	fmt.Fprintf(a.Stdout, "%s\n", report.JSON(text))
	return exitDone
}
